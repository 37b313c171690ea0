//! An instant while it is being fed: what occurs in it is said before it runs.

use super::alarm::Phase;
use super::border::Input;
use super::error::InstantError;
use super::instant::Network;
use super::slot::Stamp;
use crate::time::Time;

/// An instant that is being fed. Dropped before [`run`](Instant::run), it never was.
#[derive(Debug)]
#[must_use = "an instant happens only when it is run"]
pub struct Instant<'a> {
    pub(super) network: &'a mut Network,
    pub(super) at: Time,
    pub(super) stamp: Stamp,
    /// Whether inputs may follow at this timestamp, even if none is fed here.
    pub(super) open: bool,
}

impl Instant<'_> {
    /// Adds an occurrence of `input` to this instant.
    ///
    /// # Errors
    /// [`InstantError::FedTwice`], [`InstantError::Foreign`]; the instant is dropped, the network as it was.
    #[inline]
    pub fn feed<T: Send + Sync + 'static>(
        mut self,
        input: &Input<T>,
        value: T,
    ) -> Result<Self, InstantError> {
        self.put(input, value)?;
        Ok(self)
    }

    /// The same where the instant stays where it is; after an error it is not to be run.
    #[inline(always)]
    pub(crate) fn put<T: Send + Sync + 'static>(
        &mut self,
        input: &Input<T>,
        value: T,
    ) -> Result<(), InstantError> {
        if input.joint.scope != self.network.scope {
            return Err(InstantError::Foreign);
        }
        let slot = self.network.core.owner.rw(&input.cell);
        if slot.at(self.stamp).is_some() {
            return Err(InstantError::FedTwice { input: input.joint.joint, at: self.at });
        }
        slot.put(self.stamp, value);
        self.network.starts.push(input.joint.joint);
        Ok(())
    }

    /// Its time.
    #[inline]
    pub(crate) const fn at(&self) -> Time {
        self.at
    }

    /// The same as one of [`Network::round`].
    #[inline(always)]
    pub(crate) fn into_round(self) -> Self {
        Self { open: true, ..self }
    }

    /// Of which phase the alarms are that go off in it, fed as it is now; `None` if there are none.
    pub(crate) fn alarms(&self) -> Option<Phase> {
        let now = self.network.deadline_of(self.at, self.network.starts.is_empty() && !self.open);
        self.network.next_alarm().filter(|alarm| *alarm <= now).map(|_| now.phase)
    }

    /// Runs the instant.
    ///
    /// # Errors
    /// [`InstantError::Build`] if a sub-network that should appear cannot be built; the network then
    /// stays poisoned.
    #[inline(always)]
    pub fn run(self) -> Result<(), InstantError> {
        self.network.run(self.at, self.stamp, self.open)
    }
}
