//! The [`Event`] trait: what an author says about occurrences.

pub(crate) mod both;
pub(crate) mod boxed;
pub(crate) mod dedupe;
pub(crate) mod filter;
pub(crate) mod filter_map;
pub(crate) mod map;
pub(crate) mod map_accum;
pub(crate) mod merge;
pub(crate) mod named;
pub(crate) mod never;
pub(crate) mod once;
pub(crate) mod partition;
pub(crate) mod sample;
pub(crate) mod scan;
pub(crate) mod timed;
pub(crate) mod via;
pub(crate) mod with_latest;
pub(crate) mod within;

use std::borrow::Cow;
use std::hash::Hash;
use std::panic::Location;

use self::both::Both;
use self::boxed::Boxed;
use self::dedupe::Dedupe;
use self::filter::Filter;
use self::filter_map::FilterMap;
use self::map::Map;
use self::map_accum::MapAccum;
use self::merge::{LeftFirst, Merge};
use self::named::Named;
use self::never::{Never, never};
use self::once::Once;
use self::partition::Side;
use self::sample::{Keep, Sample, Total};
use self::scan::Scan;
use self::via::Via;
use self::with_latest::WithLatest;
use self::within::{Scoped, Within};
use super::behavior::{Behavior, Held, hold};
use super::builder::Builder;
use super::dynamic::{Bursts, Entry, Keyed, Switching, observe, switch, switch_behavior};
use super::error::BuildError;
use super::level::{Inside, Level};
use super::machine::Machine;
use super::share::{self, Shared};
use super::state::State;

/// Discrete occurrences: a partial function from instants to values, at most one an instant.
///
/// A combinator *moves* the event it works on, and both become one machine, as iterator adaptors
/// do. To use an event more than once, [`share`](Event::share) it: the handle is `Copy`.
///
/// Functions are `Fn`, never `FnMut`: whatever lasts from one instant to the next lives in
/// combinators, where it can be saved, restored and compared. In the equations below `x@t` is
/// the occurrence of `x` at instant `t`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an event",
    label = "expected an event here",
    note = "events come from ports and inputs, and from combinators on them; a behavior becomes an event where an \
            event samples it: `event.sample(behavior, |event, behavior| ...)`"
)]
pub trait Event: Sized + Send + 'static {
    /// What occurs.
    type Item: 'static;
    /// How deep inside `within` scopes this event stands.
    type Level: Level;
    /// What it becomes when its network is built.
    type Machine: Machine<Item = Self::Item>;

    /// Resolves handles and gives the machine; called by the network, once.
    ///
    /// # Errors
    /// [`BuildError`] if a handle belongs elsewhere or a parameter is out of range.
    fn build(self, builder: &mut Builder<'_>) -> Result<Self::Machine, BuildError>;

    /// `f` of each occurrence.
    ///
    /// `map(f, x)@t = f(x@t)` where `x` occurs.
    ///
    /// ```
    /// use tidegate::network::{simulate, Event};
    /// assert_eq!(simulate([(1, 3), (2, 5)], |x| x.map(|x| x * 2)), [(1, 6), (2, 10)]);
    /// ```
    #[track_caller]
    fn map<B, F>(
        self, // an event has one consumer: `.share()` it first to use it twice
        f: F,
    ) -> Via<Self, Map<F>>
    where
        B: 'static,
        F: Fn(Self::Item) -> B + Send + Sync + 'static,
    {
        Via::new(self, Map(f))
    }

    /// The occurrences for which `keep` holds.
    ///
    /// ```
    /// use tidegate::network::{simulate, Event};
    /// assert_eq!(simulate([(1, 3), (2, 4)], |x| x.filter(|x| x % 2 == 0)), [(2, 4)]);
    /// ```
    #[track_caller]
    fn filter<F>(
        self, // an event has one consumer: `.share()` it first to use it twice
        keep: F,
    ) -> Via<Self, Filter<F>>
    where
        F: Fn(&Self::Item) -> bool + Send + Sync + 'static,
    {
        Via::new(self, Filter(keep))
    }

    /// `f` of each occurrence, where it gives something.
    ///
    /// ```
    /// use tidegate::network::{simulate, Event};
    /// let halves = simulate([(1, 3), (2, 4)], |x| x.filter_map(|x| (x % 2 == 0).then_some(x / 2)));
    /// assert_eq!(halves, [(2, 2)]);
    /// ```
    #[track_caller]
    fn filter_map<B, F>(
        self, // an event has one consumer: `.share()` it first to use it twice
        f: F,
    ) -> Via<Self, FilterMap<F>>
    where
        B: 'static,
        F: Fn(Self::Item) -> Option<B> + Send + Sync + 'static,
    {
        Via::new(self, FilterMap(f))
    }

    /// Joins two events of one type; if both occur at once, `both` decides. (FRP: *union with*.)
    ///
    /// ```text
    /// merge(x, y)@t = both(x@t, y@t)   where both occur
    ///               = the one that is  otherwise
    /// ```
    ///
    /// Laws: [`never`](super::never) is neutral; associative if `both` is; commutative if `both` is.
    ///
    /// ```
    /// use tidegate::network::{simulate, Event};
    /// let sums = simulate([(1, 3), (2, 4)], |x| {
    ///     let x = x.share();
    ///     x.merge(x.filter(|x| *x > 3), |a, b| a + b)
    /// });
    /// assert_eq!(sums, [(1, 3), (2, 8)]);
    /// ```
    #[track_caller]
    fn merge<E, F>(
        self, // an event has one consumer: `.share()` it first to use it twice
        other: E,
        both: F,
    ) -> Both<Self, E, Merge<F>>
    where
        E: Event<Item = Self::Item>,
        F: Fn(Self::Item, Self::Item) -> Self::Item + Send + Sync + 'static,
    {
        Both::new(self, other, Merge(both))
    }

    /// Joins two events of one type; if both occur at once, **this** one wins and the other is lost.
    ///
    /// ```
    /// use tidegate::network::{simulate, Event};
    /// let first = simulate([(1, 3)], |x| {
    ///     let x = x.share();
    ///     x.map(|x| x + 1).or(x)
    /// });
    /// assert_eq!(first, [(1, 4)]);
    /// ```
    #[track_caller]
    fn or<E>(
        self, // an event has one consumer: `.share()` it first to use it twice
        other: E,
    ) -> Both<Self, E, LeftFirst>
    where
        E: Event<Item = Self::Item>,
    {
        Both::new(self, other, LeftFirst)
    }

    /// A running state; occurs with the new state. (FRP: *accum*.)
    ///
    /// `scan(i, f, x)@t = f(s, x@t)`, where `s` is the result of the last occurrence before `t`, or `i`.
    /// Costs one clone of the state an occurrence; [`map_accum`](Event::map_accum) changes it in place.
    ///
    /// ```
    /// use tidegate::network::{simulate, Event};
    /// assert_eq!(simulate([(1, 3), (2, 4)], |x| x.scan(0, |sum, x| sum + x)), [(1, 3), (2, 7)]);
    /// ```
    #[track_caller]
    fn scan<S, F>(
        self, // an event has one consumer: `.share()` it first to use it twice
        init: S,
        step: F,
    ) -> Via<Self, Scan<S, F>>
    where
        S: State,
        F: Fn(&S, Self::Item) -> S + Send + Sync + 'static,
    {
        Via::new(self, Scan { state: init, step })
    }

    /// A state machine: `step` changes the state in place and gives the output.
    ///
    /// ```
    /// use tidegate::network::{simulate, Event};
    /// let steps = simulate([(1, 3), (2, 10)], |x| {
    ///     x.map_accum(0, |last, x| {
    ///         let change = x - *last;
    ///         *last = x;
    ///         change
    ///     })
    /// });
    /// assert_eq!(steps, [(1, 3), (2, 7)]);
    /// ```
    #[track_caller]
    fn map_accum<S, B, F>(
        self, // an event has one consumer: `.share()` it first to use it twice
        init: S,
        step: F,
    ) -> Via<Self, MapAccum<S, F>>
    where
        S: State,
        B: 'static,
        F: Fn(&mut S, Self::Item) -> B + Send + Sync + 'static,
    {
        Via::new(self, MapAccum { state: init, step })
    }

    /// Drops an occurrence that equals the last one let through; the first always passes.
    ///
    /// ```
    /// use tidegate::network::{simulate, Event};
    /// assert_eq!(simulate([(1, 3), (2, 3), (3, 4)], |x| x.dedupe()), [(1, 3), (3, 4)]);
    /// ```
    #[track_caller]
    fn dedupe(
        self, // an event has one consumer: `.share()` it first to use it twice
    ) -> Via<Self, Dedupe<Self::Item>>
    where
        Self::Item: State + PartialEq,
    {
        Via::new(self, Dedupe { last: None })
    }

    /// The first occurrence, then silence.
    ///
    /// ```
    /// use tidegate::network::{simulate, Event};
    /// assert_eq!(simulate([(1, 3), (2, 4)], |x| x.once()), [(1, 3)]);
    /// ```
    #[track_caller]
    fn once(self, // an event has one consumer: `.share()` it first to use it twice
    ) -> Via<Self, Once> {
        Via::new(self, Once { spent: false })
    }

    /// The occurrences at which `open` is true **on entry** to their instant. (FRP: *when*, *filter apply*.)
    ///
    /// ```
    /// use tidegate::network::{simulate, Behavior, Event};
    /// let late = simulate([(1, 3), (2, 4), (3, 5)], |x| {
    ///     let x = x.share();
    ///     let seen = x.scan(0, |n, _| n + 1).hold(0);
    ///     x.gate(seen.map(|n| n >= 2))
    /// });
    /// assert_eq!(late, [(3, 5)]);
    /// ```
    #[track_caller]
    fn gate<B>(
        self, // an event has one consumer: `.share()` it first to use it twice
        open: B,
    ) -> Sample<Self, B, Keep>
    where
        B: Behavior<Value = bool>,
    {
        Sample::new(self, open, Keep)
    }

    /// Each occurrence with the value of `behavior` **on entry** to the instant. (FRP: *apply*, *snapshot*.)
    ///
    /// `sample(b, f, x)@t = f(x@t, b(t))`: what happens at `t` itself is not in `b(t)`. To include it,
    /// use [`with_latest`](Event::with_latest).
    ///
    /// ```
    /// use tidegate::network::{simulate, Event};
    /// let before = simulate([(1, 3), (2, 4)], |x| {
    ///     let x = x.share();
    ///     x.sample(x.hold(0), |_, held| held)
    /// });
    /// assert_eq!(before, [(1, 0), (2, 3)]);
    /// ```
    #[track_caller]
    fn sample<B, C, F>(
        self, // an event has one consumer: `.share()` it first to use it twice
        behavior: B,
        f: F,
    ) -> Sample<Self, B, Total<F>>
    where
        B: Behavior,
        C: 'static,
        F: Fn(Self::Item, B::Value) -> C + Send + Sync + 'static,
    {
        Sample::new(self, behavior, Total(f))
    }

    /// Each occurrence with the newest value of `other`, **this instant included**; `init` before its first.
    ///
    /// ```
    /// use tidegate::network::{simulate, Event};
    /// let including = simulate([(1, 3), (2, 4)], |x| {
    ///     let x = x.share();
    ///     x.with_latest(x, 0, |_, latest| *latest)
    /// });
    /// assert_eq!(including, [(1, 3), (2, 4)]);
    /// ```
    #[track_caller]
    fn with_latest<E, C, F>(
        self, // an event has one consumer: `.share()` it first to use it twice
        other: E,
        init: E::Item,
        f: F,
    ) -> Both<Self, E, WithLatest<E::Item, F>>
    where
        E: Event,
        E::Item: State,
        C: 'static,
        F: Fn(Self::Item, &E::Item) -> C + Send + Sync + 'static,
    {
        Both::new(self, other, WithLatest { latest: init, f })
    }

    /// The occurrences for which `keep` holds, and the others. The two never coincide.
    ///
    /// One joint, since both sides use the source.
    ///
    /// ```
    /// use tidegate::network::{simulate, Event};
    /// let marked = simulate([(1, 3), (2, 4)], |x| {
    ///     let (even, odd) = x.partition(|x| x % 2 == 0);
    ///     even.map(|x| (x, "even")).or(odd.map(|x| (x, "odd")))
    /// });
    /// assert_eq!(marked, [(1, (3, "odd")), (2, (4, "even"))]);
    /// ```
    #[track_caller]
    fn partition<F>(
        self, // an event has one consumer: `.share()` it first to use it twice
        keep: F,
    ) -> (Side<Self::Item>, Side<Self::Item>)
    where
        Self::Item: Clone + Send + Sync,
        F: Fn(&Self::Item) -> bool + Send + Sync + 'static,
    {
        partition::partition(self, keep, Location::caller())
    }

    /// The behavior that has `init` first and then the value of the last occurrence **strictly before**
    /// the instant at which it is read. (FRP: *stepper*.) One joint.
    ///
    /// ```
    /// use tidegate::network::{simulate, Event};
    /// let previous = simulate([(1, 3), (2, 4)], |x| {
    ///     let x = x.share();
    ///     let last = x.hold(0);
    ///     x.sample(last, |new, old| new - old)
    /// });
    /// assert_eq!(previous, [(1, 3), (2, 1)]);
    /// ```
    #[track_caller]
    fn hold(
        self, // an event has one consumer: `.share()` it first to use it twice
        init: Self::Item,
    ) -> Held<Self::Item>
    where
        Self::Item: State,
    {
        hold::hold(self, init, Location::caller())
    }

    /// A handle that may be used any number of times: the event gets a joint of its own.
    ///
    /// Costs a write and, for each use, a read and a clone at each occurrence. For sharing that stays
    /// inside one consumer [`within`](Event::within) is free.
    ///
    /// ```
    /// use tidegate::network::{simulate, Event};
    /// let both = simulate([(1, 3)], |x| {
    ///     let x = x.map(|x| x + 1).share();
    ///     x.merge(x, |a, b| a * b)
    /// });
    /// assert_eq!(both, [(1, 16)]);
    /// ```
    #[track_caller]
    fn share(self, // an event has one consumer: `.share()` it first to use it twice
    ) -> Shared<Self::Item>
    where
        Self::Item: Send + Sync,
    {
        share::share(self, Location::caller())
    }

    /// Sharing inside one consumer: `body` may use the value as often as it likes, as an argument.
    ///
    /// Costs nothing: there is no joint. Inside, `share`, `hold` and other joints cannot use the value
    /// (a [`BuildError::ScopeLeft`] says so), since it exists only while its consumer runs.
    ///
    /// ```
    /// use tidegate::network::{simulate, Event};
    /// let diamond = simulate([(1, 3)], |x| {
    ///     x.within(|x| x.map(|x| x + 1).merge(x.map(|x| x * 10), |a, b| a + b))
    /// });
    /// assert_eq!(diamond, [(1, 34)]);
    /// ```
    #[track_caller]
    fn within<B, F>(
        self, // an event has one consumer: `.share()` it first to use it twice
        body: F,
    ) -> Within<Self, B, Inside<Self::Level>>
    where
        B: Event,
        F: FnOnce(Scoped<Self::Item, Inside<Self::Level>>) -> B,
    {
        within::within(self, body)
    }

    /// A sub-network for each key, made when the key is first seen and fed in that very instant.
    ///
    /// `build` is called once a key, with the key and the event of its occurrences. What the
    /// sub-networks give at one instant comes out as one [`Burst`](super::Burst), in the order in which the keys
    /// appeared. State inside a sub-network starts with the instant that creates it, included.
    /// A sub-network may read shared events and behaviors from outside; it then runs when they occur.
    ///
    /// ```
    /// use tidegate::network::{simulate, Event};
    /// let counts = simulate([(1, 'a'), (2, 'b'), (3, 'a')], |x| {
    ///     x.per_key(|key| *key, |_, own| own.scan(0, |n, _| n + 1)).map(|burst| burst.into_iter().collect::<Vec<_>>())
    /// });
    /// assert_eq!(counts, [(1, vec![('a', 1)]), (2, vec![('b', 1)]), (3, vec![('a', 2)])]);
    /// ```
    #[track_caller]
    fn per_key<K, B, G, F>(
        self, // an event has one consumer: `.share()` it first to use it twice
        key: G,
        build: F,
    ) -> Bursts<K, B::Item>
    where
        K: State + Eq + Hash,
        B: Event,
        B::Item: Send + Sync,
        Self::Item: Clone + Send + Sync,
        G: Fn(&Self::Item) -> K + Send + Sync + 'static,
        F: Fn(&K, Entry<Self::Item>) -> B + Send + Sync + 'static,
    {
        self.keyed(key).each(build)
    }

    /// The occurrences by key: what [`per_key`](Event::per_key) works on, with a say on which keys live.
    ///
    /// `x.keyed(key).removed_by(keys).limit(n).each(build)`: see [`Keyed`].
    fn keyed<K, G>(
        self, // an event has one consumer: `.share()` it first to use it twice
        key: G,
    ) -> Keyed<Self, G, Never<K>>
    where
        K: State + Eq + Hash,
        G: Fn(&Self::Item) -> K + Send + Sync + 'static,
    {
        Keyed { source: self, key, removed: never() }
    }

    /// The event that was selected last: `initial` first, then what `build` makes of each occurrence of this.
    ///
    /// ```text
    /// switch(s, e0, build)@t = e@t, where e is built by the last occurrence of s in [c, t), or e0
    /// ```
    ///
    /// At the instant of a switch the **old** event is still heard. The new one is built in that instant, and what
    /// it keeps begins with it, but it is heard only afterwards: switched at every instant, time is tiled without
    /// gap or overlap. The old one is dropped at once. What `build` only reads (a shared event, say) is hot: not being
    /// listened to neither stops nor resets it. (FRP: *switchE*.) One joint.
    ///
    /// ```
    /// use tidegate::network::{never, simulate, Event};
    /// // Counts from each capital letter on, that letter included; heard from the next one on.
    /// let counts = simulate([(1, 'a'), (2, 'B'), (3, 'c'), (4, 'D'), (5, 'e')], |x| {
    ///     let capitals = x.filter(|c| c.is_uppercase());
    ///     capitals.switch(never(), move |_| x.scan(0, |n, _| n + 1))
    /// });
    /// assert_eq!(counts, [(3, 2), (4, 3), (5, 2)]);
    /// ```
    #[track_caller]
    fn switch<I, B, F>(
        self, // an event has one consumer: `.share()` it first to use it twice
        initial: I,
        build: F,
    ) -> Shared<B::Item>
    where
        Self::Item: State,
        I: Event<Item = B::Item>,
        B: Event,
        B::Item: Send + Sync,
        F: Fn(&Self::Item) -> B + Send + Sync + 'static,
    {
        switch::switch(self, initial, build, Location::caller())
    }

    /// The behavior that was selected last: `initial` first, then what `build` makes of each occurrence of this.
    ///
    /// ```text
    /// switch_behavior(s, b0, build)(t) = b(t), where b is built by the last occurrence of s in [c, t), or b0
    /// ```
    ///
    /// (FRP: *switchB*.) One joint.
    ///
    /// ```
    /// use tidegate::network::{constant, simulate, Event};
    /// let x = simulate([(1, 3), (2, -1), (3, 5)], |x| {
    ///     let sign = x.map(|x| x > 0).switch_behavior(constant(0), |positive| constant(if *positive { 1 } else { -1 }));
    ///     x.sample(sign, |_, sign| sign)
    /// });
    /// assert_eq!(x, [(1, 0), (2, 1), (3, -1)]);
    /// ```
    #[track_caller]
    fn switch_behavior<I, B, F>(
        self, // an event has one consumer: `.share()` it first to use it twice
        initial: I,
        build: F,
    ) -> Switching<B::Value>
    where
        Self::Item: State,
        I: Behavior<Value = B::Value>,
        B: Behavior,
        F: Fn(&Self::Item) -> B + Send + Sync + 'static,
    {
        switch_behavior::switch_behavior(self, initial, build, Location::caller())
    }

    /// What the behavior that `build` makes of each occurrence is on entry to that instant.
    ///
    /// `observe(build, x)@t = build(x@t)(t)`. The behavior lives for that one reading. (FRP: *observeE*.) One joint.
    ///
    /// ```
    /// use tidegate::network::{simulate, Behavior, Event};
    /// let seen = simulate([(1, 3), (2, 4)], |x| {
    ///     let held = x.hold(0);
    ///     x.observe(move |factor| held.map(move |held| factor * held))
    /// });
    /// assert_eq!(seen, [(1, 0), (2, 12)]);
    /// ```
    #[track_caller]
    fn observe<B, F>(
        self, // an event has one consumer: `.share()` it first to use it twice
        build: F,
    ) -> Shared<B::Value>
    where
        B: Behavior,
        B::Value: Send + Sync,
        F: Fn(Self::Item) -> B + Send + Sync + 'static,
    {
        observe::observe(self, build, Location::caller())
    }

    /// The same event with a name, for descriptions, counters and messages.
    ///
    /// Costs one branch that is always the same, unless the network is asked to [`measure`](super::Network::measure).
    ///
    /// ```
    /// use tidegate::network::{Event, Network};
    /// # use tidegate::time::Time;
    /// let (net, _) = Network::build(Time::EPOCH, |border| {
    ///     let (_, x) = border.input::<i64>();
    ///     border.output(x.scan(0, |s, x| s + x).named("total"))
    /// })?;
    /// let output = &net.describe().joints[1];
    /// assert_eq!((output.inputs[0].kind, output.inputs[0].name.as_deref()), ("scan", Some("total")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[track_caller]
    fn named(
        self, // an event has one consumer: `.share()` it first to use it twice
        name: impl Into<Cow<'static, str>>,
    ) -> Named<Self> {
        Named { source: self, name: name.into(), place: Location::caller() }
    }

    /// The same event with a type that says only what comes out.
    ///
    /// For a list of unlike events, for a field that must name its type, and for long expressions: what stands before it
    /// is one call through a pointer at each instant, and is not fused with what comes after.
    ///
    /// Put one (or a [`share`](Event::share), which costs as much) after every 50 combinators or so of one expression. What
    /// an expression costs to compile grows with the square of its length: about 3 s for 60 `map`s, 16 s for 118, 8 s for
    /// 130 with one `boxed` in their middle. From 127 on rustc stops with E0275, "overflow evaluating the requirement"; a
    /// higher `#![recursion_limit = "256"]` in the author's crate goes on, slowly.
    ///
    /// ```
    /// use tidegate::network::{merge_all, simulate, Event};
    /// let said = simulate([(1, 1), (2, 6)], |x| {
    ///     let evens = x.filter(|x| x % 2 == 0).map(|_| "even").boxed();
    ///     merge_all([evens, x.map(|_| "number").boxed()], |first, _| first)
    /// });
    /// assert_eq!(said, [(1, "number"), (2, "even")]);
    /// ```
    #[track_caller]
    fn boxed(
        self, // an event has one consumer: `.share()` it first to use it twice
    ) -> Boxed<Self::Item, Self::Level> {
        Boxed::new(self)
    }
}
