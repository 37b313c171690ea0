//! Memory returns to where it began, however often parts come and go.

use tidegate::network::{Behavior, Event, Input, Network, Shared, constant, every, never};
use tidegate::time::{Span, Time};

/// Bytes that stay allocated from one boundary to a later one, `steps` instants apart.
fn grows<E>(steps: i64, wire: impl Fn(Shared<i64>) -> E) -> i64
where
    E: Event,
    E::Item: Send + Sync,
{
    let built = Network::build(Time::EPOCH, |border| {
        let (input, x) = border.input::<i64>();
        let _ = border.output(wire(x));
        input
    });
    let (mut network, input): (Network, Input<i64>) = built.expect("the network builds");
    let mut feed = |from: i64, to: i64| {
        for n in from..to {
            network.feed(network.now(), &input, n).expect("the instant runs");
        }
    };
    // Warm: tables have their size and every edge is known.
    feed(0, 2_000);
    // As many again as it takes to be at the same place of the same pattern.
    allocation_counter::measure(|| feed(2_000, 2_000 + steps)).bytes_current
}

/// All that can be attached and detached, so many times.
fn attach_and_detach(steps: i64) {
    assert_eq!(steps % 64, 0, "the patterns below repeat after 64 steps");
    let switched = grows(steps, |x| x.switch(never(), move |v| x.scan(*v, |s, x| s + x).share()));
    assert_eq!(switched, 0, "switch");
    let timed = grows(steps, |x| x.switch(never(), |_| every(Span::from_secs(1)).map(|_| 0)));
    assert_eq!(timed, 0, "switch to a timer");
    let behavior = grows(steps, |x| {
        let b =
            x.switch_behavior(constant(0), move |v| x.hold(*v).lift2(x.map(|x| x + 1).hold(0), |a, b| a + b));
        x.sample(b, |x, b| x + b)
    });
    assert_eq!(behavior, 0, "switch_behavior");
    let observed = grows(steps, |x| x.observe(move |v| x.hold(v).frozen()));
    assert_eq!(observed, 0, "observe");
    let keyed = grows(steps, |x| {
        // Sixteen keys live at a time: each comes when its number does and goes sixteen numbers later.
        x.keyed(|n| n % 64)
            .removed_by(x.map(|n| (n + 48) % 64))
            .each(|_, own| own.scan(0, |s, x| s + x).share())
    });
    assert_eq!(keyed, 0, "keyed");
}

#[test]
fn ten_thousand_attachments_leave_nothing_behind() {
    attach_and_detach(9_984);
}

#[test]
#[ignore = "a minute or two: ten million of each"]
fn ten_million_attachments_leave_nothing_behind() {
    attach_and_detach(10_000_000 / 64 * 64);
}
