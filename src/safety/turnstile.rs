//! The shared heart of a gate: who passes is looked at and counted in one step.
//!
//! All that decides is in one atomic word, so that nothing slips in between looking and counting: a submission
//! is either counted before the seal (or the halt), and the drain waits for it, or it is refused. Why the word
//! moved, and who waits for zero, stand beside it.
//!
//! Each ordering says what it pairs with; no argument needs `SeqCst`, as there is only one word.

use std::borrow::Cow;
use std::fmt;

use super::report_cell::ReportCell;
use super::sync::{AtomicU64, Ordering, WakerSlot, update};
use super::word::{Position, Word};

pub(super) type Reason = Cow<'static, str>;

pub(super) struct Turnstile {
    word: AtomicU64,
    /// Invariant: set whenever the position is not Open.
    reason: ReportCell<Reason>,
    waiter: WakerSlot,
}

impl Turnstile {
    pub(super) fn new() -> Self {
        Self { word: AtomicU64::new(Word::FIRST.0), reason: ReportCell::new(), waiter: WakerSlot::new() }
    }

    pub(super) fn look(&self) -> Word {
        // Acquire: pairs with the releases in `leave` (what a submission did is visible to who sees it over)
        // and in `advance` (the reason is there for who sees the position).
        Word(self.word.load(Ordering::Acquire))
    }

    pub(super) fn reason(&self) -> Option<Reason> {
        self.reason.get().map(|reason| Reason::clone(&reason))
    }

    /// Counts one in if it passes, in the step in which it is looked at; else what stood against it.
    pub(super) fn enter(&self, passes: impl Fn(Word) -> bool) -> Result<(), Word> {
        let counted = |word| passes(Word(word)).then_some(word + Word::ENTRY);
        // Acquire, if it passes: pairs with the release in `resume`, so that what was reconciled is visible to
        // who is let in again; if it does not: pairs with `advance`, for the reason. To count needs no release:
        // it publishes nothing, and as a read-modify-write it carries the releases before it on to the drain.
        match update(&self.word, (Ordering::Acquire, Ordering::Acquire), counted) {
            Ok(_) => Ok(()),
            Err(word) => Err(Word(word)),
        }
    }

    /// Counts one in that passes always.
    pub(super) fn count(&self) {
        // Relaxed: as in `enter` it publishes nothing, and there is nothing it has to see.
        self.word.fetch_add(Word::ENTRY, Ordering::Relaxed);
    }

    /// Counts one out, and wakes who waits for the last.
    pub(super) fn leave(&self) {
        // Release: pairs with `look`, so that what the submission did is visible to the drain.
        let before = self.word.fetch_sub(Word::ENTRY, Ordering::Release);
        // Who waits has sealed before: if this step comes before the seal, the drain's first look sees it.
        if Word(before - Word::ENTRY).is_drained() {
            self.waiter.wake();
        }
    }

    /// Moves forward, unless it is there already; the first reason is kept.
    pub(super) fn advance(&self, to: Position, reason: Reason) {
        // Before the move, so that a gate that has moved has a reason. It is set already if it moved before.
        let _ = self.reason.set(reason);
        let forward = |word| Word(word).moved_to(to).map(|word| word.0);
        // Release: pairs with `look` and `enter`, for the reason. The failed look decides nothing: relaxed.
        // An error means that the gate is there already, or further.
        let _ = update(&self.word, (Ordering::Release, Ordering::Relaxed), forward);
    }

    /// From here on no order passes: an atomic step sees the last one before it.
    pub(super) fn halt(&self) {
        // Release: whoever is refused sees what led to the halt.
        self.word.fetch_or(Word::HALTED, Ordering::Release);
    }

    /// Orders pass again, as far as the position lets them.
    pub(super) fn resume(&self) {
        // Release: pairs with `enter`, so that what was reconciled is visible to who is let in again. (A resume repeats
        // the halt just before, whose release would do; this line does not lean on that.)
        self.word.fetch_and(!Word::HALTED, Ordering::Release);
    }

    /// Registers who is to look again when the last one leaves. Look after this, not before: who left before
    /// is seen by that look, who leaves later wakes.
    pub(super) fn register(&self, waker: &std::task::Waker) {
        self.waiter.register(waker);
    }
}

impl fmt::Debug for Turnstile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = self.look();
        f.debug_struct("Turnstile")
            .field("position", &word.position())
            .field("halted", &word.is_halted())
            .field("in_flight", &word.in_flight())
            .finish_non_exhaustive()
    }
}
