//! Folds over running sums, from which members can be taken away.

/// Makes a fold of numbers out of what is kept of them, and what is said of that.
macro_rules! running {
    ($fold:ident of $member:ty, kept in $kept:ident, gives $out:ty: |$sums:ident| $value:expr) => {
        impl<X: Number> Fold<$member> for $fold {
            type State = X::$kept;
            type Out = $out;

            fn start(&self) -> X::$kept {
                X::$kept::default()
            }

            #[inline]
            fn enter(&self, sums: &mut X::$kept, member: &$member) {
                Running::<$member>::enter(sums, *member);
            }

            #[inline]
            fn out(&self, $sums: &X::$kept) -> $out {
                $value
            }
        }

        impl<X: Number> Aggregate<$member> for $fold {
            #[inline]
            fn leave(&self, sums: &mut X::$kept, gone: &$member, _next: Option<&$member>) {
                Running::<$member>::leave(sums, *gone);
            }

            #[inline(always)]
            fn replace(&self, sums: &mut X::$kept, gone: &$member, _: Option<&$member>, member: &$member) {
                Running::<$member>::replace(sums, *gone, *member);
            }
        }
    };
}

pub(super) use running;
