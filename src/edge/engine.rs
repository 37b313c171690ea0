//! A network between an intake and an outlet: which instant is next, without any future.
//!
//! ```text
//!             item in hand?   alarm before it?   ──> run the alarm
//!  turn ──>   item in hand,   no such alarm      ──> run the item
//!             no item         inputs open        ──> waiting
//!             no item         inputs ended       ──> run alarms up to the end, then over
//! ```
//!
//! Invariants: an item is in hand only while the inputs are open or after an error that refused it; whatever an
//! instant gave has been returned before the next runs; an error is returned once, and then it is over.

use super::at_end::AtEnd;
use super::intake::Intake;
use super::outlet::Outlet;
use crate::network::{InstantError, Network};
use crate::time::Time;

/// A network with its [`Intake`] and its [`Outlet`]: what [`Network::build`] gives if its closure returns the two.
///
/// ```
/// use tidegate::edge::Wired;
/// use tidegate::network::{Input, Network, Output};
/// use tidegate::time::Time;
///
/// let wired: Wired<Input<i64>, Output<i64>> = Network::build(Time::EPOCH, |border| {
///     let (price, prices) = border.input();
///     (price, border.output(prices))
/// })?;
/// assert_eq!(wired.0.now(), Time::EPOCH);
/// # Ok::<(), tidegate::network::BuildError>(())
/// ```
pub type Wired<I, O> = (Network, (I, O));

/// How many instants without output a poll runs before it lets others have the thread.
///
/// The same as the budget that tokio gives a task; it bounds what a poll costs, and has no other meaning.
pub(crate) const TURNS: usize = 128;

/// What is left of an edge: to save the network, to go on elsewhere, or to see what was not run.
///
/// ```
/// use futures::{StreamExt, executor::{block_on, block_on_stream}, stream};
/// use tidegate::edge::{AtEnd, Stamped};
/// use tidegate::network::{Event, Network};
/// use tidegate::time::Time;
///
/// let wired = Network::build(Time::EPOCH, |border| {
///     let (price, prices) = border.input::<i64>();
///     (price, border.output(prices.scan(0, |sum, price| sum + price)))
/// })?;
/// let prices = stream::iter([1, 2, 3].map(|price| (Time::from_secs(price), i64::from(price))));
/// let mut sums = prices.through(wired, AtEnd::Stop);
/// assert_eq!(block_on(sums.next()), Some(Ok((Time::from_secs(1), 1))));
///
/// let parts = sums.into_parts();
/// let snapshot = parts.wired.0.save()?;
/// let rest = stream::iter(parts.pending).chain(parts.other).through(parts.wired, AtEnd::Stop);
/// let sums: Vec<_> = block_on_stream(rest).map(|sum| sum.map(|(_, sum)| sum)).collect();
/// assert_eq!(sums, [Ok(3), Ok(6)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
#[must_use = "an item that was taken and not run is in here"]
pub struct Parts<S, T, I, O> {
    /// The network with its intake and its outlet.
    pub wired: Wired<I, O>,
    /// The stream that the items came from, or the sink that the outputs went to.
    pub other: S,
    /// An item that was taken and not run: refused for its stamp, or waiting for alarms before it.
    pub pending: Option<(Time, T)>,
}

/// What a turn came to.
pub(crate) enum Turn<V> {
    /// An instant ran; this is what it gave.
    Ran(Option<(Time, V)>),
    /// There is nothing to run until an item comes.
    Waiting,
    /// There will be nothing to run any more.
    Over,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Open,
    /// The inputs have ended; alarms up to this time are run, if any.
    Ending(Option<Time>),
    Over,
}

#[derive(Debug)]
pub(crate) struct Engine<T, I, O> {
    network: Network,
    intake: I,
    outlet: O,
    at_end: AtEnd,
    pending: Option<(Time, T)>,
    stage: Stage,
    /// Set while an instant runs. Found set at the next turn, a function panicked in it.
    interrupted: bool,
}

impl<T, I, O> Engine<T, I, O> {
    pub(crate) fn new((network, (intake, outlet)): Wired<I, O>, at_end: AtEnd) -> Self {
        Self { network, intake, outlet, at_end, pending: None, stage: Stage::Open, interrupted: false }
    }

    pub(crate) fn network(&self) -> &Network {
        &self.network
    }

    pub(crate) fn pending(&self) -> Option<&(Time, T)> {
        self.pending.as_ref()
    }

    pub(crate) fn is_over(&self) -> bool {
        self.stage == Stage::Over
    }

    /// Whether a turn could run something without a further item.
    pub(crate) fn has_work(&self) -> bool {
        match self.stage {
            Stage::Open => self.pending.is_some() || self.interrupted,
            Stage::Ending(_) => true,
            Stage::Over => false,
        }
    }

    /// Whether an item may be taken now.
    pub(crate) fn is_waiting(&self) -> bool {
        self.stage == Stage::Open && self.pending.is_none()
    }

    /// Takes the next item in hand.
    pub(crate) fn take(&mut self, item: (Time, T)) {
        debug_assert!(self.is_waiting(), "an item is taken only when none is in hand");
        self.pending = Some(item);
    }

    /// There will be no further item.
    pub(crate) fn end_inputs(&mut self) {
        if self.stage == Stage::Open {
            self.stage = Stage::Ending(self.at_end.until(self.network.now()));
        }
    }

    pub(crate) fn into_parts<S>(self, other: S) -> Parts<S, T, I, O> {
        Parts { wired: (self.network, (self.intake, self.outlet)), other, pending: self.pending }
    }

    /// The alarm that has to run before anything else.
    fn alarm_first(&self) -> Option<Time> {
        let due = self.network.next_deadline()?;
        let first = match (&self.pending, self.stage) {
            // An alarm with the item's stamp is part of the item's instant, or waits for the last such item.
            (Some((at, _)), _) => due < *at,
            (None, Stage::Ending(Some(until))) => due <= until,
            (None, _) => false,
        };
        first.then_some(due)
    }
}

impl<T, I: Intake<T>, O: Outlet> Engine<T, I, O> {
    /// Runs the next instant, if there is one to run.
    pub(crate) fn turn(&mut self) -> Result<Turn<O::Item>, InstantError> {
        if self.is_over() {
            return Ok(Turn::Over);
        }
        let turned = self.advance();
        if !matches!(turned, Ok(Turn::Ran(_) | Turn::Waiting)) {
            self.stage = Stage::Over;
        }
        turned
    }

    fn advance(&mut self) -> Result<Turn<O::Item>, InstantError> {
        self.check_poison()?;
        if let Some(due) = self.alarm_first() {
            self.interrupted = true;
            self.network.instant(due)?.run()?;
        } else if let Some((at, _)) = &self.pending {
            // If the stamp is refused the item stays in hand. Items of the same stamp may follow.
            let instant = self.network.round(*at)?;
            self.interrupted = true;
            if let Some((_, value)) = self.pending.take() {
                self.intake.feed(instant, value)?.run()?;
            }
        } else {
            return Ok(if self.stage == Stage::Open { Turn::Waiting } else { Turn::Over });
        }
        self.interrupted = false;
        let at = self.network.now();
        Ok(Turn::Ran(self.outlet.read(&self.network).map(|value| (at, value))))
    }

    /// After a panic: refuses before a further item is taken, if it was the network that broke.
    fn check_poison(&mut self) -> Result<(), InstantError> {
        if std::mem::take(&mut self.interrupted) {
            // Opened and dropped, an instant never was; a poisoned network does not open one.
            let _never = self.network.instant(self.network.now())?;
        }
        Ok(())
    }
}
