//! A network beside its model, in every way in which state could show: from the start, built at a later
//! instant, in one piece, and saved and restored after each instant; each input polled once.

use std::fmt::Debug;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tidegate::model::run::{Run, drive};
use tidegate::model::{Occurrences, dynamic, event};
use tidegate::network::{Boxed, Event, Input, Network, Output, Root, Shared, Snapshot, never};
use tidegate::time::{Span, Time};

use crate::timeline::{AFTERWARDS, Instant};

pub(crate) type List = [Option<i64>];

/// An input as it reaches what is tested.
pub(crate) type In = Boxed<i64>;

/// Inputs of this value are dropped on the way: the instant polls, and nothing occurs.
const DROPPED: i64 = 5;

/// More instants than any list has with all its alarms.
const LIMIT: usize = 2_000;

/// What is tested, in a box: so that what follows is compiled once for each type and not for each combinator.
type Wire<B> = Arc<dyn Fn(In, In) -> Boxed<B> + Send + Sync>;

/// What the model says of it; it takes the instant at which it comes into being.
type Program<'a, B> = &'a dyn Fn(&Run, usize, &List, &List) -> Occurrences<B>;

/// Everything that is checked of a combinator.
#[track_caller]
pub(crate) fn agrees<E, B>(
    list: &[Instant],
    wire: impl Fn(In, In) -> E + Send + Sync + 'static,
    program: impl Fn(&Run, usize, &List, &List) -> Occurrences<B>,
) where
    E: Event<Item = B, Level = Root>,
    B: Clone + Send + Sync + PartialEq + Debug + 'static,
{
    boxed_agrees(list, &(Arc::new(move |a, b| wire(a, b).boxed()) as Wire<B>), &program);
}

#[track_caller]
fn boxed_agrees<B>(list: &[Instant], wire: &Wire<B>, program: Program<'_, B>)
where
    B: Clone + Send + Sync + PartialEq + Debug + 'static,
{
    let from_start = |a: Shared<i64>, b: Shared<i64>| wire(heard(a).boxed(), heard(b).boxed());
    let expected = modelled(list, |run, a, b| program(run, 0, a, b));
    assert_eq!(run(list, &from_start, |_, same| same), expected, "from the start");
    assert_eq!(run(list, &from_start, hand_over), expected, "restored after each instant");

    let built_late = |a: Shared<i64>, b: Shared<i64>| {
        let selector = heard(b).filter(|b| b % 2 == 0);
        let wire = Arc::clone(wire);
        selector.switch(never(), move |_| wire(heard(a).boxed(), heard(b).boxed()))
    };
    let expected = modelled(list, |run, a, b| {
        let selector = event::filter(|b| b % 2 == 0, b);
        dynamic::switch(run, 0, |_| event::never(a.len()), |c, _| program(run, c, a, b), &selector)
    });
    assert_eq!(run(list, &built_late, |_, same| same), expected, "built at a later instant");
    assert_eq!(run(list, &built_late, hand_over), expected, "built later and restored after each instant");

    polled_once(list, wire);
}

fn heard(x: Shared<i64>) -> impl Event<Item = i64, Level = tidegate::network::Root> {
    x.filter(|x| *x != DROPPED)
}

/// A network under test, with its border.
struct Tested<T> {
    network: Network,
    inputs: [Input<i64>; 2],
    output: Output<T>,
}

fn build<E>(wire: impl Fn(Shared<i64>, Shared<i64>) -> E) -> Tested<E::Item>
where
    E: Event,
    E::Item: Clone + Send + Sync,
{
    let built = Network::build(Time::EPOCH, |border| {
        let ((a, x), (b, y)) = (border.input(), border.input());
        ([a, b], border.output(wire(x, y)))
    });
    let (network, (inputs, output)) = built.expect("the network builds");
    Tested { network, inputs, output }
}

impl<T: Clone + Send + Sync + 'static> Tested<T> {
    /// Runs one instant and gives what comes out.
    fn instant(&mut self, at: Time, values: [Option<i64>; 2]) -> Option<T> {
        let mut feeding = self.network.instant(at).expect("time goes on");
        for (input, value) in self.inputs.iter().zip(values) {
            if let Some(value) = value {
                feeding = feeding.feed(input, value).expect("an input is fed once");
            }
        }
        feeding.run().expect("the instant runs");
        self.network.get(&self.output).cloned()
    }

    /// The next alarm before `until`.
    fn due(&self, until: Time) -> Option<Time> {
        self.network.next_deadline().filter(|due| *due < until)
    }
}

/// What came out at each instant; after each of them `next` may put another network in the place of this one.
fn run<E>(
    list: &[Instant],
    wire: &dyn Fn(Shared<i64>, Shared<i64>) -> E,
    next: impl Fn(Tested<E::Item>, Tested<E::Item>) -> Tested<E::Item>,
) -> Vec<(i32, Option<E::Item>)>
where
    E: Event,
    E::Item: Clone + Send + Sync,
{
    let mut tested = build(wire);
    let mut seen = Vec::new();
    let mut instant = |mut tested: Tested<E::Item>, at: Time, values: [Option<i64>; 2]| {
        assert!(seen.len() < LIMIT, "alarms come to an end");
        seen.push((second(at), tested.instant(at, values)));
        next(build(wire), tested)
    };
    for step in list {
        let at = Time::from_secs(step.at);
        while let Some(due) = tested.due(at) {
            tested = instant(tested, due, [None, None]);
        }
        tested = instant(tested, at, [step.a, step.b]);
    }
    let end = tested.network.now().after(Span::from_secs(AFTERWARDS));
    while let Some(due) = tested.due(end) {
        tested = instant(tested, due, [None, None]);
    }
    seen
}

/// The fresh network with the state of the one that has run.
fn hand_over<T>(fresh: Tested<T>, tested: Tested<T>) -> Tested<T> {
    let snapshot = tested.network.save().expect("the state can be saved");
    let bytes = postcard::to_allocvec(&snapshot).expect("a snapshot is data");
    let travelled: Snapshot = postcard::from_bytes(&bytes).expect("and comes back");
    let network = fresh.network.restore(&travelled).expect("the same code has built it");
    assert_eq!(network.save().as_ref(), Ok(&snapshot), "what is restored is what was saved");
    assert_eq!(network.next_alarm(), tested.network.next_alarm(), "alarms are armed again");
    Tested { network, ..fresh }
}

/// What the model makes of a list of instants, each with its second.
fn modelled<B: Clone>(
    list: &[Instant],
    program: impl Fn(&Run, &List, &List) -> Occurrences<B>,
) -> Vec<(i32, Option<B>)> {
    let rounds: Vec<_> = list.iter().map(|at| (Time::from_secs(at.at), (at.a, at.b))).collect();
    let end = rounds.last().map_or(Time::EPOCH, |last| last.0).after(Span::from_secs(AFTERWARDS));
    let before_end = Time::from_nanos(end.nanos() - 1);
    let (run, found) = drive(Time::EPOCH, &rounds, before_end, |run, both| {
        let heard = |x: Option<i64>| x.filter(|x| *x != DROPPED);
        let a = event::filter_map(|both: (Option<i64>, Option<i64>)| heard(both.0), both);
        let b = event::filter_map(|both: (Option<i64>, Option<i64>)| heard(both.1), both);
        program(run, &a, &b)
    });
    // Instant 0 is that of the building, which networks do not run.
    run.instants().iter().zip(found).skip(1).map(|(at, x)| (second(at.time), x)).collect()
}

fn second(at: Time) -> i32 {
    (at.nanos() / 1_000_000_000) as i32
}

/// Each input that is used is run exactly as often as it occurs, whatever the combinator needs of it.
#[track_caller]
fn polled_once<B: Clone + Send + Sync + 'static>(list: &[Instant], wire: &Wire<B>) {
    let counts = [Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0))];
    let counted = |x: Shared<i64>, count: &Arc<AtomicUsize>| {
        let count = Arc::clone(count);
        // Relaxed: read by the thread that counts.
        heard(x).filter(move |_| count.fetch_add(1, Ordering::Relaxed) < usize::MAX).boxed()
    };
    let mut tested = build(|a, b| wire(counted(a, &counts[0]), counted(b, &counts[1])));
    let mut instants = 0;
    for (n, step) in (0..).zip(list) {
        // Nanoseconds apart: alarms at now come in between, later ones do not.
        let at = Time::from_nanos(n);
        while let Some(due) = tested.due(at) {
            instants += 1;
            assert!(instants < LIMIT, "alarms come to an end");
            tested.instant(due, [None, None]);
        }
        tested.instant(at, [step.a, step.b]);
    }
    let occurred =
        |of: fn(&Instant) -> Option<i64>| list.iter().filter_map(of).filter(|x| *x != DROPPED).count();
    for (count, of) in counts.iter().zip([(|at| at.a) as fn(&Instant) -> Option<i64>, |at| at.b]) {
        let used = Arc::strong_count(count) > 1;
        let expected = if used { occurred(of) } else { 0 };
        assert_eq!(count.load(Ordering::Relaxed), expected, "runs of an input, against its occurrences");
    }
}

/// A test for each line: a network, and the program that says what it means, over the same random inputs.
macro_rules! agree {
    ($($name:ident ($($parameter:ident in $range:expr),*): $wire:expr, $program:expr;)*) => { $(
        #[test]
        fn $name() {
            use proptest::prelude::*;
            proptest!(ProptestConfig::with_cases(64), |(list in crate::timeline::instants(), $($parameter in $range),*)| {
                crate::check::agrees(&list, $wire, $program);
            });
        }
    )* };
}

pub(crate) use agree;
