//! What a strategy gives, whatever form it has, as actions.

use std::marker::PhantomData;

use crate::market::Actions;
use crate::money::Market;
use crate::network::event::via::{Chain, Operator};
use crate::network::label;
use crate::network::{BuildError, Builder, Env, Event};

/// The event of what a strategy gives, as [`Actions`].
pub(crate) struct Wanted<E, M> {
    source: E,
    market: PhantomData<fn() -> M>,
}

impl<E, M> Wanted<E, M> {
    pub(crate) fn new(source: E) -> Self {
        Self { source, market: PhantomData }
    }
}

/// Operator of a built [`Wanted`].
pub(crate) struct IntoActions<M>(PhantomData<fn() -> M>);

impl<E, M> Event for Wanted<E, M>
where
    E: Event,
    E::Item: Into<Actions<M>>,
    M: Market,
{
    type Item = Actions<M>;
    type Level = E::Level;
    type Machine = Chain<E::Machine, IntoActions<M>>;

    fn build(self, builder: &mut Builder<'_>) -> Result<Self::Machine, BuildError> {
        let part = builder.open();
        let source = self.source.build(builder)?;
        // No author wrote this one.
        builder.close_at(part, label!(IntoActions::<M>::KIND, Actions<M>), None);
        Ok(Chain { source, operator: IntoActions(PhantomData) })
    }
}

impl<M> IntoActions<M> {
    const KIND: &'static str = "into";
}

impl<A: Into<Actions<M>>, M: Market> Operator<A> for IntoActions<M> {
    type Out = Actions<M>;
    const NAME: &'static str = Self::KIND;

    #[inline(always)]
    fn apply<E: Env>(&mut self, input: A, _env: &E) -> Option<Actions<M>> {
        Some(input.into())
    }
}
