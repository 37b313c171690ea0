//! `switch_behavior`: a behavior that becomes another one at each occurrence of a selector.
//!
//! The joint keeps the reader of the selected behavior, and while an instant runs in which it selects, the one
//! on entry too: who samples in that instant still sees the old one.

use crate::time::earlier;
use std::borrow::Cow;
use std::marker::PhantomData;
use std::sync::Arc;

use super::made::{Living, Maker};
use super::readers::Outside;
use crate::network::alarm::Deadline;
use crate::network::behavior::erased::Read;
use crate::network::behavior::{Behavior, Reader};
use crate::network::builder::Builder;
use crate::network::core::{Core, Joint, Moment};
use crate::network::describe::{Caption, Look, Part, label};
use crate::network::error::{BuildError, Place};
use crate::network::event::Event;
use crate::network::machine::Machine;
use crate::network::registry::{Entry, JointRef};
use crate::network::scope::Scope;
use crate::network::slot::{HeldCell, HeldSlot};
use crate::network::state::{Loader, Saver, State, StateError};
use crate::network::trail::{Mark, in_joint, in_look, marked};
use crate::network::watch::{Watch, Watched};
use qcell::QCellOwner;

/// A switched behavior: a small `Copy` handle that may be used as often as one likes.
#[must_use = "a behavior that nobody samples is kept for nothing"]
pub struct Switching<T> {
    joint: JointRef,
    value: PhantomData<fn() -> T>,
}

impl<T> Clone for Switching<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Switching<T> {}

impl<T> std::fmt::Debug for Switching<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Switching({})", self.joint.joint)
    }
}

impl<T> Switching<T> {
    /// The same handle; its joint has this name in descriptions and messages, if it has none yet.
    ///
    /// Costs nothing, and unlike [`Behavior::named`] on other behaviors leaves a handle that is `Copy`.
    #[must_use = "the handle is returned"]
    pub fn named(self, name: impl Into<Cow<'static, str>>) -> Self {
        Scope::name_here(self.joint, name.into());
        self
    }
}

/// What was selected: its reader, and how it looks.
struct Selected<T> {
    reader: Arc<dyn Read<T>>,
    look: Look,
}

impl<T> Clone for Selected<T> {
    fn clone(&self) -> Self {
        Self { reader: Arc::clone(&self.reader), look: Arc::clone(&self.look) }
    }
}

impl<T: 'static> Behavior for Switching<T> {
    type Value = T;
    type Reader = ReadSwitching<T>;

    fn build(self, builder: &mut Builder<'_>) -> Result<ReadSwitching<T>, BuildError> {
        let wakes = builder.watching();
        Ok(ReadSwitching { cell: builder.resolve::<_, T>(self.joint, wakes)? })
    }
}

/// Reader of [`Switching`].
pub struct ReadSwitching<T> {
    cell: HeldCell<Selected<T>>,
}

impl<T> std::fmt::Debug for ReadSwitching<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ReadSwitching<{}>", std::any::type_name::<T>())
    }
}

impl<T: 'static> Reader for ReadSwitching<T> {
    type Value = T;

    fn read(&self, moment: Moment<'_>) -> T {
        let selected = moment.owner.ro(&self.cell).on_entry(moment.stamp);
        in_look!(selected.look, selected.reader.read(moment))
    }
}

/// The joint of a `switch_behavior`.
struct SwitchBehavior<S: Machine, B: Behavior, F> {
    at: JointRef,
    maker: Maker,
    selector: S,
    chosen: Option<S::Item>,
    /// The joints of the selected sub-network; its reader is in the cell.
    current: Living<()>,
    build: F,
    outside: Outside,
    cell: HeldCell<Selected<B::Value>>,
    watched: Watched,
}

/// The one sub-network, as [`Outside`] knows it.
const CURRENT: u32 = 0;

/// Registers the joint in the innermost open scope.
pub(crate) fn switch_behavior<S, I, B, F>(
    selector: S,
    initial: I,
    build: F,
    place: Place,
) -> Switching<B::Value>
where
    S: Event,
    S::Item: State,
    I: Behavior<Value = B::Value>,
    B: Behavior,
    F: Fn(&S::Item) -> B + Send + Sync + 'static,
{
    let joint = Scope::innermost(|scope| {
        let selector = scope.machine(selector, place)?;
        let initial = scope.watching_reader(initial, place, Watch::IfPossible);
        let initial = initial.map_err(|error| scope.fail(error)).ok()?;
        let look = Look::new(scope.notes.last());
        let first = Selected { reader: Arc::new(initial.machine) as Arc<dyn Read<B::Value>>, look };
        let cell = HeldSlot::cell(scope.owner(), first);
        let watched = Watched::default();
        watched.select(initial.sources, initial.blind);
        let entry = Entry::behavior(cell.clone(), watched.clone());
        let joint: SwitchBehavior<S::Machine, B, F> = SwitchBehavior {
            at: JointRef { scope: scope.id(), joint: scope.next_joint() },
            maker: Maker { place },
            selector: selector.machine,
            chosen: None,
            current: Living { machine: (), inner: None, look: Look::default() },
            build,
            outside: Outside::default(),
            cell,
            watched,
        };
        let caption = Caption { label: label!("switch_behavior", B::Value), place: Some(place) };
        Some(scope.register(joint, entry, caption))
    });
    Switching { joint: joint.flatten().unwrap_or(JointRef::NOWHERE), value: PhantomData }
}

impl<S, B, F> SwitchBehavior<S, B, F>
where
    S: Machine,
    S::Item: State,
    B: Behavior,
    F: Fn(&S::Item) -> B + Send + Sync + 'static,
{
    fn step_current(&mut self, core: &mut Core) {
        let reads = self.current.step(core);
        self.outside.add(CURRENT, reads, self.at, core);
    }

    /// Builds what `chosen` selects. The joints of what was selected before are dropped.
    #[cold]
    fn select(&mut self, chosen: S::Item, core: &mut Core) -> Result<Selected<B::Value>, BuildError> {
        let watch = if self.watched.always() { Watch::Always } else { Watch::IfPossible };
        let made = self.maker.behavior(core, watch, || (self.build)(&chosen))?;
        if made.blind && watch == Watch::Always {
            return Err(BuildError::Ahead { used_at: self.maker.place });
        }
        self.watched.select(made.sources, made.blind);
        let look = Look::new(made.look);
        self.current = Living { machine: (), inner: made.inner, look: Arc::clone(&look) };
        self.chosen = Some(chosen);
        self.outside.remove(CURRENT);
        self.outside.add(CURRENT, made.outside, self.at, core);
        Ok(Selected { reader: Arc::new(made.machine), look })
    }

    fn run(&mut self, core: &mut Core) -> bool {
        let chosen = marked!(Mark::Input(0), self.selector.poll(&*core));
        self.step_current(core);
        if let Some(chosen) = chosen {
            match self.select(chosen, core) {
                Ok(selected) => {
                    core.owner.rw(&self.cell).put(core.stamp, selected);
                    // Who samples in this instant reads the old one; afterwards nobody does.
                    let cell = Arc::clone(&self.cell);
                    core.when_over(move |owner| owner.rw(&cell).settle());
                    // What the new one keeps begins with this instant.
                    self.step_current(core);
                }
                Err(error) => core.fail(error),
            }
        }
        core.alarms.set(self.at.joint, self.deadline());
        self.watched.is_on()
    }

    fn deadline(&self) -> Option<Deadline> {
        earlier(self.selector.deadline(), self.current.inner_deadline())
    }
}

impl<S, B, F> Joint for SwitchBehavior<S, B, F>
where
    S: Machine,
    S::Item: State,
    B: Behavior,
    F: Fn(&S::Item) -> B + Send + Sync + 'static,
{
    fn step(&mut self, core: &mut Core) -> bool {
        let id = self.at.joint;
        in_joint!(id, self.run(core))
    }

    fn deadline(&self) -> Option<Deadline> {
        SwitchBehavior::deadline(self)
    }

    fn inside(&self) -> Vec<Part> {
        self.current.describe()
    }

    fn save(&self, owner: &QCellOwner, out: &mut Saver<'_>) {
        self.selector.save(out);
        out.put(&self.chosen);
        self.current.save_inner(owner, out);
    }

    fn load(&mut self, core: &mut Core, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.selector.load(from)?;
        if let Some(chosen) = from.take()? {
            let selected = self.select(chosen, core).map_err(|error| from.rebuild(&error))?;
            core.owner.rw(&self.cell).restore(selected);
            let reads = self.current.load_inner(core, from)?;
            self.outside.add(CURRENT, reads, self.at, core);
        }
        Ok(())
    }
}
