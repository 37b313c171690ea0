//! Traits of values that carry a marker type, without bounds on the marker.
//!
//! `derive` would ask `M: Clone` of a market before a `Price<M>` could be copied, although no `M`
//! exists inside. These private macros write what `derive` writes, minus that bound.

/// `Clone` and `Copy` of a value all of whose fields are `Copy`.
macro_rules! copies {
    ($name:ident<$marker:ident: $bound:path>) => {
        impl<$marker: $bound> Copy for $name<$marker> {}

        impl<$marker: $bound> Clone for $name<$marker> {
            #[inline]
            fn clone(&self) -> Self {
                *self
            }
        }
    };
}

/// Equality, order and hash of a value by one number in it.
macro_rules! ordered {
    ($name:ident<$marker:ident: $bound:path> by $field:ident) => {
        $crate::money::copies!($name<$marker: $bound>);

        impl<$marker: $bound> PartialEq for $name<$marker> {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.$field == other.$field
            }
        }

        impl<$marker: $bound> Eq for $name<$marker> {}

        impl<$marker: $bound> PartialOrd for $name<$marker> {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl<$marker: $bound> Ord for $name<$marker> {
            #[inline]
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.$field.cmp(&other.$field)
            }
        }

        impl<$marker: $bound> std::hash::Hash for $name<$marker> {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.$field.hash(state);
            }
        }
    };
}

pub(crate) use {copies, ordered};
