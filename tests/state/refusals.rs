//! What does not fit is refused, and the joint is named.

use serde::{Deserialize, Serialize, Serializer};
use tidegate::network::{Event, Input, Network, Output, Shared, Snapshot, StateError, every};
use tidegate::time::{Span, Time};

type Built = (Network, Input<i64>, Output<i64>);

fn network<E: Event<Item = i64>>(wire: impl FnOnce(Shared<i64>) -> E) -> Built {
    let built = Network::build(Time::EPOCH, |border| {
        let (input, x) = border.input();
        (input, border.output(wire(x)))
    });
    let (network, (input, output)) = built.expect("the network builds");
    (network, input, output)
}

fn after_one_instant<E: Event<Item = i64>>(wire: impl FnOnce(Shared<i64>) -> E) -> Snapshot {
    let (mut network, input, _) = network(wire);
    network.feed(Time::from_secs(1), &input, 5).expect("the instant runs");
    network.save().expect("the state can be saved")
}

#[test]
fn a_network_with_more_joints_refuses_at_the_first_that_differs() {
    let snapshot = after_one_instant(|x| x.scan(0, |s, x| s + x));
    let (other, ..) = network(|x| x.scan(0, |s, x| s + x).share());
    assert_eq!(
        other.restore(&snapshot).expect_err("it has a joint more"),
        StateError::Shape {
            joint: 1,
            expected: "share<i64>(scan<i64>(read 0))".to_owned(),
            found: "output<i64>(scan<i64>(read 0))".to_owned()
        }
    );
}

#[test]
fn state_of_another_kind_is_refused_where_it_shows() {
    let with_state = |x: Shared<i64>| x.share().scan(1_000_000, |s, x| s + x);
    let snapshot = after_one_instant(with_state);
    let refused = |error| match error {
        StateError::Shape { joint, .. } => joint,
        other => panic!("expected a difference of shape, found {other}"),
    };

    let (stateless, ..) = network(|x| x.share().map(|x| x + 1));
    assert_eq!(refused(stateless.restore(&snapshot).expect_err("nothing is kept there")), 2);
    let (boolean, ..) = network(|x| x.share().once());
    assert_eq!(refused(boolean.restore(&snapshot).expect_err("a bool is kept there")), 2);
    let (longer, ..) = network(|x| x.share().scan(0, |s, x| s + x).scan(0, |s, x| s + x));
    assert_eq!(refused(longer.restore(&snapshot).expect_err("two numbers are kept there")), 2);
    let (earlier, ..) = network(|x| x.scan(0, |s, x| s + x).share());
    assert_eq!(refused(earlier.restore(&snapshot).expect_err("the number is kept one joint earlier")), 1);
    let (same, ..) = network(with_state);
    assert!(same.restore(&snapshot).is_ok());
}

#[test]
fn a_part_that_cannot_be_rebuilt_is_refused_with_its_joint() {
    let keyed = |span: Span| {
        move |x: Shared<i64>| {
            let timers = x.share().per_key(|x| *x, move |_, own| own.or(every(span).map(|_| 0)));
            timers.map(|burst| burst.len() as i64)
        }
    };
    let snapshot = after_one_instant(keyed(Span::from_secs(1)));
    let (other, ..) = network(keyed(Span::ZERO));
    match other.restore(&snapshot).expect_err("its timers have no span") {
        StateError::Rebuild { joint: 2, reason } => {
            assert!(reason.contains("`every` needs a span"), "{reason}")
        }
        other => panic!("expected a failure to rebuild, found {other}"),
    }
}

#[test]
fn a_snapshot_that_names_a_key_twice_is_refused() {
    let keyed = |x: Shared<i64>| x.per_key(|x| *x, |_, own| own).map(|burst| burst.len() as i64);
    let snapshot = after_one_instant(keyed);
    // The part of the joint: how many keys, and the key 5 in zigzag, each after the number of its type.
    let text = serde_json::to_string(&snapshot).expect("a snapshot is data");
    let forged = text.replace("[0,1,1,10]", "[0,2,1,10,1,10]");
    assert_ne!(text, forged, "the part was found: {text}");
    let forged: Snapshot = serde_json::from_str(&forged).expect("it is still a snapshot");
    let (same, ..) = network(keyed);
    let refused = same.restore(&forged).expect_err("a key has one sub-network");
    assert!(matches!(refused, StateError::Shape { joint: 1, .. }), "{refused}");
}

/// A number that does not want to be written down.
#[derive(Clone, Deserialize)]
struct Secret(i64);

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("secrets are not saved"))
    }
}

#[test]
fn a_value_that_refuses_to_be_saved_is_named_by_its_joint() {
    let (network, ..) = network(|x| x.share().scan(Secret(0), |s, x| Secret(s.0 + x)).map(|s| s.0));
    assert!(matches!(network.save(), Err(StateError::Value { joint: 2, .. })), "{:?}", network.save());
}

#[test]
fn a_poisoned_network_gives_no_state_and_takes_none() {
    let wire = |x: Shared<i64>| x.map(|x| 100 / x).scan(0, |s, x| s + x);
    let snapshot = after_one_instant(wire);
    let (mut network, input, _) = network(wire);
    assert!(network.feed(Time::from_secs(1), &input, 0).is_err());
    assert_eq!(network.save(), Err(StateError::Poisoned));
    assert_eq!(network.restore(&snapshot).expect_err("its parts may be half done"), StateError::Started);
}

#[test]
fn a_network_that_has_run_takes_no_state() {
    let wire = |x: Shared<i64>| x.per_key(|x| *x, |_, own| own).map(|burst| burst.len() as i64);
    let snapshot = after_one_instant(wire);
    let (mut network, input, _) = network(wire);
    network.feed(Time::from_secs(1), &input, 5).expect("the instant runs");
    assert_eq!(network.restore(&snapshot).expect_err("it knows a key already"), StateError::Started);
}
