//! What every joint of a running network shares: the clock, the right to the slots, the alarms.

use std::sync::Arc;

use qcell::QCellOwner;

use super::alarm::Alarms;
use super::error::BuildError;
use super::scope::{JointRef, Registry};
use super::slot::{BEFORE, Stamp};
use super::state::{Loader, Saver, StateError};
use crate::time::Time;

/// The running instant, as machines see it.
pub struct Core {
    pub(crate) owner: QCellOwner,
    pub(crate) at: Time,
    pub(crate) stamp: Stamp,
    /// Alarms of the scope that is being stepped.
    pub(crate) alarms: Alarms,
    /// Handles that sub-networks of the scope that is being stepped may read.
    pub(crate) registry: Arc<Registry>,
    /// Edges that came into being in this instant: a dynamic part reads a joint for the first time.
    pub(crate) fresh: Vec<(JointRef, JointRef)>,
    /// The first sub-network that could not be built.
    pub(crate) failure: Option<BuildError>,
    /// Whether `fresh` or `failure` has something to look at when the instant ends.
    pub(crate) unsettled: bool,
}

impl std::fmt::Debug for Core {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Core").field("at", &self.at).field("stamp", &self.stamp).finish_non_exhaustive()
    }
}

impl Core {
    pub(crate) fn new(owner: QCellOwner, at: Time, registry: Arc<Registry>) -> Self {
        Self {
            owner,
            at,
            stamp: BEFORE,
            alarms: Alarms::default(),
            registry,
            fresh: Vec::new(),
            failure: None,
            unsettled: false,
        }
    }

    /// Notes that `reader` has begun to read `read`.
    pub(crate) fn connect(&mut self, read: JointRef, reader: JointRef) {
        self.fresh.push((read, reader));
        self.unsettled = true;
    }

    pub(crate) fn fail(&mut self, error: BuildError) {
        self.failure.get_or_insert(error);
        self.unsettled = true;
    }
}

/// A part of a network that the scheduler knows: it is stepped, and others may read what it leaves.
pub(crate) trait Joint: Send {
    /// Runs one instant; says whether the joint occurred.
    fn step(&mut self, core: &mut Core) -> bool;

    /// The earliest alarm.
    fn deadline(&self) -> Option<Time>;

    /// Writes the state.
    fn save(&self, owner: &QCellOwner, out: &mut Saver);

    /// Puts back what [`save`](Joint::save) wrote.
    fn load(&mut self, core: &mut Core, from: &mut Loader<'_>) -> Result<(), StateError>;
}
