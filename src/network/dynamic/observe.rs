//! `observe`: a behavior built at an occurrence, read at once, and dropped.

use super::made::Maker;
use crate::network::alarm::Deadline;
use crate::network::behavior::{Behavior, Reader};
use crate::network::core::{Core, Joint};
use crate::network::describe::{Caption, Notes, Part, label};
use crate::network::error::Place;
use crate::network::event::Event;
use crate::network::machine::Machine;
use crate::network::plan::JointId;
use crate::network::registry::{Entry, JointRef};
use crate::network::scope::Scope;
use crate::network::share::Shared;
use crate::network::slot::{Slot, SlotCell};
use crate::network::state::{Loader, Saver, StateError};
use crate::network::trail::{Mark, in_joint, in_look, marked};
use crate::network::watch::Watch;
use qcell::QCellOwner;

/// The joint of an `observe`.
struct Observe<S, B: Behavior, F> {
    id: JointId,
    maker: Maker,
    source: S,
    build: F,
    out: SlotCell<B::Value>,
    /// How the last behavior looked.
    look: Notes,
}

/// Registers the joint in the innermost open scope.
pub(crate) fn observe<S, B, F>(source: S, build: F, place: Place) -> Shared<B::Value>
where
    S: Event,
    B: Behavior,
    B::Value: Send + Sync,
    F: Fn(S::Item) -> B + Send + Sync + 'static,
{
    let joint = Scope::innermost(|scope| {
        let source = scope.machine(source, place)?;
        let out = Slot::cell(scope.owner());
        let maker = Maker { place };
        let joint: Observe<S::Machine, B, F> = Observe {
            id: scope.next_joint(),
            maker,
            source: source.machine,
            build,
            out: out.clone(),
            look: Notes::default(),
        };
        let caption = Caption { label: label!("observe", B::Value), place: Some(place) };
        Some(scope.register(joint, Entry::event(out), caption))
    });
    Shared::new(joint.flatten().unwrap_or(JointRef::NOWHERE))
}

impl<S, B, F> Observe<S, B, F>
where
    S: Machine,
    B: Behavior,
    B::Value: Send + Sync,
    F: Fn(S::Item) -> B + Send + Sync + 'static,
{
    fn run(&mut self, core: &mut Core) -> bool {
        let value = marked!(Mark::Input(0), self.source.poll(&*core));
        if S::TIMED {
            core.alarms.set(self.id, self.source.deadline());
        }
        let Some(value) = value else {
            return false;
        };
        match self.maker.behavior(core, Watch::No, || (self.build)(value)) {
            Ok(made) => {
                self.look = made.look;
                let value = in_look!(self.look, made.machine.read(core.entry()));
                core.owner.rw(&self.out).put(core.stamp, value);
                true
            }
            Err(error) => {
                core.fail(error);
                false
            }
        }
    }
}

impl<S, B, F> Joint for Observe<S, B, F>
where
    S: Machine,
    B: Behavior,
    B::Value: Send + Sync,
    F: Fn(S::Item) -> B + Send + Sync + 'static,
{
    fn step(&mut self, core: &mut Core) -> bool {
        let id = self.id;
        in_joint!(id, self.run(core))
    }

    fn deadline(&self) -> Option<Deadline> {
        self.source.deadline()
    }

    fn inside(&self) -> Vec<Part> {
        self.look.parts()
    }

    fn save(&self, _owner: &QCellOwner, out: &mut Saver<'_>) {
        self.source.save(out);
    }

    fn load(&mut self, _core: &mut Core, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.source.load(from)
    }
}
