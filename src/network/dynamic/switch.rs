//! `switch`: an event that becomes another one at each occurrence of a selector.

use super::made::{Living, Maker};
use super::readers::Outside;
use crate::network::alarm::Deadline;
use crate::network::core::{Core, Joint};
use crate::network::describe::{Caption, Look, Part, label};
use crate::network::error::{BuildError, Place};
use crate::network::event::Event;
use crate::network::machine::Machine;
use crate::network::registry::{Entry, JointRef};
use crate::network::scope::Scope;
use crate::network::share::Shared;
use crate::network::slot::{Slot, SlotCell};
use crate::network::state::{Loader, Saver, State, StateError};
use crate::network::trail::{Mark, in_joint, in_look, marked};
use crate::time::earlier;
use qcell::QCellOwner;

/// The joint of a `switch`.
///
/// Invariant: `chosen` is the value from which `current` was built; before the first there are neither, and
/// afterwards there is no `initial`.
struct Switch<S: Machine, I, B: Event, F> {
    at: JointRef,
    maker: Maker,
    selector: S,
    initial: Option<I>,
    chosen: Option<S::Item>,
    current: Option<Living<B::Machine>>,
    build: F,
    outside: Outside,
    out: SlotCell<B::Item>,
}

/// The one sub-network, as [`Outside`] knows it.
const CURRENT: u32 = 0;

/// Registers the joint in the innermost open scope.
pub(crate) fn switch<S, I, B, F>(selector: S, initial: I, build: F, place: Place) -> Shared<B::Item>
where
    S: Event,
    S::Item: State,
    I: Event<Item = B::Item>,
    B: Event,
    B::Item: Send + Sync,
    F: Fn(&S::Item) -> B + Send + Sync + 'static,
{
    let joint = Scope::innermost(|scope| {
        let selector = scope.machine(selector, place)?;
        let initial = scope.machine(initial, place)?;
        let out = Slot::cell(scope.owner());
        let joint: Switch<S::Machine, I::Machine, B, F> = Switch {
            at: JointRef { scope: scope.id(), joint: scope.next_joint() },
            maker: Maker { place },
            selector: selector.machine,
            initial: Some(initial.machine),
            chosen: None,
            current: None,
            build,
            outside: Outside::default(),
            out: out.clone(),
        };
        let caption = Caption { label: label!("switch", B::Item), place: Some(place) };
        Some(scope.register(joint, Entry::event(out), caption))
    });
    Shared::new(joint.flatten().unwrap_or(JointRef::NOWHERE))
}

impl<S, I, B, F> Switch<S, I, B, F>
where
    S: Machine,
    S::Item: State,
    I: Machine<Item = B::Item>,
    B: Event,
    B::Item: Send + Sync,
    F: Fn(&S::Item) -> B + Send + Sync + 'static,
{
    /// What the selected event gives.
    fn hear(&mut self, core: &mut Core) -> Option<B::Item> {
        let initial = &mut self.initial;
        let Some(current) = &mut self.current else {
            return initial.as_mut().and_then(|initial| marked!(Mark::Input(1), initial.poll(&*core)));
        };
        let reads = current.step(core);
        self.outside.add(CURRENT, reads, self.at, core);
        in_look!(current.look, current.machine.poll(&*core))
    }

    /// Builds what `chosen` selects, and drops what was selected before.
    #[cold]
    fn select(&mut self, chosen: S::Item, core: &mut Core) -> Result<(), BuildError> {
        let made = self.maker.event(core, || (self.build)(&chosen))?;
        self.initial = None;
        self.current = Some(Living { machine: made.machine, inner: made.inner, look: Look::new(made.look) });
        self.chosen = Some(chosen);
        self.outside.remove(CURRENT);
        self.outside.add(CURRENT, made.outside, self.at, core);
        Ok(())
    }

    fn run(&mut self, core: &mut Core) -> bool {
        let chosen = marked!(Mark::Input(0), self.selector.poll(&*core));
        let heard = self.hear(core);
        if let Some(chosen) = chosen {
            match self.select(chosen, core) {
                // What the new one keeps begins with this instant; what it gives is heard from the next one on.
                Ok(()) => drop(self.hear(core)),
                Err(error) => core.fail(error),
            }
        }
        core.alarms.set(self.at.joint, self.deadline());
        match heard {
            None => false,
            Some(value) => {
                core.owner.rw(&self.out).put(core.stamp, value);
                true
            }
        }
    }

    fn deadline(&self) -> Option<Deadline> {
        let initial = self.initial.as_ref().and_then(Machine::deadline);
        let current = self.current.as_ref().and_then(Living::deadline);
        earlier(self.selector.deadline(), earlier(initial, current))
    }
}

impl<S, I, B, F> Joint for Switch<S, I, B, F>
where
    S: Machine,
    S::Item: State,
    I: Machine<Item = B::Item>,
    B: Event,
    B::Item: Send + Sync,
    F: Fn(&S::Item) -> B + Send + Sync + 'static,
{
    fn step(&mut self, core: &mut Core) -> bool {
        let id = self.at.joint;
        in_joint!(id, self.run(core))
    }

    fn deadline(&self) -> Option<Deadline> {
        Switch::deadline(self)
    }

    fn inside(&self) -> Vec<Part> {
        self.current.as_ref().map_or_else(Vec::new, Living::describe)
    }

    fn save(&self, owner: &QCellOwner, out: &mut Saver<'_>) {
        self.selector.save(out);
        out.put(&self.chosen);
        if let Some(initial) = &self.initial {
            initial.save(out);
        }
        if let Some(current) = &self.current {
            current.save_inner(owner, out);
            current.machine.save(out);
        }
    }

    fn load(&mut self, core: &mut Core, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.selector.load(from)?;
        match from.take()? {
            None => self.initial.as_mut().map_or(Ok(()), |initial| initial.load(from)),
            Some(chosen) => {
                self.select(chosen, core).map_err(|error| from.rebuild(&error))?;
                let Some(current) = &mut self.current else {
                    return Ok(());
                };
                let reads = current.load_inner(core, from)?;
                current.machine.load(from)?;
                self.outside.add(CURRENT, reads, self.at, core);
                Ok(())
            }
        }
    }
}
