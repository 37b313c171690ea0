//! The joint of `per_key`: a sub-network for each key, fed in the very instant that reveals the key.

use crate::time::earlier;
use std::hash::Hash;
use std::marker::PhantomData;
use std::sync::Arc;

use super::burst::Burst;
use super::entry::{Entry, EntryLevel};
use super::index::{Index, Item, Number};
use super::inner::Inner;
use super::made::Maker;
use super::readers::Outside;
use crate::network::alarm::{Alarms, Deadline};
use crate::network::core::{Core, Joint};
use crate::network::describe::{Look, Notes, Part};
use crate::network::error::BuildError;
use crate::network::event::Event;
use crate::network::event::within::Argument;
use crate::network::machine::Machine;
use crate::network::registry::JointRef;
use crate::network::slot::SlotCell;
use crate::network::state::{Loader, Saver, State, StateError};
use crate::network::trail::{InLookOf, Mark, in_joint, in_look, marked};
use qcell::QCellOwner;

/// The joint of a `per_key`.
///
/// Machines lie beside their keys, apart from what is seldom used.
///
/// Invariants: `inners`, `born` and `looks` have a place for every number that was ever given; every joint in
/// `outside` has this one as a reader; `simple` only if no sub-network has joints, alarms or reads outside.
pub(crate) struct PerKey<S: Machine, K, B: Event, G, F, R> {
    pub(crate) at: JointRef,
    pub(crate) maker: Maker,
    pub(crate) source: S,
    pub(crate) removed: R,
    pub(crate) limit: usize,
    pub(crate) key: G,
    pub(crate) build: F,
    pub(crate) machines: Index<K, B::Machine>,
    pub(crate) inners: Vec<Option<Box<Inner>>>,
    /// The place of each sub-network in the order in which they appeared.
    pub(crate) born: Vec<u64>,
    pub(crate) births: u64,
    pub(crate) simple: bool,
    pub(crate) alarms: Alarms,
    pub(crate) outside: Outside,
    /// Room for the sub-networks that run in an instant, kept so that none allocates.
    pub(crate) woken: Vec<Number>,
    pub(crate) entry: SlotCell<S::Item>,
    pub(crate) out: SlotCell<Burst<K, B::Item>>,
    /// Where occurrences go that find no room.
    pub(crate) refused: Option<SlotCell<S::Item>>,
    /// How each of them looks.
    pub(crate) looks: Vec<Look>,
}

impl<S, K, B, G, F, R> PerKey<S, K, B, G, F, R>
where
    S: Machine,
    S::Item: Clone + Send + Sync,
    K: State + Eq + Hash,
    B: Event,
    G: Fn(&S::Item) -> K + Send + Sync + 'static,
    F: Fn(&K, Entry<S::Item>) -> B + Send + Sync + 'static,
    R: Machine<Item = K>,
{
    /// The number of the input's key, with a new sub-network if the key is new and there is room.
    fn number(&mut self, input: &S::Item, core: &mut Core) -> Option<Number> {
        let key = (self.key)(input);
        match self.machines.find(&key).map(|item| item.number) {
            Some(number) => Some(number),
            None if self.machines.len() >= self.limit => None,
            None => self.appear(key, core).map_err(|error| core.fail(error)).ok(),
        }
    }

    #[cold]
    #[inline(never)]
    fn appear(&mut self, key: K, core: &mut Core) -> Result<Number, BuildError> {
        let made = self.maker.keyed(core, self.entry.clone(), |own| (self.build)(&key, own))?;
        let look = self.kept_look(made.look);
        self.simple &= made.inner.is_none() && made.outside.is_empty();
        let number = self.machines.insert(key, made.machine);
        if number as usize == self.inners.len() {
            self.inners.push(None);
            self.born.push(0);
            self.looks.push(Look::default());
        }
        self.inners[number as usize] = made.inner;
        self.born[number as usize] = self.births;
        self.looks[number as usize] = look;
        self.births += 1;
        self.outside.add(number, made.outside, self.at, core);
        Ok(number)
    }

    /// One copy of a description serves all sub-networks that look like the first.
    fn kept_look(&self, look: Notes) -> Look {
        match self.looks.first() {
            Some(first) if **first == look => Arc::clone(first),
            _ => Look::new(look),
        }
    }

    /// The sub-network of `key` has run for the last time.
    #[cold]
    #[inline(never)]
    fn vanish(&mut self, key: &K) {
        let Some(number) = self.machines.find(key).map(|item| item.number) else {
            return;
        };
        self.machines.remove(number);
        self.inners[number as usize] = None;
        self.alarms.set(number, None);
        self.outside.remove(number);
    }

    /// Runs one sub-network with all that it has, and notes its next alarm.
    fn run(&mut self, number: Number, input: Option<S::Item>, core: &mut Core) -> Option<B::Item> {
        if let Some(inner) = &mut self.inners[number as usize] {
            match &input {
                Some(input) => core.owner.rw(&self.entry).put(core.stamp, input.clone()),
                None => core.owner.rw(&self.entry).clear(),
            }
            let reads = in_look!(self.looks[number as usize], inner.run(core));
            self.outside.add(number, reads, self.at, core);
        }
        let value = poll(self.machines.item(number), &self.looks, input, core);
        self.arm(number);
        value
    }

    fn arm(&mut self, number: Number) {
        let inner = self.inners[number as usize].as_ref().and_then(|inner| inner.deadline());
        self.alarms.set(number, earlier(self.machines.peek(number).value.deadline(), inner));
    }

    /// The sub-networks that something other than their own key wakes, in order of appearance and once each.
    fn woken(&mut self, own: Option<Number>, core: &Core) -> Vec<Number> {
        let mut woken = std::mem::take(&mut self.woken);
        woken.clear();
        woken.extend(own);
        while let Some(number) = self.alarms.pop_due(core.now()) {
            woken.push(number);
        }
        self.outside.occurring(core, &mut woken);
        woken.sort_unstable_by_key(|number| self.born[*number as usize]);
        woken.dedup();
        woken
    }

    /// An instant that may concern any of them.
    #[inline(never)]
    fn run_all(&mut self, own: Option<(Number, S::Item)>, core: &mut Core) -> bool {
        let (own, mut input) = own.unzip();
        let woken = self.woken(own, core);
        let mut occurred = false;
        for number in woken.iter().copied() {
            let input = input.take_if(|_| own == Some(number));
            if let Some(value) = self.run(number, input, core) {
                let key = self.machines.peek(number).key.clone();
                core.owner.rw(&self.out).push(core.stamp, (key, value));
                occurred = true;
            }
        }
        self.woken = woken;
        self.note_alarm(core);
        occurred
    }

    /// Tells the scope when this joint wants to run next.
    fn note_alarm(&self, core: &mut Core) {
        core.alarms.set(self.at.joint, self.deadline());
    }

    fn deadline(&self) -> Option<Deadline> {
        earlier(earlier(self.source.deadline(), self.removed.deadline()), self.alarms.next())
    }

    /// An instant with an occurrence that needs more than its key's machine: a new key, alarms, joints.
    #[inline(never)]
    fn run_more(&mut self, input: S::Item, core: &mut Core) -> bool {
        match self.number(&input, core) {
            Some(number) => self.run_all(Some((number, input)), core),
            None => {
                let refused = self.refuse(input, core);
                self.run_all(None, core) || refused
            }
        }
    }

    fn refuse(&mut self, input: S::Item, core: &mut Core) -> bool {
        self.refused.as_ref().is_some_and(|refused| {
            core.owner.rw(refused).put(core.stamp, input);
            true
        })
    }

    /// One instant. What is common stands first and keeps nothing for what is rare.
    #[inline(always)]
    fn advance(&mut self, core: &mut Core) -> bool {
        let Some(input) = marked!(Mark::Input(0), self.source.poll(&*core)) else {
            return !self.simple && self.run_all(None, core);
        };
        match self.machines.find(&(self.key)(&input)) {
            Some(item) if self.simple => {
                let value = poll(item, &self.looks, Some(input), core);
                value.is_some_and(|value| {
                    core.owner.rw(&self.out).begin(core.stamp, (item.key.clone(), value));
                    true
                })
            }
            _ => self.run_more(input, core),
        }
    }

    /// The living sub-networks in order of appearance.
    fn living(&self) -> Vec<Number> {
        let mut living: Vec<Number> = self.machines.numbers().collect();
        living.sort_unstable_by_key(|number| self.born[*number as usize]);
        living
    }
}

/// Runs the machine of one sub-network, its own occurrence as an argument.
#[inline(always)]
fn poll<T: 'static, K, M: Machine>(
    item: &mut Item<K, M>,
    looks: &Vec<Look>,
    input: Option<T>,
    core: &Core,
) -> Option<M::Item> {
    let argument = Argument::<_, _, EntryLevel> { value: input, outer: core, level: PhantomData };
    let on_panic = InLookOf { looks, number: &item.number };
    let value = item.value.poll(&argument);
    std::mem::forget(on_panic);
    value
}

impl<S, K, B, G, F, R> Joint for PerKey<S, K, B, G, F, R>
where
    S: Machine,
    S::Item: Clone + Send + Sync,
    K: State + Eq + Hash,
    B: Event,
    B::Item: Send + Sync,
    G: Fn(&S::Item) -> K + Send + Sync + 'static,
    F: Fn(&K, Entry<S::Item>) -> B + Send + Sync + 'static,
    R: Machine<Item = K>,
{
    fn step(&mut self, core: &mut Core) -> bool {
        let id = self.at.joint;
        let removed = in_joint!(id, marked!(Mark::Input(1), self.removed.poll(&*core)));
        let occurred = in_joint!(id, self.advance(core));
        if let Some(key) = removed {
            in_joint!(id, self.vanish(&key));
            self.note_alarm(core);
        } else if S::TIMED || R::TIMED {
            self.note_alarm(core);
        }
        occurred
    }

    fn deadline(&self) -> Option<Deadline> {
        PerKey::deadline(self)
    }

    fn inside(&self) -> Vec<Part> {
        let Some(oldest) = self.living().first().map(|number| *number as usize) else {
            return self.looks.first().map_or_else(Vec::new, |look| look.parts());
        };
        let mut parts = self.looks[oldest].parts();
        if let Some(inner) = &self.inners[oldest] {
            inner.describe(&mut parts);
        }
        parts
    }

    fn save(&self, owner: &QCellOwner, out: &mut Saver<'_>) {
        self.source.save(out);
        self.removed.save(out);
        let living = self.living();
        out.put(&(living.len() as u64));
        for number in living {
            let item = self.machines.peek(number);
            out.put(&item.key);
            if let Some(inner) = &self.inners[number as usize] {
                inner.save(owner, out);
            }
            item.value.save(out);
        }
    }

    fn load(&mut self, core: &mut Core, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.source.load(from)?;
        self.removed.load(from)?;
        for _ in 0..from.take::<u64>()? {
            let key: K = from.take()?;
            if self.machines.find(&key).is_some() {
                return Err(from.misfit("a new key", "one that is there already".to_owned()));
            }
            let number = self.appear(key, core).map_err(|error| from.rebuild(&error))?;
            if let Some(inner) = &mut self.inners[number as usize] {
                let reads = inner.load(core, from)?;
                self.outside.add(number, reads, self.at, core);
            }
            self.machines.item(number).value.load(from)?;
            self.arm(number);
        }
        Ok(())
    }
}
