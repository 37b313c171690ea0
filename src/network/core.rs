//! What every joint of a running network shares: the clock, the right to the slots, the alarms.

use std::sync::Arc;

use qcell::QCellOwner;

use super::alarm::{Alarms, Deadline, Phase};
use super::describe::{Measure, Part};
use super::error::BuildError;
use super::registry::{JointRef, Registry};
use super::slot::{BEFORE, Stamp, after};
use super::state::{Loader, Saver, StateError};
use crate::time::Time;

/// The running instant, as machines see it.
pub struct Core {
    pub(crate) owner: QCellOwner,
    pub(crate) at: Time,
    pub(crate) stamp: Stamp,
    /// Whether this is the instant after all inputs of its timestamp.
    pub(crate) phase: Phase,
    /// What named parts note of themselves.
    pub(crate) measure: Measure,
    /// Alarms of the scope that is being stepped.
    pub(crate) alarms: Alarms,
    /// Handles that sub-networks of the scope that is being stepped may read.
    pub(crate) registry: Arc<Registry>,
    /// Edges that came into being in this instant: a dynamic part reads a joint for the first time.
    pub(crate) fresh: Vec<(JointRef, JointRef)>,
    /// The first sub-network that could not be built.
    pub(crate) failure: Option<BuildError>,
    /// What is to be done when this instant is over.
    pub(crate) over: Vec<WhenOver>,
    /// Whether one of the three above has something to look at when the instant ends.
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
            phase: Phase::First,
            measure: Measure::Nothing,
            alarms: Alarms::default(),
            registry,
            fresh: Vec::new(),
            failure: None,
            over: Vec::new(),
            unsettled: false,
        }
    }

    /// Which alarms are due in this instant: all up to here.
    #[inline(always)]
    pub(crate) fn now(&self) -> Deadline {
        Deadline { at: self.at, phase: self.phase }
    }

    /// The values on entry to this instant.
    #[inline(always)]
    pub(crate) fn entry(&self) -> Moment<'_> {
        Moment { owner: &self.owner, stamp: self.stamp }
    }

    /// The values after this instant, as far as it has been run.
    pub(crate) fn exit(&self) -> Moment<'_> {
        Moment { owner: &self.owner, stamp: after(self.stamp) }
    }

    /// Notes that `reader` has begun to read `read`.
    pub(crate) fn connect(&mut self, read: JointRef, reader: JointRef) {
        self.fresh.push((read, reader));
        self.unsettled = true;
    }

    /// Does something to the slots when this instant is over.
    pub(crate) fn when_over(&mut self, act: impl FnOnce(&mut QCellOwner) + Send + Sync + 'static) {
        self.over.push(Box::new(act));
        self.unsettled = true;
    }

    pub(crate) fn fail(&mut self, error: BuildError) {
        self.failure.get_or_insert(error);
        self.unsettled = true;
    }
}

type WhenOver = Box<dyn FnOnce(&mut QCellOwner) + Send + Sync>;

/// The boundary between two instants, at which a behavior has one value.
#[derive(Clone, Copy)]
pub struct Moment<'a> {
    pub(crate) owner: &'a QCellOwner,
    /// The instant after the boundary.
    pub(crate) stamp: Stamp,
}

impl std::fmt::Debug for Moment<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Moment({})", self.stamp)
    }
}

/// A part of a network that the scheduler knows: it is stepped, and others may read what it leaves.
pub(crate) trait Joint: Send {
    /// Runs one instant; says whether the joint occurred.
    fn step(&mut self, core: &mut Core) -> bool;

    /// The earliest alarm.
    fn deadline(&self) -> Option<Deadline>;

    /// Looks at the values with which the network, or the sub-network, begins: for those of `Scope::beginners`.
    fn start(&mut self, _core: &mut Core) {}

    /// How one of the sub-networks looks that this joint has built.
    fn inside(&self) -> Vec<Part> {
        Vec::new()
    }

    /// Writes the state.
    fn save(&self, owner: &QCellOwner, out: &mut Saver<'_>);

    /// Puts back what [`save`](Joint::save) wrote.
    fn load(&mut self, core: &mut Core, from: &mut Loader<'_>) -> Result<(), StateError>;
}
