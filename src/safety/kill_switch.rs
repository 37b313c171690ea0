//! The kill switch: one latch per system that keeps all orders back until somebody resumes.
//!
//! ```text
//! program: halt ----+
//! environment ------+--> latch --> the halt bit of every gate under it
//! file -------------+      ^
//!                          +-- resume, with evidence, while no source says halted
//! ```
//!
//! - **Latched.** A source that says halted and then running again has halted; only [`KillSwitch::resume`] ends it.
//! - **Fail closed.** A source that cannot be read, or says junk, counts as halted.
//! - **Cancels pass**, here and at every gate (R5). Nothing here is asked before a cancel.
//! - **One step.** The halt stands in the same word as the gate's position and count: when `halt` has returned,
//!   an order was either counted in flight before, or is refused.
//! - **Two locks**, always in this order: the readers, held while they are read and until what they said is taken
//!   in, so that readings are taken in as they were made; then the latch, held for a moment. `halt` takes only the
//!   second: a reader that hangs does not keep it waiting.

use std::borrow::Cow;
use std::fmt;

use super::halt::{Cleared, Halt, HaltReason, Halted};
use super::latch::{History, Latch, ResumeError};
use super::read_kill::{ReadKill, Reader, Source};
use super::reconciled::Reconciled;
use super::sync::{Arc, Mutex, lock};
use super::turnstile::Turnstile;
use crate::time::Time;

/// The name of the variable that halts (E1).
pub const EXECUTION_HALTED: &str = "EXECUTION_HALTED";
/// The name of the variable that names the file that halts (E2).
pub const EXECUTION_HALTED_FILE: &str = "EXECUTION_HALTED_FILE";

/// How a system starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Posture {
    /// Orders leave from the start.
    Running,
    /// Data flows, no order leaves until somebody resumes (E8).
    Halted,
}

/// The kill switch of a system; clones are the same switch (R11).
///
/// ```
/// use tidegate::market::Ledger;
/// use tidegate::money::BtcUsdt;
/// use tidegate::safety::{Gate, KillSwitch, Posture, Reconciled};
/// use tidegate::time::Time;
///
/// let kill = KillSwitch::new(Posture::Running, Time::EPOCH);
/// let (gate, _keeper) = Gate::under(&kill);
/// assert!(kill.check("place order", Time::from_secs(1)).is_ok());
///
/// kill.halt("loss limit", Time::from_secs(2));
/// let halted = kill.check("place order", Time::from_secs(3)).expect_err("halted");
/// assert_eq!(
///     halted.to_string(),
///     "place order: execution is halted since 1970-01-01T00:00:02Z: loss limit"
/// );
/// assert_eq!(gate.enter("place order").expect_err("halted").rule(), "halted");
///
/// let ledger = Ledger::<BtcUsdt>::new();
/// let evidence = Reconciled::nothing_working(halted.halt(), &[ledger.counts()])?;
/// kill.resume(evidence, Time::from_secs(9))?;
/// assert!(gate.enter("place order").is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct KillSwitch {
    shared: Arc<Shared>,
}

struct Shared {
    readers: Mutex<Vec<Reader>>,
    state: Mutex<State>,
}

/// Invariant: the gates are halted if the latch is on, outside of the lock.
#[derive(Default)]
struct State {
    latch: Latch,
    gates: Vec<Arc<Turnstile>>,
}

impl KillSwitch {
    /// A switch that only the program turns on.
    #[must_use]
    pub fn new(posture: Posture, at: Time) -> Self {
        Self::reading(Vec::new(), posture, at)
    }

    /// A switch that also the environment turns on, by `EXECUTION_HALTED` and by the file that
    /// `EXECUTION_HALTED_FILE` names. All is read now and at every check, by the table of `kill_text`:
    ///
    /// | text, in any case, with any space around it | meaning |
    /// |---|---|
    /// | `1` `true` `yes` `on` | halted |
    /// | `0` `false` `no` `off`, nothing at all, no such variable, no such file in a folder that is there | running |
    /// | anything else, or not to be read | halted, with a reason of its own |
    ///
    /// A blank name of a file names none that could be read: halted. `lookup` should lose no text it cannot
    /// decode. As the environment of a process seldom changes, one started with `EXECUTION_HALTED=1` cannot be
    /// resumed while it runs; [`Posture::Halted`] and the file can.
    ///
    /// ```
    /// use tidegate::safety::{KillSwitch, Posture};
    /// use tidegate::runtime::KillFile;
    /// use tidegate::time::Time;
    ///
    /// let process = |name: &str| std::env::var_os(name).map(|text| text.to_string_lossy().into_owned());
    /// let kill = KillSwitch::from_env(process, |path| KillFile::new(path), Posture::Running, Time::EPOCH);
    /// assert_eq!(kill.standing(), None);
    /// ```
    pub fn from_env<K: ReadKill + 'static>(
        lookup: impl Fn(&str) -> Option<String> + Send + 'static,
        file: impl FnOnce(&str) -> K,
        posture: Posture,
        at: Time,
    ) -> Self {
        let named = lookup(EXECUTION_HALTED_FILE).map(|path| Box::new(file(&path)) as Box<dyn ReadKill>);
        let environment: Box<dyn ReadKill> = Box::new(move || lookup(EXECUTION_HALTED));
        let readers = [(Source::Environment, Some(environment)), (Source::File, named)];
        let reader = |(source, kill): (Source, Option<_>)| kill.map(|kill| Reader { source, kill });
        Self::reading(readers.into_iter().filter_map(reader).collect(), posture, at)
    }

    fn reading(readers: Vec<Reader>, posture: Posture, at: Time) -> Self {
        let shared = Shared { readers: Mutex::new(readers), state: Mutex::new(State::default()) };
        let kill = Self { shared: Arc::new(shared) };
        if posture == Posture::Halted {
            kill.set(HaltReason::Posture, at);
        }
        kill.poll(at);
        kill
    }

    /// Turns it on. When this has returned, no further order passes a gate under it.
    pub fn halt(&self, reason: impl Into<Cow<'static, str>>, at: Time) {
        self.set(HaltReason::Requested(reason.into()), at);
    }

    /// Reads all sources, and turns it on if one says so. For a runtime that wants gates to follow a file without
    /// a check before each order.
    pub fn poll(&self, at: Time) {
        let readers = lock(&self.shared.readers);
        self.take_in(&readers, at);
    }

    /// To be asked before each call that makes an order, and not before a cancel. Reads all sources.
    ///
    /// # Errors
    /// [`Halted`], which names the operation, if it is on; from here on also at every gate under it.
    pub fn check(&self, operation: &'static str, at: Time) -> Result<Cleared, Halted> {
        self.poll(at);
        match self.standing() {
            Some(halt) => Err(Halted { operation, halt }),
            None => Ok(Cleared { operation, at }),
        }
    }

    /// The halt in force, as it was last read; `None` if it runs.
    #[must_use]
    pub fn standing(&self) -> Option<Halt> {
        lock(&self.shared.state).latch.halt().cloned()
    }

    /// What happened, with times.
    #[must_use]
    pub fn history(&self) -> History {
        lock(&self.shared.state).latch.history()
    }

    /// Turns it off, if no source says halted and the evidence is for the halt in force.
    ///
    /// # Errors
    /// [`ResumeError::StillHalted`] if a source says so or cannot be read; [`ResumeError::HaltedAgain`] if
    /// somebody halted after the halt that was reconciled; [`ResumeError::AnotherSwitch`] if that was a halt of
    /// another switch; [`ResumeError::NotHalted`] if it is off. It stays as it is then, and the evidence is used up.
    pub fn resume(&self, evidence: Reconciled, at: Time) -> Result<(), ResumeError> {
        // Held until what is read is taken in: who reads halted later is then a new halt, which the evidence is not
        // for. Held to the end, as that is simpler to see.
        let readers = lock(&self.shared.readers);
        if let Some(reason) = self.take_in(&readers, at) {
            return Err(ResumeError::StillHalted(reason));
        }
        let mut state = lock(&self.shared.state);
        state.latch.resume(&evidence, at)?;
        state.gates.iter().for_each(|gate| gate.resume());
        Ok(())
    }

    /// From now on this gate follows the switch.
    pub(super) fn guard(&self, gate: &Arc<Turnstile>) {
        let mut state = lock(&self.shared.state);
        // Gates that nobody else knows any longer are forgotten here, so that their number stays bounded.
        state.gates.retain(|gate| Arc::strong_count(gate) > 1);
        if state.latch.halt().is_some() {
            gate.halt();
        }
        state.gates.push(Arc::clone(gate));
    }

    fn set(&self, reason: HaltReason, at: Time) {
        let mut state = lock(&self.shared.state);
        state.latch.set(reason, at);
        state.halt_gates();
    }

    /// Reads all sources and takes in what they say; gives the first reason to halt.
    fn take_in(&self, readers: &[Reader], at: Time) -> Option<HaltReason> {
        let read: Vec<_> = readers.iter().map(|reader| (reader.source, reader.reason())).collect();
        let mut state = lock(&self.shared.state);
        for (source, reason) in &read {
            state.latch.read(*source, reason.as_ref(), at);
        }
        state.halt_gates();
        read.into_iter().find_map(|(_, reason)| reason)
    }
}

impl State {
    /// The halt bit of each gate, if the latch is on.
    fn halt_gates(&self) {
        if self.latch.halt().is_some() {
            self.gates.iter().for_each(|gate| gate.halt());
        }
    }
}

impl fmt::Debug for KillSwitch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = lock(&self.shared.state);
        f.debug_struct("KillSwitch")
            .field("standing", &state.latch.halt())
            .field("gates", &state.gates.len())
            .finish_non_exhaustive()
    }
}
