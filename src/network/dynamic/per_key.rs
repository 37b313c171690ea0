//! `per_key`: a sub-network for each key, fed in the very instant that reveals the key.

use std::collections::HashMap;
use std::hash::Hash;

use qcell::QCellOwner;
use rustc_hash::FxBuildHasher;
use smallvec::SmallVec;

use super::burst::Burst;
use super::instance::Instance;
use crate::network::alarm::Alarms;
use crate::network::core::{Core, Joint};
use crate::network::error::{BuildError, Place};
use crate::network::event::Event;
use crate::network::machine::{Machine, earlier};
use crate::network::scope::{Entry, JointRef, Scope};
use crate::network::share::Shared;
use crate::network::slot::{Slot, SlotCell};
use crate::network::state::{Loader, Saver, State, StateError};
use crate::time::Time;

/// Position of a sub-network in the order in which the keys appeared.
type Number = u32;

/// The joint of a `per_key`.
///
/// Invariants: `numbers[instances[n].0] == n`; every joint in `outside` has this one as a reader.
struct PerKey<S: Machine, K, B: Event, G, F> {
    at: JointRef,
    place: Place,
    source: S,
    key: G,
    build: F,
    /// The hash is fixed and the map is never iterated: its order cannot be seen.
    numbers: HashMap<K, Number, FxBuildHasher>,
    instances: Vec<(K, Instance<B::Machine>)>,
    alarms: Alarms,
    outside: Vec<(JointRef, Vec<Number>)>,
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
    F: Fn(&K, Shared<E::Item>) -> B + Send + Sync + 'static,
{
    let joint = Scope::innermost(|scope| {
        let (source, reads) = scope.machine(source, place)?;
        let out: SlotCell<Burst<K, B::Item>> = Slot::cell(scope.owner());
        let joint: PerKey<E::Machine, K, B, G, F> = PerKey {
            at: JointRef {
                scope: scope.id(),
                joint: scope.next_joint(),
            },
            place,
            source,
            key,
            build,
            numbers: HashMap::default(),
            instances: Vec::new(),
            alarms: Alarms::default(),
            outside: Vec::new(),
            entry: Slot::cell(scope.owner()),
            out: out.clone(),
        };
        Some(scope.register(Box::new(joint), Entry::event(out), &reads))
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
    F: Fn(&K, Shared<S::Item>) -> B + Send + Sync + 'static,
{
    /// The number of `key`, with a new sub-network if the key is new.
    #[inline(always)]
    fn number(&mut self, key: K, core: &mut Core) -> Option<Number> {
        match self.numbers.get(&key) {
            Some(number) => Some(*number),
            None => self.appear(key, core).map_err(|error| core.fail(error)).ok(),
        }
    }

    #[cold]
    fn appear(&mut self, key: K, core: &mut Core) -> Result<Number, BuildError> {
        let number = self.instances.len() as Number;
        let made = Instance::make(core, self.entry.clone(), self.place, |own| {
            (self.build)(&key, own)
        });
        let (instance, reads) = made?;
        self.numbers.insert(key.clone(), number);
        self.instances.push((key, instance));
        self.read_outside(number, reads, core);
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

    /// Runs one sub-network and notes its result and its next alarm.
    #[inline(always)]
    fn run(&mut self, number: Number, core: &mut Core, burst: &mut Option<Burst<K, B::Item>>) {
        let mut reads = Vec::new();
        let (key, instance) = &mut self.instances[number as usize];
        let value = instance.run(core, &mut reads);
        if instance.timed() {
            self.alarms.set(number, instance.deadline());
        }
        if let Some(value) = value {
            Burst::push(burst, key.clone(), value);
        }
        if !reads.is_empty() {
            self.read_outside(number, reads, core);
        }
    }

    /// The sub-networks that something other than their own key wakes, in order and once each.
    fn woken(&mut self, core: &Core) -> SmallVec<[Number; 4]> {
        let mut woken: SmallVec<[Number; 4]> = SmallVec::new();
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

    /// Whether an instant can concern any sub-network but that of its key.
    #[inline(always)]
    fn only_keys(&self) -> bool {
        self.outside.is_empty() && self.alarms.next().is_none()
    }

    fn run_key(
        &mut self,
        input: S::Item,
        core: &mut Core,
        burst: &mut Option<Burst<K, B::Item>>,
    ) -> Option<Number> {
        let key = (self.key)(&input);
        let number = self.number(key, core)?;
        core.owner.rw(&self.entry).put(core.stamp, input);
        self.run(number, core, burst);
        Some(number)
    }

    #[inline(never)]
    fn run_all(&mut self, input: Option<S::Item>, core: &mut Core) -> Option<Burst<K, B::Item>> {
        let mut woken = self.woken(core);
        let own = input.and_then(|input| {
            let number = self.number((self.key)(&input), core)?;
            Some((number, input))
        });
        if let Some((number, _)) = own
            && let Err(at) = woken.binary_search(&number)
        {
            woken.insert(at, number);
        }
        let mut burst = None;
        let (own, mut input) = own.unzip();
        for number in woken {
            match input.take_if(|_| own == Some(number)) {
                Some(input) => core.owner.rw(&self.entry).put(core.stamp, input),
                None => core.owner.rw(&self.entry).clear(),
            }
            self.run(number, core, &mut burst);
        }
        burst
    }
}

impl<S, K, B, G, F> Joint for PerKey<S, K, B, G, F>
where
    S: Machine,
    S::Item: Clone + Send + Sync,
    K: State + Eq + Hash,
    B: Event,
    B::Item: Send + Sync,
    G: Fn(&S::Item) -> K + Send + Sync + 'static,
    F: Fn(&K, Shared<S::Item>) -> B + Send + Sync + 'static,
{
    fn step(&mut self, core: &mut Core) -> bool {
        let input = self.source.poll(&*core);
        let mut burst = None;
        if self.only_keys() {
            if let Some(input) = input {
                self.run_key(input, core, &mut burst);
            }
        } else {
            burst = self.run_all(input, core);
        }
        if S::TIMED || self.alarms.next().is_some() {
            core.alarms.set(self.at.joint, self.deadline());
        }
        let occurred = burst.is_some();
        if let Some(burst) = burst {
            core.owner.rw(&self.out).put(core.stamp, burst);
        }
        occurred
    }

    fn deadline(&self) -> Option<Time> {
        earlier(self.source.deadline(), self.alarms.next())
    }

    fn save(&self, owner: &QCellOwner, out: &mut Saver) {
        self.source.save(out);
        out.put(&(self.instances.len() as u64));
        for (key, instance) in &self.instances {
            out.put(key);
            instance.save(owner, out);
        }
    }

    fn load(&mut self, core: &mut Core, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.source.load(from)?;
        for _ in 0..from.take::<u64>()? {
            let key: K = from.take()?;
            let number = self.appear(key, core).map_err(|error| from.rebuild(&error))?;
            let mut reads = Vec::new();
            let (_, instance) = &mut self.instances[number as usize];
            instance.load(core, from, &mut reads)?;
            self.alarms.set(number, instance.deadline());
            self.read_outside(number, reads, core);
        }
        Ok(())
    }
}
