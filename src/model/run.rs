//! Instants and alarms: how a run comes to have the instants that it has.
//!
//! At each step the least timestamp is taken for which there is an alarm or an input. All alarms of phase
//! [`First`](Phase::First) due at it and one round of inputs form one instant; second occurrences of an
//! input open further ones, in which alarms set meanwhile for the same timestamp ring too. When no input and
//! no such alarm is left, those of phase [`Last`](Phase::Last) form an instant.

use std::cell::RefCell;

use super::Occurrences;
use crate::time::{Span, Time};

/// How many instants a driven run may have: each reads the whole program again, and a loop without a pause
/// has no end.
const LIMIT: usize = 1_000;

/// Where among the instants of its timestamp an alarm rings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// In the next instant of its timestamp, with the first round of inputs.
    First,
    /// In a final instant of its timestamp, after all inputs of it.
    Last,
}

/// A step of a run. Ordered as they follow each other, as far as that can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant {
    /// Its timestamp.
    pub time: Time,
    /// `Last` if it was made by alarms of that phase only.
    pub phase: Phase,
}

/// The instants there have been so far, and those that operators ask for.
#[derive(Clone, Debug)]
pub struct Run {
    instants: Vec<Instant>,
    asked: RefCell<Vec<Instant>>,
}

impl Run {
    /// A run whose instants are known: those that a journal has kept.
    #[must_use]
    pub fn replay(instants: Vec<Instant>) -> Self {
        Self { instants, asked: RefCell::default() }
    }

    /// `n` instants, for what does not ask for the time.
    #[must_use]
    pub fn untimed(n: usize) -> Self {
        Self::replay(vec![Instant { time: Time::EPOCH, phase: Phase::First }; n])
    }

    /// The instants so far.
    #[must_use]
    pub fn instants(&self) -> &[Instant] {
        &self.instants
    }

    /// The timestamp of instant `t`.
    #[must_use]
    pub fn time(&self, t: usize) -> Time {
        self.instants[t].time
    }

    /// The instant at which an alarm rings that was set at instant `set` for `due`, if there has been one.
    ///
    /// That is the first one after `set` with a timestamp of at least `due`; for an alarm of phase `Last`,
    /// the first such one of that phase.
    #[must_use]
    pub fn ring(&self, set: usize, due: Time, phase: Phase) -> Option<usize> {
        let rings = |at: &Instant| at.time >= due && (phase == Phase::First || at.phase == Phase::Last);
        (set + 1..self.instants.len()).find(|t| rings(&self.instants[*t]))
    }

    /// Like [`ring`](Run::ring), and if it has not rung yet, the run is asked for the instant.
    pub fn alarm(&self, set: usize, due: Time, phase: Phase) -> Option<usize> {
        let rung = self.ring(set, due, phase);
        // A deadline at the end of time does not come.
        if rung.is_none() && due < Time::MAX {
            self.asked.borrow_mut().push(Instant { time: due, phase });
        }
        rung
    }

    /// What `make` gives. What it asks for counts only if it `lives` on after the last instant.
    pub fn part<A>(&self, lives: bool, make: impl FnOnce() -> A) -> A {
        let before = self.asked.borrow().len();
        let part = make();
        if !lives {
            self.asked.borrow_mut().truncate(before);
        }
        part
    }

    /// The occurrences of `x`, each with its timestamp.
    pub fn stamped<A: Clone>(&self, x: &[Option<A>]) -> Vec<(Time, A)> {
        let times = self.instants.iter().map(|at| at.time);
        times.zip(x.iter().cloned()).filter_map(|(time, x)| Some((time, x?))).collect()
    }

    /// The instant that follows: the least that is asked for, or that of the next round of inputs.
    fn next(&self, round: Option<Time>) -> Option<Instant> {
        let now = self.instants.last().map_or(Time::MIN, |last| last.time);
        let alarms = self.asked.borrow().clone().into_iter();
        let round = round.map(|time| Instant { time, phase: Phase::First });
        alarms.chain(round).map(|at| Instant { time: at.time.max(now), ..at }).min()
    }
}

/// Runs a program over its inputs and all its alarms, up to and including the timestamp `until`.
///
/// `rounds` is what arrives, in order; a round is what arrives in one instant. The program sees the rounds
/// as an event and gives any result, by the functions of this module's siblings. Instant 0 is the one in
/// which the network is built: it has the timestamp `start`, and nothing occurs in it.
///
/// # Panics
/// If time goes back, or the run does not end within 1,000 instants: this is a tool for tests.
///
/// ```
/// use tidegate::model::{clock::next_instant, event::merge, run::{drive, Phase}};
/// use tidegate::time::Time;
/// let at = Time::from_secs;
/// // A copy in a later instant of the same timestamp: with the second round, or alone.
/// let (run, both) = drive(at(0), &[(at(5), 1), (at(5), 2)], at(9), |run, x| {
///     merge(|copy, new| copy * 10 + new, &next_instant(run, 0, x), x)
/// });
/// assert_eq!(both, [None, Some(1), Some(12), Some(2)]);
/// assert!(run.instants()[1..].iter().all(|instant| instant.time == at(5) && instant.phase == Phase::First));
/// ```
#[track_caller]
pub fn drive<I: Clone, R>(
    start: Time,
    rounds: &[(Time, I)],
    until: Time,
    program: impl Fn(&Run, &[Option<I>]) -> R,
) -> (Run, R) {
    assert!(rounds.iter().map(|round| round.0).is_sorted_by(|a, b| start <= *a && a <= b), "time goes back");
    let mut rounds = rounds.iter().peekable();
    let mut run = Run::replay(vec![Instant { time: start, phase: Phase::First }]);
    let mut arrived = vec![None];
    loop {
        let result = program(&run, &arrived);
        let Some(next) = run.next(rounds.peek().map(|round| round.0)).filter(|next| next.time <= until)
        else {
            return (run, result);
        };
        arrived.push(rounds.next_if(|round| round.0 == next.time).map(|round| round.1.clone()));
        run = Run::replay([run.instants, vec![next]].concat());
        assert!(run.instants.len() <= LIMIT, "alarms come to an end");
    }
}

/// The rounds of several inputs: the k-th occurrences of each input at a timestamp form its k-th round.
///
/// ```
/// use tidegate::model::run::rounds;
/// use tidegate::time::Time;
/// let at = Time::from_secs;
/// let inputs = [vec![(at(1), 'a'), (at(1), 'b')], vec![(at(1), 'x'), (at(2), 'y')]];
/// assert_eq!(
///     rounds(&inputs),
///     [(at(1), vec![Some('a'), Some('x')]), (at(1), vec![Some('b'), None]), (at(2), vec![None, Some('y')])]
/// );
/// ```
pub fn rounds<A: Clone>(inputs: &[Vec<(Time, A)>]) -> Vec<(Time, Occurrences<A>)> {
    let mut times: Vec<Time> = inputs.iter().flatten().map(|input| input.0).collect();
    times.sort_unstable();
    times.dedup();
    let kth = |time: Time, k: usize, input: &Vec<(Time, A)>| {
        input.iter().filter(|input| input.0 == time).nth(k).map(|input| input.1.clone())
    };
    let of_time = |time: Time| {
        let round = move |k| inputs.iter().map(|input| kth(time, k, input)).collect::<Vec<_>>();
        (0..).map(round).take_while(|round| round.iter().any(Option::is_some)).map(move |round| (time, round))
    };
    times.into_iter().flat_map(of_time).collect()
}

/// One input and one output in seconds from the epoch, as the network's `simulate` has them.
///
/// Each input is a round; time passes for one minute after the last.
///
/// # Panics
/// As [`drive`] does.
///
/// ```
/// use tidegate::model::{event, run::simulate};
/// assert_eq!(simulate([(1, 'a'), (4, 'b')], |_, x| event::once(0, x)), [(1, 'a')]);
/// ```
#[track_caller]
pub fn simulate<A: Clone, B: Clone>(
    inputs: impl IntoIterator<Item = (i32, A)>,
    program: impl Fn(&Run, &[Option<A>]) -> Occurrences<B>,
) -> Vec<(i32, B)> {
    let rounds: Vec<(Time, A)> = inputs.into_iter().map(|(second, x)| (Time::from_secs(second), x)).collect();
    let end = rounds.last().map_or(Time::EPOCH, |last| last.0).after(Span::from_secs(60));
    let (run, list) = drive(Time::EPOCH, &rounds, end, program);
    let second = |time: Time| (time.nanos() / Time::from_secs(1).nanos()) as i32;
    run.stamped(&list).into_iter().map(|(time, x)| (second(time), x)).collect()
}
