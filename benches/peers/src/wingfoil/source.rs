//! The source of every wingfoil graph: it pulls the events of a workload, and it holds the stopwatch.
//!
//! A graph runs to completion, so the source starts the watch after the untimed events and stops it when the run
//! ends. Neither building, starting nor dropping a graph is timed.

use std::cell::Cell;
use std::marker::PhantomData;
use std::time::Instant;

use ::wingfoil::anyhow::Result;
use ::wingfoil::op;
use ::wingfoil::op::Op;
use ::wingfoil::prelude::*;

use crate::workload::spec::{Samples, Words};

/// What the source knows of time.
#[derive(Clone, Copy, Default)]
struct Stopwatch {
    untimed: u64,
    started: Option<Instant>,
    nanos: f64,
}

/// What `run` gives, and how long the last of its events took: all but the first `untimed`.
pub(crate) fn watched<R>(untimed: u64, run: impl FnOnce() -> R) -> (R, f64) {
    STOPWATCH.set(Stopwatch { untimed, ..Stopwatch::default() });
    let result = run();
    (result, STOPWATCH.get().nanos)
}

thread_local! {
    /// A compiled graph takes no arguments, so this is where its source finds it.
    static STOPWATCH: Cell<Stopwatch> = Cell::default();
}

#[expect(clippy::disallowed_methods, reason = "a bench reads the clock")]
#[cold]
fn start_watch() {
    STOPWATCH.set(Stopwatch { started: Some(Instant::now()), ..STOPWATCH.get() });
}

fn stop_watch() {
    let watch = STOPWATCH.get();
    let nanos = watch.started.map_or(0.0, |started| started.elapsed().as_nanos() as f64);
    STOPWATCH.set(Stopwatch { nanos, ..watch });
}

/// The events of a workload.
pub(crate) trait Events: 'static {
    type Item: Clone + Default + 'static;

    fn next(&mut self) -> Self::Item;

    /// Nanoseconds from this event to the next.
    #[inline(always)]
    fn wait(&self) -> u64 {
        1
    }
}

/// Events made of one word each.
pub(crate) struct Each<F>(Words, F);

pub(crate) fn each<F>(make: F) -> Feed<Each<F>> {
    Feed::of(Each(Words::new(), make))
}

impl<T: Clone + Default + 'static, F: FnMut(u64) -> T + 'static> Events for Each<F> {
    type Item = T;

    #[inline(always)]
    fn next(&mut self) -> T {
        (self.1)(self.0.next())
    }
}

/// Samples drawn one ahead, for their times are the times of the run.
pub(crate) struct Ahead {
    words: Words,
    samples: Samples,
    drawn: (u64, i64),
    wait: u64,
}

pub(crate) fn ahead() -> Feed<Ahead> {
    let (mut words, mut samples) = (Words::new(), Samples::new());
    let drawn = samples.next(words.next());
    Feed::of(Ahead { words, samples, drawn, wait: 0 })
}

impl Events for Ahead {
    type Item = f64;

    #[inline(always)]
    fn next(&mut self) -> f64 {
        let (now, price) = self.drawn;
        self.drawn = self.samples.next(self.words.next());
        self.wait = self.drawn.0 - now;
        price as f64
    }

    #[inline(always)]
    fn wait(&self) -> u64 {
        self.wait
    }
}

/// Events, and how many of them are not yet timed.
pub(crate) struct Feed<E> {
    events: E,
    untimed: u64,
}

impl<E> Feed<E> {
    fn of(events: E) -> Self {
        Self { events, untimed: STOPWATCH.get().untimed }
    }
}

/// The source: an event each cycle.
pub(crate) struct Source<T, E>(PhantomData<(T, E)>);

#[op(build = feed)]
impl<T: Clone + Default + 'static, E: Events<Item = T>> Op for Source<T, E> {
    type Cfg = Feed<E>;
    type State = ();
    type In<'a> = ();
    type Out = T;
    const ACTIVATION: Activation = Activation::SCHEDULES;

    #[inline(always)]
    fn cycle(feed: &mut Feed<E>, _: &mut (), _: (), ctx: &mut Ctx<'_>) -> Result<Tick<T>> {
        if feed.untimed == 0 {
            start_watch();
        }
        feed.untimed = feed.untimed.wrapping_sub(1);
        let event = feed.events.next();
        ctx.schedule(ctx.time() + feed.events.wait());
        Ok(Tick::Value(event))
    }

    fn start(_: &mut Feed<E>, _: &mut (), ctx: &mut Ctx<'_>) -> Result<()> {
        ctx.schedule(ctx.start_time());
        Ok(())
    }

    fn stop(_: &mut Feed<E>, _: &mut (), _: &mut Ctx<'_>) -> Result<()> {
        stop_watch();
        Ok(())
    }
}

pub(crate) trait SourceExt {
    fn feed<E: Events>(&self, feed: Feed<E>) -> Stream<E::Item>;
}

impl SourceExt for GraphBuilder {
    fn feed<E: Events>(&self, feed: Feed<E>) -> Stream<E::Item> {
        self.source(|builder| builder.feed(feed))
    }
}
