//! Traits of events and actions, without bounds on their market.
//!
//! The counterpart of `money::marked` for values of several fields: what `derive` writes, minus
//! the bound `M: Clone` on a market of which no value exists.

/// Equality, hash and `Debug` of a struct by all its fields; `Clone` too after `clone`.
macro_rules! plain_struct {
    (clone $name:ident { $($field:ident),+ $(,)? }) => {
        impl<M: $crate::money::Market> Clone for $name<M> {
            fn clone(&self) -> Self {
                Self { $($field: self.$field.clone()),+ }
            }
        }

        $crate::market::plain_struct!($name { $($field),+ });
    };
    ($name:ident { $($field:ident),+ $(,)? }) => {
        impl<M: $crate::money::Market> PartialEq for $name<M> {
            fn eq(&self, other: &Self) -> bool {
                $(self.$field == other.$field)&&+
            }
        }

        impl<M: $crate::money::Market> Eq for $name<M> {}

        impl<M: $crate::money::Market> std::hash::Hash for $name<M> {
            #[inline]
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                $(self.$field.hash(state);)+
            }
        }

        impl<M: $crate::money::Market> std::fmt::Debug for $name<M> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name))$(.field(stringify!($field), &self.$field))+.finish()
            }
        }
    };
}

/// The same for an enum; each variant lists its fields, tuple fields as `0: name`.
macro_rules! plain_enum {
    (clone $name:ident { $($variant:ident { $($field:tt: $bind:ident),* $(,)? }),+ $(,)? }) => {
        impl<M: $crate::money::Market> Clone for $name<M> {
            fn clone(&self) -> Self {
                match self {
                    $(Self::$variant { $($field: $bind),* } =>
                        Self::$variant { $($field: $bind.clone()),* },)+
                }
            }
        }

        $crate::market::plain_enum!($name { $($variant { $($field: $bind),* }),+ });
    };
    ($name:ident { $($variant:ident { $($field:tt: $bind:ident),* $(,)? }),+ $(,)? }) => {
        impl<M: $crate::money::Market> PartialEq for $name<M> {
            fn eq(&self, other: &Self) -> bool {
                match self {
                    $(Self::$variant { $($field: $bind),* } => {
                        let mine = ($($bind,)*);
                        match other {
                            Self::$variant { $($field: $bind),* } => mine == ($($bind,)*),
                            #[allow(unreachable_patterns, reason = "an enum may have one variant")]
                            _ => false,
                        }
                    })+
                }
            }
        }

        impl<M: $crate::money::Market> Eq for $name<M> {}

        impl<M: $crate::money::Market> std::hash::Hash for $name<M> {
            #[inline]
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                std::mem::discriminant(self).hash(state);
                match self {
                    $(Self::$variant { $($field: $bind),* } => { $($bind.hash(state);)* })+
                }
            }
        }

        impl<M: $crate::money::Market> std::fmt::Debug for $name<M> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    $(Self::$variant { $($field: $bind),* } =>
                        f.debug_struct(stringify!($variant))
                            $(.field(stringify!($bind), $bind))*.finish(),)+
                }
            }
        }
    };
}

pub(crate) use {plain_enum, plain_struct};
