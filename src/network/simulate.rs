//! The shortest way to see what a combinator does.

use super::event::Event;
use super::instant::Network;
use super::share::Shared;
use crate::time::{Span, Time};

/// Runs `wire` over a list of (second, value) and gives what came out, with its second.
///
/// After the last input, time passes until no alarm is pending, for one minute at most.
///
/// # Panics
/// If the network cannot be built or the seconds go back: this is a tool for examples and tests.
///
/// ```
/// use tidegate::network::{simulate, Event};
/// assert_eq!(simulate([(1, 'a'), (4, 'b')], |x| x.once()), [(1, 'a')]);
/// ```
#[track_caller]
pub fn simulate<T, E>(
    inputs: impl IntoIterator<Item = (i32, T)>,
    wire: impl FnOnce(Shared<T>) -> E,
) -> Vec<(i32, E::Item)>
where
    T: Clone + Send + Sync + 'static,
    E: Event,
    E::Item: Clone + Send + Sync,
{
    let built = Network::build(Time::EPOCH, |border| {
        let (input, event) = border.input();
        (input, border.output(wire(event)))
    });
    let (mut network, (input, output)) = built.unwrap_or_else(|error| panic!("{error}"));
    let mut seen = Vec::new();
    let mut note = |network: &Network| {
        let at = (network.now().nanos() / Time::from_secs(1).nanos()) as i32;
        seen.extend(network.get(&output).map(|value| (at, value.clone())));
    };
    for (second, value) in inputs {
        let at = Time::from_secs(second);
        let before = |due: &Time| *due < at;
        pass_time(&mut network, before, &mut note);
        network.feed(at, &input, value).unwrap_or_else(|error| panic!("{error}"));
        note(&network);
    }
    let end = network.now().after(Span::from_secs(60));
    pass_time(&mut network, |due| *due <= end, &mut note);
    seen
}

/// Runs the instants of all alarms of which `wanted` holds.
fn pass_time(network: &mut Network, wanted: impl Fn(&Time) -> bool, note: &mut impl FnMut(&Network)) {
    while let Some(due) = network.next_deadline().filter(&wanted) {
        let run = network.instant(due).and_then(|instant| instant.run());
        run.unwrap_or_else(|error| panic!("{error}"));
        note(network);
    }
}
