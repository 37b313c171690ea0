//! `per_key`: a sub-network for each key, fed in the very instant that reveals the key.

use std::hash::Hash;
use std::marker::PhantomData;

use super::burst::Burst;
use super::entry::{Entry, EntryLevel};
use super::index::{Index, Number};
use super::inner::{self, Inner};
use crate::network::alarm::Alarms;
use crate::network::core::{Core, Joint};
use crate::network::error::{BuildError, Place};
use crate::network::event::Event;
use crate::network::event::within::Argument;
use crate::network::machine::{Machine, earlier};
use crate::network::scope::{self, JointRef, Scope};
use crate::network::share::Shared;
use crate::network::slot::{Slot, SlotCell};
use crate::network::state::{Loader, Saver, State, StateError};
use crate::time::Time;
use qcell::QCellOwner;

/// The joint of a `per_key`.
///
/// Machines lie beside their keys, apart from what is seldom used.
///
/// Invariants: `machines` and `inners` are equally long; every joint in `outside` has this
/// one as a reader; `simple` only if no sub-network has joints, alarms or reads outside.
struct PerKey<S: Machine, K, B: Event, G, F> {
    at: JointRef,
    place: Place,
    source: S,
    key: G,
    build: F,
    machines: Index<K, B::Machine>,
    inners: Vec<Option<Box<Inner>>>,
    simple: bool,
    alarms: Alarms,
    outside: Vec<(JointRef, Vec<Number>)>,
    /// Room for the sub-networks that run in an instant, kept so that none allocates.
    woken: Vec<Number>,
    entry: SlotCell<S::Item>,
    out: SlotCell<Burst<K, B::Item>>,
}

/// Registers the joint in the innermost open scope.
pub(crate) fn per_key<E, K, B, G, F>(source: E, key: G, build: F, place: Place) -> Shared<Burst<K, B::Item>>
where
    E: Event,
    E::Item: Clone + Send + Sync,
    K: State + Eq + Hash,
    B: Event,
    B::Item: Send + Sync,
    G: Fn(&E::Item) -> K + Send + Sync + 'static,
    F: Fn(&K, Entry<E::Item>) -> B + Send + Sync + 'static,
{
    let joint = Scope::innermost(|scope| {
        let (source, reads) = scope.machine(source, place)?;
        let out: SlotCell<Burst<K, B::Item>> = Slot::cell(scope.owner());
        let joint: PerKey<E::Machine, K, B, G, F> = PerKey {
            at: JointRef { scope: scope.id(), joint: scope.next_joint() },
            place,
            source,
            key,
            build,
            machines: Index::new(),
            inners: Vec::new(),
            simple: !B::Machine::TIMED,
            alarms: Alarms::default(),
            outside: Vec::new(),
            woken: Vec::new(),
            entry: Slot::cell(scope.owner()),
            out: out.clone(),
        };
        Some(scope.register(Box::new(joint), scope::Entry::event(out), &reads))
    });
    Shared::new(joint.flatten().unwrap_or(JointRef::NOWHERE))
}

impl<S, K, B, G, F> PerKey<S, K, B, G, F>
where
    S: Machine,
    S::Item: Clone + Send + Sync,
    K: State + Eq + Hash,
    B: Event,
    G: Fn(&S::Item) -> K + Send + Sync + 'static,
    F: Fn(&K, Entry<S::Item>) -> B + Send + Sync + 'static,
{
    /// The number of the input's key, with a new sub-network if the key is new.
    fn number(&mut self, input: &S::Item, core: &mut Core) -> Option<Number> {
        let key = (self.key)(input);
        match self.machines.find(&key) {
            Some(item) => Some(item.number),
            None => self.appear(key, core).map_err(|error| core.fail(error)).ok(),
        }
    }

    #[cold]
    #[inline(never)]
    fn appear(&mut self, key: K, core: &mut Core) -> Result<Number, BuildError> {
        let made = inner::make(core, self.entry.clone(), self.place, |own| (self.build)(&key, own))?;
        self.simple &= made.inner.is_none() && made.outside.is_empty();
        let number = self.machines.insert(key, made.machine);
        self.inners.push(made.inner);
        self.read_outside(number, made.outside, core);
        Ok(number)
    }

    /// From now on sub-network `number` runs whenever one of `reads` occurs.
    fn read_outside(&mut self, number: Number, reads: Vec<JointRef>, core: &mut Core) {
        for read in reads {
            match self.outside.iter_mut().find(|(known, _)| *known == read) {
                Some((_, numbers)) if numbers.contains(&number) => {}
                Some((_, numbers)) => numbers.push(number),
                None => {
                    self.outside.push((read, vec![number]));
                    core.connect(read, self.at);
                }
            }
        }
    }

    /// Runs one sub-network with all that it has, and notes its next alarm.
    fn run(&mut self, number: Number, input: Option<S::Item>, core: &mut Core) -> Option<B::Item> {
        if let Some(inner) = &mut self.inners[number as usize] {
            match &input {
                Some(input) => core.owner.rw(&self.entry).put(core.stamp, input.clone()),
                None => core.owner.rw(&self.entry).clear(),
            }
            let reads = inner.run(core);
            self.read_outside(number, reads, core);
        }
        let value = poll(&mut self.machines.item(number).value, input, core);
        self.arm(number);
        value
    }

    fn arm(&mut self, number: Number) {
        let inner = self.inners[number as usize].as_ref().and_then(|inner| inner.deadline());
        self.alarms.set(number, earlier(self.machines.peek(number).value.deadline(), inner));
    }

    /// The sub-networks that something other than their own key wakes, in order and once each.
    fn woken(&mut self, core: &Core) -> Vec<Number> {
        let mut woken = std::mem::take(&mut self.woken);
        woken.clear();
        while let Some(number) = self.alarms.pop_due(core.at) {
            woken.push(number);
        }
        for (read, numbers) in &self.outside {
            if core.registry.occurred(*read, &core.owner, core.stamp) {
                woken.extend_from_slice(numbers);
            }
        }
        woken.sort_unstable();
        woken.dedup();
        woken
    }

    /// An instant that may concern any of them.
    #[inline(never)]
    fn run_all(&mut self, own: Option<(Number, S::Item)>, core: &mut Core) -> bool {
        let mut woken = self.woken(core);
        let (own, mut input) = own.unzip();
        if let Some(own) = own
            && let Err(at) = woken.binary_search(&own)
        {
            woken.insert(at, own);
        }
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
        core.alarms.set(self.at.joint, earlier(self.source.deadline(), self.alarms.next()));
    }

    /// An instant with an occurrence that needs more than its key's machine: a new key, alarms, joints.
    #[inline(never)]
    fn run_more(&mut self, input: S::Item, core: &mut Core) -> bool {
        let own = self.number(&input, core).map(|number| (number, input));
        self.run_all(own, core)
    }

    /// One instant. What is common stands first and keeps nothing for what is rare.
    #[inline(always)]
    fn advance(&mut self, core: &mut Core) -> bool {
        let Some(input) = self.source.poll(&*core) else {
            return !self.simple && self.run_all(None, core);
        };
        match self.machines.find(&(self.key)(&input)) {
            Some(item) if self.simple => {
                let value = poll(&mut item.value, Some(input), core);
                value.is_some_and(|value| {
                    core.owner.rw(&self.out).begin(core.stamp, (item.key.clone(), value));
                    true
                })
            }
            _ => self.run_more(input, core),
        }
    }
}

/// Runs the machine of one sub-network, its own occurrence as an argument.
#[inline(always)]
fn poll<T: 'static, M: Machine>(machine: &mut M, input: Option<T>, core: &Core) -> Option<M::Item> {
    machine.poll(&Argument::<_, _, EntryLevel> { value: input, outer: core, level: PhantomData })
}

impl<S, K, B, G, F> Joint for PerKey<S, K, B, G, F>
where
    S: Machine,
    S::Item: Clone + Send + Sync,
    K: State + Eq + Hash,
    B: Event,
    B::Item: Send + Sync,
    G: Fn(&S::Item) -> K + Send + Sync + 'static,
    F: Fn(&K, Entry<S::Item>) -> B + Send + Sync + 'static,
{
    fn step(&mut self, core: &mut Core) -> bool {
        let occurred = self.advance(core);
        if S::TIMED {
            self.note_alarm(core);
        }
        occurred
    }

    fn deadline(&self) -> Option<Time> {
        earlier(self.source.deadline(), self.alarms.next())
    }

    fn save(&self, owner: &QCellOwner, out: &mut Saver) {
        self.source.save(out);
        out.put(&(self.inners.len() as u64));
        for (number, inner) in (0..).zip(&self.inners) {
            let item = self.machines.peek(number);
            out.put(&item.key);
            if let Some(inner) = inner {
                inner.save(owner, out);
            }
            item.value.save(out);
        }
    }

    fn load(&mut self, core: &mut Core, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.source.load(from)?;
        for _ in 0..from.take::<u64>()? {
            let key: K = from.take()?;
            if self.machines.find(&key).is_some() {
                return Err(from.misfit("a new key", "one that is there already".to_owned()));
            }
            let number = self.appear(key, core).map_err(|error| from.rebuild(&error))?;
            if let Some(inner) = &mut self.inners[number as usize] {
                let reads = inner.load(core, from)?;
                self.read_outside(number, reads, core);
            }
            self.machines.item(number).value.load(from)?;
            self.arm(number);
        }
        Ok(())
    }
}
