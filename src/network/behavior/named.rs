//! `named`: a behavior with a name for those who look at the network.

use std::borrow::Cow;

use crate::network::behavior::Behavior;
use crate::network::builder::Builder;
use crate::network::error::BuildError;

/// Behavior of [`Behavior::named`].
#[derive(Clone, Debug)]
#[must_use = "a behavior that nobody samples is built for nothing"]
pub struct NamedBehavior<B> {
    pub(crate) behavior: B,
    pub(crate) name: Cow<'static, str>,
}

impl<B: Behavior> Behavior for NamedBehavior<B> {
    type Value = B::Value;
    type Reader = B::Reader;

    fn build(self, builder: &mut Builder<'_>) -> Result<Self::Reader, BuildError> {
        let reader = self.behavior.build(builder)?;
        builder.name(self.name, None);
        Ok(reader)
    }
}
