//! `keyed`: what a `per_key` works on, said step by step.

use std::hash::Hash;
use std::panic::Location;

use super::burst::{Burst, Bursts};
use super::entry::Entry;
use super::index::Index;
use super::made::Maker;
use super::per_key::PerKey;
use super::readers::Outside;
use crate::network::alarm::{Alarms, Deadline};
use crate::network::core::{Core, Joint};
use crate::network::describe::{Caption, label};
use crate::network::error::{BuildError, Place};
use crate::network::event::Event;
use crate::network::event::never::Never;
use crate::network::machine::Machine as _;
use crate::network::registry;
use crate::network::registry::JointRef;
use crate::network::scope::Scope;
use crate::network::share::Shared;
use crate::network::slot::{Slot, SlotCell};
use crate::network::state::{Loader, Saver, State, StateError};
use qcell::QCellOwner;

/// An event whose occurrences have keys; [`each`](Keyed::each) gives every key its sub-network.
#[derive(Debug)]
#[must_use = "keys do nothing until `each` says what to build for them"]
pub struct Keyed<E, G, R> {
    pub(crate) source: E,
    pub(crate) key: G,
    pub(crate) removed: R,
}

/// A [`Keyed`] with a limit on how many sub-networks live at once.
#[derive(Debug)]
#[must_use = "keys do nothing until `each` says what to build for them"]
pub struct Limited<E, G, R> {
    keyed: Keyed<E, G, R>,
    limit: usize,
}

impl<E, K, G> Keyed<E, G, Never<K>>
where
    E: Event,
    K: State + Eq + Hash,
    G: Fn(&E::Item) -> K + Send + Sync + 'static,
{
    /// Takes the sub-network of a key away when the key occurs here.
    ///
    /// It still hears the instant of its removal, and is dropped at the end of it. The next occurrence of its
    /// key makes a new one. A key that has none is passed over.
    ///
    /// ```
    /// use tidegate::network::{simulate, Event};
    /// let counts = simulate([(1, 'a'), (2, 'a'), (3, '.'), (4, 'a')], |x| {
    ///     let (stops, letters) = x.partition(|x| *x == '.');
    ///     let counts = letters.keyed(|key| *key).removed_by(stops.map(|_| 'a')).each(|_, own| own.scan(0, |n, _| n + 1));
    ///     counts.map(|burst| burst.into_iter().map(|(_, count)| count).sum::<i32>())
    /// });
    /// assert_eq!(counts, [(1, 1), (2, 2), (4, 1)]);
    /// ```
    pub fn removed_by<R: Event<Item = K>>(self, keys: R) -> Keyed<E, G, R> {
        Keyed { source: self.source, key: self.key, removed: keys }
    }
}

impl<E, K, G, R> Keyed<E, G, R>
where
    E: Event,
    E::Item: Clone + Send + Sync,
    K: State + Eq + Hash,
    G: Fn(&E::Item) -> K + Send + Sync + 'static,
    R: Event<Item = K>,
{
    /// At most so many sub-networks live at once; occurrences of further keys come out on the other side.
    ///
    /// A limit of zero is refused when the network is built.
    ///
    /// ```
    /// use tidegate::network::{simulate, Event};
    /// let refused = simulate([(1, 'a'), (2, 'b'), (3, 'a')], |x| {
    ///     let (_, refused) = x.keyed(|key| *key).limit(1).each(|_, own| own);
    ///     refused
    /// });
    /// assert_eq!(refused, [(2, 'b')]);
    /// ```
    pub fn limit(self, limit: usize) -> Limited<E, G, R> {
        Limited { keyed: self, limit }
    }

    /// Builds a sub-network for each key, as [`per_key`](Event::per_key) does.
    #[track_caller]
    pub fn each<B, F>(self, build: F) -> Bursts<K, B::Item>
    where
        B: Event,
        B::Item: Send + Sync,
        F: Fn(&K, Entry<E::Item>) -> B + Send + Sync + 'static,
    {
        // Taken here: inside the closure it would be this file's.
        let place = Location::caller();
        Scope::innermost(|scope| register(scope, self, None, build, place))
            .flatten()
            .map_or(Shared::new(JointRef::NOWHERE), |(results, _)| results)
    }
}

impl<E, K, G, R> Limited<E, G, R>
where
    E: Event,
    E::Item: Clone + Send + Sync,
    K: State + Eq + Hash,
    G: Fn(&E::Item) -> K + Send + Sync + 'static,
    R: Event<Item = K>,
{
    /// Builds a sub-network for each key while there is room; the second event has what found none.
    #[track_caller]
    pub fn each<B, F>(self, build: F) -> (Bursts<K, B::Item>, Shared<E::Item>)
    where
        B: Event,
        B::Item: Send + Sync,
        F: Fn(&K, Entry<E::Item>) -> B + Send + Sync + 'static,
    {
        let place = Location::caller();
        let both = Scope::innermost(|scope| {
            if self.limit == 0 {
                let found = "0".to_owned();
                let expected = "room for at least one key";
                scope.fail(BuildError::OutOfRange { operator: "limit", expected, found, used_at: place });
            }
            let cell = Slot::cell(scope.owner());
            let (results, joint) =
                register(scope, self.keyed, Some((self.limit, cell.clone())), build, place)?;
            scope.reads.push(joint);
            scope.notes.reader::<E::Item>(joint.joint, 0, true);
            let caption = Caption { label: label!("refused", E::Item), place: Some(place) };
            let entry = registry::Entry::event(cell.clone());
            let refused = scope.register(Refused { cell }, entry, caption);
            Some((results, Shared::new(refused)))
        });
        both.flatten().unwrap_or((Shared::new(JointRef::NOWHERE), Shared::new(JointRef::NOWHERE)))
    }
}

fn register<E, K, B, G, F, R>(
    scope: &mut Scope,
    keyed: Keyed<E, G, R>,
    limit: Option<(usize, SlotCell<E::Item>)>,
    build: F,
    place: Place,
) -> Option<(Bursts<K, B::Item>, JointRef)>
where
    E: Event,
    E::Item: Clone + Send + Sync,
    K: State + Eq + Hash,
    B: Event,
    B::Item: Send + Sync,
    G: Fn(&E::Item) -> K + Send + Sync + 'static,
    F: Fn(&K, Entry<E::Item>) -> B + Send + Sync + 'static,
    R: Event<Item = K>,
{
    let source = scope.machine(keyed.source, place)?;
    let removed = scope.machine(keyed.removed, place)?;
    scope.notes.discard_last("never");
    let out: SlotCell<Burst<K, B::Item>> = Slot::cell(scope.owner());
    let (limit, refused) = limit.map_or((usize::MAX, None), |(limit, cell)| (limit, Some(cell)));
    let joint: PerKey<E::Machine, K, B, G, F, R::Machine> = PerKey {
        at: JointRef { scope: scope.id(), joint: scope.next_joint() },
        maker: Maker { place },
        source: source.machine,
        removed: removed.machine,
        limit,
        key: keyed.key,
        build,
        machines: Index::new(),
        inners: Vec::new(),
        born: Vec::new(),
        births: 0,
        simple: !B::Machine::TIMED,
        alarms: Alarms::default(),
        outside: Outside::default(),
        woken: Vec::new(),
        entry: Slot::cell(scope.owner()),
        out: out.clone(),
        refused,
        looks: Vec::new(),
    };
    let caption = Caption { label: label!("per_key", Burst<K, B::Item>), place: Some(place) };
    let at = scope.register(joint, registry::Entry::event(out), caption);
    Some((Shared::new(at), at))
}

/// The joint of the occurrences that found no room: another one has left them in its slot.
struct Refused<T> {
    cell: SlotCell<T>,
}

impl<T: Send + Sync> Joint for Refused<T> {
    fn step(&mut self, core: &mut Core) -> bool {
        core.owner.ro(&self.cell).at(core.stamp).is_some()
    }

    fn deadline(&self) -> Option<Deadline> {
        None
    }

    fn save(&self, _owner: &QCellOwner, _out: &mut Saver<'_>) {}

    fn load(&mut self, _core: &mut Core, _from: &mut Loader<'_>) -> Result<(), StateError> {
        Ok(())
    }
}
