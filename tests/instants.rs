//! Typed errors of instants and of building, and the network that is unharmed by them.

use std::panic::catch_unwind;
use std::sync::{Arc, OnceLock};

use tidegate::network::{
    Border, BuildError, Clock, Event, Held, Input, InstantError, Network, Output, Place, Shared, after,
    every, every_from, forward,
};
use tidegate::time::{Span, Time};

fn secs(secs: i32) -> Time {
    Time::from_secs(secs)
}

/// A running sum, twice each value three seconds later, and the inputs to feed it.
struct Sums {
    network: Network,
    a: Input<i64>,
    b: Input<i64>,
    sum: Output<i64>,
}

impl Sums {
    fn new() -> Self {
        let (network, (a, b, sum)) = Network::build(Time::EPOCH, |border| {
            let ((a, x), (b, y)) = (border.input(), border.input());
            let late = x.delay(Span::from_secs(3)).map(|x| 2 * x);
            let all = x.merge(y, |x, y| x + y).merge(late, |x, late| x + late);
            (a, b, border.output(all.scan(0, |sum, x| sum + x)))
        })
        .expect("the network builds");
        Self { network, a, b, sum }
    }

    fn feed(&mut self, at: i32, value: i64) -> Result<Option<i64>, InstantError> {
        self.network.feed(secs(at), &self.a, value)?;
        Ok(self.network.get(&self.sum).copied())
    }

    /// Checks that `refused` left everything as it was: state, time, alarms and the output.
    fn stays_unharmed_by(mut self, refused: impl FnOnce(&mut Self)) {
        let before = (self.network.save(), self.network.now(), self.network.next_deadline());
        let output = self.network.get(&self.sum).copied();
        refused(&mut self);
        assert_eq!((self.network.save(), self.network.now(), self.network.next_deadline()), before);
        assert_eq!(self.network.get(&self.sum).copied(), output);
    }
}

#[test]
fn an_input_fed_twice_is_refused_and_the_instant_never_was() {
    let mut sums = Sums::new();
    assert_eq!(sums.feed(1, 5), Ok(Some(5)));
    sums.stays_unharmed_by(|sums| {
        let twice = sums
            .network
            .instant(secs(2))
            .and_then(|at| at.feed(&sums.a, 1)?.feed(&sums.b, 2)?.feed(&sums.a, 3));
        assert_eq!(twice.err(), Some(InstantError::FedTwice { input: 0, at: secs(2) }));
    });
}

#[test]
fn after_a_refused_instant_the_next_one_sees_nothing_of_it() {
    let mut sums = Sums::new();
    let twice = sums.network.instant(secs(2)).and_then(|at| at.feed(&sums.b, 70)?.feed(&sums.b, 80));
    assert!(twice.is_err());
    assert_eq!(sums.feed(2, 5), Ok(Some(5)), "the 70 never occurred");
}

#[test]
fn an_instant_that_is_dropped_never_was() {
    let mut sums = Sums::new();
    assert_eq!(sums.feed(1, 5), Ok(Some(5)));
    sums.stays_unharmed_by(|sums| {
        drop(sums.network.instant(secs(3)).and_then(|at| at.feed(&sums.a, 1)).expect("it could be run"));
    });
}

#[test]
fn time_does_not_go_back() {
    let mut sums = Sums::new();
    assert_eq!(sums.feed(2, 5), Ok(Some(5)));
    sums.stays_unharmed_by(|sums| {
        let back = InstantError::Backwards { last: secs(2), found: secs(1) };
        assert_eq!(sums.feed(1, 7), Err(back.clone()));
        assert_eq!(sums.network.instant(secs(1)).err(), Some(back));
    });
    let mut early = Network::build(secs(10), |_| ()).expect("an empty network builds").0;
    assert!(
        matches!(early.instant(secs(9)).err(), Some(InstantError::Backwards { .. })),
        "nor before the start"
    );
}

#[test]
fn a_timestamp_may_repeat() {
    let mut sums = Sums::new();
    assert_eq!(sums.feed(1, 5), Ok(Some(5)));
    assert_eq!(sums.feed(1, 6), Ok(Some(11)));
}

#[test]
fn an_alarm_is_not_passed_over() {
    let mut sums = Sums::new();
    assert_eq!(sums.feed(1, 5), Ok(Some(5)));
    assert_eq!(sums.network.next_deadline(), Some(secs(4)));
    assert_eq!(sums.feed(5, 7), Err(InstantError::AlarmFirst { due: secs(4), found: secs(5) }));
    assert_eq!(sums.feed(4, 7), Ok(Some(22)), "at its own time it comes with the input");
    sums.stays_unharmed_by(|sums| {
        assert_eq!(sums.feed(8, 7), Err(InstantError::AlarmFirst { due: secs(7), found: secs(8) }));
    });
}

#[test]
fn an_input_of_another_network_is_refused() {
    let (mut sums, other) = (Sums::new(), Sums::new());
    assert_eq!(sums.feed(1, 5), Ok(Some(5)));
    sums.stays_unharmed_by(|sums| {
        assert_eq!(sums.network.feed(secs(2), &other.a, 1), Err(InstantError::Foreign));
        let mixed = sums.network.instant(secs(2)).and_then(|at| at.feed(&sums.a, 1)?.feed(&other.b, 1));
        assert_eq!(mixed.err(), Some(InstantError::Foreign));
    });
}

#[test]
fn a_panic_in_a_function_poisons_the_network() {
    let (mut network, (input, output)) = Network::build(Time::EPOCH, |border| {
        let (input, x) = border.input::<i64>();
        (input, border.output(x.map(|x| 100 / x).share()))
    })
    .expect("the network builds");
    network.feed(secs(1), &input, 5).expect("the instant runs");
    match network.feed(secs(2), &input, 0).expect_err("nothing divides by zero") {
        InstantError::Panicked { at, combinator, message } => {
            assert_eq!((at, message.as_str()), (secs(2), "attempt to divide by zero"));
            assert!(combinator.starts_with("`map` at tests/instants.rs:"), "{combinator}");
        }
        other => panic!("expected the panic, found {other}"),
    }
    let poisoned = InstantError::Poisoned { at: secs(2) };
    assert_eq!(network.feed(secs(3), &input, 5), Err(poisoned.clone()));
    assert_eq!(network.instant(secs(3)).err(), Some(poisoned));
    assert_eq!(network.get(&output), None, "the instant that did not end gave nothing");
}

#[test]
fn a_panic_while_building_leaves_the_thread_able_to_build() {
    let panicked =
        catch_unwind(|| Network::build(Time::EPOCH, |_| panic!("a wiring fault")).map(|_: (_, ())| ()));
    assert!(panicked.is_err());
    assert_eq!(Sums::new().feed(1, 5), Ok(Some(5)));
    assert!(matches!(build(|border, x| output(border, x.share())), Ok(())));
}

#[test]
fn a_sub_network_that_cannot_be_built_stops_the_network() {
    let (mut network, input) = Network::build(Time::EPOCH, |border| {
        let (input, x) = border.input::<i64>();
        let _ = border.output(x.per_key(|x| *x, |key, own| own.delay(Span::from_secs(*key as u64))));
        input
    })
    .expect("the network builds");
    network.feed(secs(1), &input, 5).expect("five seconds are a span");
    let refused = network.feed(secs(2), &input, 0).expect_err("zero is none");
    assert!(
        matches!(refused, InstantError::Build(BuildError::ZeroSpan { operator: "delay", .. })),
        "{refused}"
    );
    assert_eq!(network.feed(secs(3), &input, 5), Err(InstantError::Poisoned { at: secs(2) }));
}

/// Builds a network with one input.
fn build(wire: impl FnOnce(&mut Border, Shared<i64>)) -> Result<(), BuildError> {
    Network::build(Time::EPOCH, |border| {
        let (_, x) = border.input::<i64>();
        wire(border, x);
    })
    .map(|_| ())
}

/// An output whose place is the caller's.
#[track_caller]
fn output<E: Event>(border: &mut Border, event: E)
where
    E::Item: Send + Sync,
{
    let _ = border.output(event);
}

/// The place in this file that an error names.
fn line(result: Result<(), BuildError>) -> (&'static str, u32) {
    let of = |name, place: Place| {
        assert_eq!(place.file(), file!());
        (name, place.line())
    };
    match result.expect_err("the wiring is wrong") {
        BuildError::Foreign { used_at } => of("foreign", used_at),
        BuildError::ScopeLeft { used_at } => of("left", used_at),
        BuildError::ScopeCollides { used_at } => of("collides", used_at),
        BuildError::Unbound { declared_at } => of("unbound", declared_at),
        BuildError::ZeroSpan { operator, used_at } => of(operator, used_at),
        other => panic!("an error of another kind: {other}"),
    }
}

/// A shared event and a held one that belong to a network of their own.
fn strangers() -> (Shared<i64>, Held<i64>) {
    let mut strangers = None;
    build(|_, x| strangers = Some((x, x.hold(0)))).expect("their network builds");
    strangers.expect("the closure has run")
}

#[test]
fn a_handle_of_another_network_is_refused_where_it_is_used() {
    let (event, held) = strangers();
    let expected = ("foreign", line!() + 1);
    assert_eq!(line(build(|_, _| _ = event.map(|x| x + 1).share())), expected);
    let expected = ("foreign", line!() + 1);
    assert_eq!(line(build(|border, x| output(border, x.sample(held, |x, held| x + held)))), expected);
    let expected = ("foreign", line!() + 1);
    assert_eq!(line(build(|_, x| _ = x.or(event).hold(0))), expected);
    let expected = ("foreign", line!() + 1);
    assert_eq!(line(build(|_, _| _ = event.per_key(|x| *x, |_, own| own))), expected);
}

#[test]
fn the_first_fault_is_the_one_that_is_named() {
    let (event, _) = strangers();
    let expected = ("foreign", line!() + 2);
    let faults = build(|border, x| {
        let fault = event.share();
        let (behavior, _duty) = forward(0);
        output(border, fault.or(x).sample(behavior, |x, b| x + b).delay(Span::ZERO));
    });
    assert_eq!(line(faults), expected);
}

#[test]
fn a_shared_event_made_outside_of_a_network_is_refused_when_it_is_used() {
    let nowhere = after(Span::from_secs(1)).map(|_| 1).share();
    let held = tidegate::network::never::<i64>().hold(0);
    let expected = ("foreign", line!() + 1);
    assert_eq!(line(build(|border, x| output(border, x.or(nowhere)))), expected);
    let expected = ("foreign", line!() + 1);
    assert_eq!(line(build(|border, x| output(border, x.sample(held, |x, _| x)))), expected);
}

#[test]
fn a_handle_of_a_sub_network_is_refused_in_another_one() {
    let first: Arc<OnceLock<Shared<i64>>> = Arc::default();
    let (mut network, input) = Network::build(Time::EPOCH, |border| {
        let (input, x) = border.input::<i64>();
        let kept = Arc::clone(&first);
        let _ = border.output(x.per_key(
            |x| *x,
            move |_, own| {
                let own = own.share();
                own.or(*kept.get_or_init(|| own))
            },
        ));
        input
    })
    .expect("the network builds");
    network.feed(secs(1), &input, 1).expect("the first one uses its own");
    let refused = network.feed(secs(2), &input, 2).expect_err("the second one uses the first one's");
    assert!(matches!(refused, InstantError::Build(BuildError::Foreign { .. })), "{refused}");
    assert!(matches!(
        build(|border, x| output(border, x.or(*first.get().expect("it was made")))),
        Err(BuildError::Foreign { .. })
    ));
}

#[test]
fn a_scoped_value_stays_in_its_closure() {
    let (mut kept, mut used_at) = (None, 0);
    let left = build(|border, x| {
        let inside = x.within(|x| {
            kept = Some(x);
            x
        });
        output(border, inside);
        used_at = line!() + 1;
        output(border, kept.expect("the closure has run"));
    });
    assert_eq!(line(left), ("left", used_at));
    let expected = ("left", line!() + 1);
    assert_eq!(line(build(|border, x| output(border, x.within(|x| x.share())))), expected);
}

#[test]
fn a_scoped_value_is_refused_inside_a_scope_that_hides_it() {
    let expected = ("collides", line!() + 1);
    assert_eq!(line(build(|border, x| output(border, x.within(|y| x.within(|z| z.or(y)))))), expected);
    let beside = build(|border, x| output(border, x.within(|y| x.within(|z| z).or(y))));
    assert_eq!(beside, Ok(()), "beside it there is nothing to hide");
}

#[test]
fn a_behavior_declared_ahead_has_to_be_bound() {
    let expected = ("unbound", line!() + 2);
    let unbound = build(|border, x| {
        let (behavior, _duty) = forward(0);
        output(border, x.sample(behavior, |x, b| x + b));
    });
    assert_eq!(line(unbound), expected);
}

#[test]
fn a_duty_is_done_in_its_own_network() {
    let expected = ("foreign", line!() + 5);
    let mut kept = None;
    let unbound = build(|_, _| kept = Some(forward(0).1));
    assert!(matches!(unbound, Err(BuildError::Unbound { .. })), "{unbound:?}");
    let (duty, done) = (kept.expect("the closure has run"), |_: &mut Border, x: Shared<i64>, duty: Duty| {
        duty.bind(x);
    });
    assert_eq!(line(build(|border, x| done(border, x, duty))), expected);
}

type Duty = tidegate::network::Forward<i64>;

#[test]
fn a_span_of_zero_is_refused_with_its_combinator() {
    let expected = ("delay", line!() + 1);
    assert_eq!(line(build(|border, x| output(border, x.delay(Span::ZERO)))), expected);
    let expected = ("every", line!() + 1);
    assert_eq!(line(build(|border, _| output(border, every(Span::ZERO)))), expected);
    let expected = ("after", line!() + 1);
    assert_eq!(line(build(|_, _| _ = after(Span::ZERO).share())), expected);
    let expected = ("every_from", line!() + 1);
    assert_eq!(line(build(|border, _| output(border, every_from(Time::EPOCH, Span::ZERO).last()))), expected);
    let expected = ("timeout", line!() + 1);
    assert_eq!(line(build(|border, x| output(border, x.timeout(Span::ZERO)))), expected);
    let expected = ("debounce", line!() + 1);
    assert_eq!(line(build(|border, x| output(border, x.debounce(Span::ZERO)))), expected);
    assert_eq!(build(|border, x| output(border, x.throttle(Span::ZERO))), Ok(()), "this one only compares");
}

#[test]
fn errors_say_what_was_expected_and_what_was_found() {
    let mut sums = Sums::new();
    sums.feed(1, 5).expect("the instant runs");
    let passed = sums.feed(6, 5).expect_err("an alarm is due").to_string();
    assert!(passed.contains("an alarm is due at") && passed.contains("found"), "{passed}");
    let left = build(|border, x| output(border, x.within(|x| x.share()))).expect_err("it left").to_string();
    assert!(left.starts_with("tests/instants.rs:") && left.contains("share the event before"), "{left}");
}
