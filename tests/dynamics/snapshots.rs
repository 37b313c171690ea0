//! Switched and keyed parts travel in a snapshot, and what does not fit is refused by name.

use tidegate::network::{Behavior, Event, Input, Network, Output, Shared, Snapshot, StateError, constant};
use tidegate::time::Time;

type Built = (Network, Input<i64>, Output<i64>);

fn network<E: Event<Item = i64>>(wire: impl FnOnce(Shared<i64>) -> E) -> Built {
    let built = Network::build(Time::EPOCH, |border| {
        let (input, x) = border.input();
        (input, border.output(wire(x)))
    });
    let (network, (input, output)) = built.expect("the network builds");
    (network, input, output)
}

fn after<E: Event<Item = i64>>(numbers: &[i64], wire: impl FnOnce(Shared<i64>) -> E) -> Snapshot {
    let (mut network, input, _) = network(wire);
    numbers.iter().for_each(|n| network.feed(Time::from_secs(1), &input, *n).expect("the instant runs"));
    network.save().expect("the state can be saved")
}

fn refused<E: Event<Item = i64>>(snapshot: &Snapshot, wire: impl FnOnce(Shared<i64>) -> E) -> String {
    network(wire).0.restore(snapshot).expect_err("it does not fit").to_string()
}

#[test]
fn a_switched_part_goes_on_where_it_was() {
    let wire = |x: Shared<i64>| x.filter(|x| *x < 0).switch(x, move |v| x.scan(*v, |s, x| s + x).share());
    let (mut first, input, output) = network(wire);
    for n in [5, -100, 1, 2] {
        first.feed(Time::from_secs(1), &input, n).expect("the instant runs");
    }
    assert_eq!(first.get(&output), Some(&-197), "-100, and since then -100, 1 and 2");
    let (second, input, output) = network(wire);
    let mut second = second.restore(&first.save().expect("saved")).expect("restored");
    second.feed(Time::from_secs(2), &input, 7).expect("the instant runs");
    assert_eq!(second.get(&output), Some(&-190));
}

#[test]
fn another_combinator_is_named() {
    let snapshot = after(&[1], |x| x.scan(0, |s, x| s + x).share());
    let text = refused(&snapshot, |x| x.dedupe().share());
    assert_eq!(
        text,
        "snapshot does not fit at joint 1: expected share<i64>(dedupe<i64>(read 0)), \
         found share<i64>(scan<i64>(read 0))"
    );
}

#[test]
fn another_name_and_another_source_are_named() {
    let snapshot = after(&[1], |x| x.scan(0, |s, x| s + x).named("fast"));
    let text = refused(&snapshot, |x| x.scan(0, |s, x| s + x).named("slow"));
    assert!(text.contains(r#"expected output<i64>(scan "slow"<i64>(read 0))"#), "{text}");
    let snapshot = after(&[1], |x| {
        let y = x.map(|x| x + 1).share();
        x.or(y)
    });
    let text = refused(&snapshot, |x| {
        let y = x.map(|x| x + 1).share();
        y.or(x)
    });
    assert!(text.contains("expected output<i64>(or<i64>(read 1, read 0))"), "{text}");
}

#[test]
fn another_type_of_state_is_named_also_inside_a_part() {
    let keyed = after(&[1], |x| x.per_key(|x| *x, |_, own| own.scan(0_u8, |s, _| s + 1)).map(|_| 0));
    let text = refused(&keyed, |x| x.per_key(|x| *x, |_, own| own.scan(0_u16, |s, _| s + 1)).map(|_| 0));
    assert!(text.contains("Burst<i64, u16>") && text.contains("Burst<i64, u8>"), "{text}");
    // The same types outside, another one kept inside.
    let keyed = after(&[1], |x| x.per_key(|x| *x, |_, own| own.map_accum(0_u8, |_, x| x)).map(|_| 0));
    let text = refused(&keyed, |x| x.per_key(|x| *x, |_, own| own.map_accum(0_u16, |_, x| x)).map(|_| 0));
    assert_eq!(text, "snapshot does not fit at joint 1: expected u16, found u8");
    let switched = after(&[1, 2], |x| x.switch_behavior(constant(0), move |v| x.hold(*v)).changes());
    let text = refused(&switched, |x| {
        x.switch_behavior(constant(0), move |_| x.map(|_| 'a').hold('b').map(|_| 0_i64)).changes()
    });
    assert_eq!(text, "snapshot does not fit at joint 1: expected char, found i64");
}

#[test]
fn another_version_is_refused() {
    let snapshot = after(&[1], |x| x);
    let text = serde_json::to_string(&snapshot).expect("a snapshot is data");
    let [this, next] = [0, 1].map(|later| format!(r#""version":{}"#, Snapshot::VERSION + later));
    let later: Snapshot = serde_json::from_str(&text.replace(&this, &next)).expect("it is still data");
    let found = network(|x| x).0.restore(&later).expect_err("it is of another version");
    assert_eq!(found, StateError::Version { expected: Snapshot::VERSION, found: Snapshot::VERSION + 1 });
}
