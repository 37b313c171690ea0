//! Short lists of what happens at once, without an allocation for the usual few.

/// Defines `$name<M>`, a list of `$item<M>` of which `$inline` need no allocation.
///
/// The type of the storage stays private, so that it can change.
macro_rules! batch {
    ($(#[$doc:meta])* $name:ident of $item:ident, inline $inline:literal) => {
        $(#[$doc])*
        pub struct $name<M: $crate::money::Market> {
            items: smallvec::SmallVec<[$item<M>; $inline]>,
        }

        impl<M: $crate::money::Market> $name<M> {
            /// None at all.
            #[inline]
            #[must_use]
            pub fn new() -> Self {
                Self { items: smallvec::SmallVec::new() }
            }

            /// Adds one behind the others.
            #[inline]
            pub fn push(&mut self, item: impl Into<$item<M>>) {
                self.items.push(item.into());
            }

            /// All, in their order.
            #[inline]
            pub fn iter(&self) -> std::slice::Iter<'_, $item<M>> {
                self.items.iter()
            }

            /// How many there are.
            #[inline]
            #[must_use]
            pub fn len(&self) -> usize {
                self.items.len()
            }

            /// Whether there is none.
            #[inline]
            #[must_use]
            pub fn is_empty(&self) -> bool {
                self.items.is_empty()
            }

            /// Leaves out those that `keeps` says no to.
            pub fn retain(&mut self, mut keeps: impl FnMut(&$item<M>) -> bool) {
                self.items.retain(|item| keeps(item));
            }

            /// These, then the others.
            #[must_use]
            pub fn join(mut self, other: Self) -> Self {
                self.items.extend(other.items);
                self
            }
        }

        impl<M: $crate::money::Market> Clone for $name<M> {
            fn clone(&self) -> Self {
                Self { items: self.items.clone() }
            }
        }

        impl<M: $crate::money::Market> Default for $name<M> {
            fn default() -> Self {
                Self::new()
            }
        }

        impl<M: $crate::money::Market> PartialEq for $name<M> {
            fn eq(&self, other: &Self) -> bool {
                self.items == other.items
            }
        }

        impl<M: $crate::money::Market> Eq for $name<M> {}

        impl<M: $crate::money::Market> std::hash::Hash for $name<M> {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.items.hash(state);
            }
        }

        impl<M: $crate::money::Market> std::fmt::Debug for $name<M> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_list().entries(&self.items).finish()
            }
        }

        impl<M: $crate::money::Market> From<$item<M>> for $name<M> {
            fn from(item: $item<M>) -> Self {
                std::iter::once(item).collect()
            }
        }

        impl<M: $crate::money::Market> From<Option<$item<M>>> for $name<M> {
            fn from(item: Option<$item<M>>) -> Self {
                item.into_iter().collect()
            }
        }

        impl<M: $crate::money::Market, T: Into<$item<M>>> FromIterator<T> for $name<M> {
            fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
                Self { items: items.into_iter().map(Into::into).collect() }
            }
        }

        impl<M: $crate::money::Market, T: Into<$item<M>>> Extend<T> for $name<M> {
            fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
                self.items.extend(items.into_iter().map(Into::into));
            }
        }

        impl<M: $crate::money::Market> IntoIterator for $name<M> {
            type Item = $item<M>;
            type IntoIter = $crate::market::batch::IntoIter<$item<M>, $inline>;

            fn into_iter(self) -> Self::IntoIter {
                $crate::market::batch::IntoIter(self.items.into_iter())
            }
        }

        impl<'a, M: $crate::money::Market> IntoIterator for &'a $name<M> {
            type Item = &'a $item<M>;
            type IntoIter = std::slice::Iter<'a, $item<M>>;

            fn into_iter(self) -> Self::IntoIter {
                self.iter()
            }
        }

        impl<M: $crate::money::Market> serde::Serialize for $name<M> {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_seq(&self.items)
            }
        }

        impl<'de, M: $crate::money::Market> serde::Deserialize<'de> for $name<M> {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                Ok(Vec::<$item<M>>::deserialize(from)?.into_iter().collect())
            }
        }
    };
}

/// What is left of a batch that is being taken apart.
#[derive(Debug)]
pub struct IntoIter<T, const N: usize>(pub(super) smallvec::IntoIter<[T; N]>);

impl<T, const N: usize> Iterator for IntoIter<T, N> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.0.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<T, const N: usize> ExactSizeIterator for IntoIter<T, N> {}

pub(crate) use batch;
