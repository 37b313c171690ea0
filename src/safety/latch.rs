//! The state of a kill switch, as a pure machine: what holds, why, and what happened.
//!
//! Invariants: a halt ends by a resume and by nothing else; each halt, also during another, has a number of its
//! own; the reason and the time are those of the first.

use std::collections::VecDeque;

use super::halt::{Episode, Halt, HaltReason, SwitchId};
use super::read_kill::Source;
use super::reconciled::Reconciled;
use crate::time::Time;

/// What happened to a kill switch.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// It went on.
    Halted(HaltReason),
    /// One more reason while it was on.
    HaltedAgain(HaltReason),
    /// A source says no longer that execution is halted; the switch stays on.
    Cleared(Source),
    /// It went off.
    Resumed,
}

/// What happened, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// When it was seen.
    pub at: Time,
    /// What.
    pub change: Change,
}

/// What happened to a kill switch, the latest of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// From the oldest that is kept to the latest.
    pub transitions: Vec<Transition>,
    /// How many came before those.
    pub forgotten: u64,
}

/// Why a kill switch stays on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ResumeError {
    /// A source still says so, or cannot be read.
    #[error("expected no source to say that execution is halted, found: {0}")]
    StillHalted(HaltReason),
    /// Somebody halted again after the halt that was reconciled.
    #[error("expected the halt that was reconciled, found a later one")]
    HaltedAgain,
    /// What was reconciled is a halt of another switch.
    #[error("expected a halt of this kill switch to be reconciled, found one of another")]
    AnotherSwitch,
    /// It is not on.
    #[error("expected a halt, found none")]
    NotHalted,
}

/// Transitions that are kept: a day with a few, and a source that flutters must not fill the memory.
const KEPT: usize = 64;

#[derive(Debug, Default)]
pub(super) struct Latch {
    switch: SwitchId,
    halt: Option<Halt>,
    episodes: u64,
    /// The sources that said halted when they were last read.
    saying: Vec<Source>,
    kept: VecDeque<Transition>,
    forgotten: u64,
}

impl Latch {
    pub(super) fn halt(&self) -> Option<&Halt> {
        self.halt.as_ref()
    }

    pub(super) fn history(&self) -> History {
        History { transitions: self.kept.iter().cloned().collect(), forgotten: self.forgotten }
    }

    /// Goes on, or stays on with one more reason.
    pub(super) fn set(&mut self, reason: HaltReason, at: Time) {
        self.episodes += 1;
        let episode = Episode { switch: self.switch.clone(), number: self.episodes };
        match &mut self.halt {
            Some(halt) => {
                halt.episode = episode;
                self.note(at, Change::HaltedAgain(reason));
            }
            None => {
                self.halt = Some(Halt { reason: reason.clone(), since: at, episode });
                self.note(at, Change::Halted(reason));
            }
        }
    }

    /// Takes in what a source was read to say; only a change of it is an event.
    pub(super) fn read(&mut self, source: Source, reason: Option<&HaltReason>, at: Time) {
        let said = self.saying.contains(&source);
        match reason {
            Some(reason) if !said || self.halt.is_none() => {
                self.saying.retain(|saying| *saying != source);
                self.saying.push(source);
                self.set(reason.clone(), at);
            }
            None if said => {
                self.saying.retain(|saying| *saying != source);
                self.note(at, Change::Cleared(source));
            }
            _ => {}
        }
    }

    /// Goes off, if the evidence is for the halt in force.
    pub(super) fn resume(&mut self, evidence: &Reconciled, at: Time) -> Result<(), ResumeError> {
        let halt = self.halt.as_ref().ok_or(ResumeError::NotHalted)?;
        if halt.episode.switch != evidence.episode.switch {
            return Err(ResumeError::AnotherSwitch);
        }
        if halt.episode.number != evidence.episode.number {
            return Err(ResumeError::HaltedAgain);
        }
        self.halt = None;
        self.note(at, Change::Resumed);
        Ok(())
    }

    fn note(&mut self, at: Time, change: Change) {
        if self.kept.len() == KEPT {
            self.kept.pop_front();
            self.forgotten += 1;
        }
        self.kept.push_back(Transition { at, change });
    }
}
