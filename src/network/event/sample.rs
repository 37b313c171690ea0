//! `sample` and `gate`: an occurrence together with the value of a behavior on entry to its instant.

use std::panic::Location;

use crate::network::behavior::{Behavior, Reader};
use crate::network::builder::Builder;
use crate::network::describe::label;
use crate::network::error::{BuildError, Place};
use crate::network::event::Event;
use crate::network::event::via::{Chain, Operator};
use crate::network::machine::Env;
use crate::network::trail::{Mark, marked};

/// Event of [`Event::sample`] and, through [`Keep`], of [`Event::gate`].
#[derive(Debug)]
#[must_use = "events do nothing until they reach an output or a joint"]
pub struct Sample<S, B, F> {
    source: S,
    behavior: B,
    f: F,
    place: Place,
}

impl<S, B, F> Sample<S, B, F> {
    #[track_caller]
    pub(crate) fn new(source: S, behavior: B, f: F) -> Self {
        Self { source, behavior, f, place: Location::caller() }
    }
}

/// A function of an occurrence and a sampled value that may let nothing through.
pub trait Sampler<A, V>: Send + Sync + 'static {
    /// What it gives.
    type Out: 'static;
    /// The combinator's name in descriptions.
    const NAME: &'static str;
    /// Applies it.
    fn apply(&self, occurrence: A, value: V) -> Option<Self::Out>;
}

/// Sampler that always lets through.
#[derive(Debug)]
pub struct Total<F>(pub(crate) F);

/// Sampler of `gate`: passes the occurrence while the value is true.
#[derive(Debug)]
pub struct Keep;

impl<A, V, B: 'static, F: Fn(A, V) -> B + Send + Sync + 'static> Sampler<A, V> for Total<F> {
    type Out = B;
    const NAME: &'static str = "sample";

    #[inline(always)]
    fn apply(&self, occurrence: A, value: V) -> Option<B> {
        Some((self.0)(occurrence, value))
    }
}

impl<A: 'static> Sampler<A, bool> for Keep {
    type Out = A;
    const NAME: &'static str = "gate";

    #[inline(always)]
    fn apply(&self, occurrence: A, open: bool) -> Option<A> {
        open.then_some(occurrence)
    }
}

/// Operator of a built [`Sample`].
#[derive(Debug)]
pub struct Sampling<R, F> {
    reader: R,
    f: F,
}

impl<S, B, F> Event for Sample<S, B, F>
where
    S: Event,
    B: Behavior,
    F: Sampler<S::Item, B::Value>,
{
    type Item = F::Out;
    type Level = S::Level;
    type Machine = Chain<S::Machine, Sampling<B::Reader, F>>;

    fn build(self, builder: &mut Builder<'_>) -> Result<Self::Machine, BuildError> {
        let part = builder.open();
        let source = self.source.build(builder)?;
        let reader = self.behavior.build(builder)?;
        builder.close(part, label!(F::NAME, F::Out), self.place);
        Ok(Chain { source, operator: Sampling { reader, f: self.f } })
    }
}

impl<A, R: Reader, F: Sampler<A, R::Value>> Operator<A> for Sampling<R, F> {
    type Out = F::Out;
    const NAME: &'static str = F::NAME;

    #[inline(always)]
    fn apply<E: Env>(&mut self, input: A, env: &E) -> Option<F::Out> {
        let value = marked!(Mark::Input(1), self.reader.read(env.core().entry()));
        self.f.apply(input, value)
    }
}
