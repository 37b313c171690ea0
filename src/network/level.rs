//! How many [`within`](super::Event::within) scopes an event stands inside, as a type.
//!
//! The level of a scoped value is known to the compiler, so that reading it is an access to a
//! local variable and not a search. Nothing unsound rests on it: whether a scoped value is used
//! inside its own scope is checked once, when the machine is built.

/// A count of enclosing scopes.
pub trait Level: Send + Sync + 'static {
    /// The count as a number.
    const DEPTH: usize;
    /// One scope further out; the outermost stays where it is.
    type Outer: Level;
    /// The deeper one of two levels.
    type Max<Other: Level>: Level;
}

/// Outside of every scope.
#[derive(Clone, Copy, Debug)]
pub enum Root {}

/// One scope inside `L`.
#[derive(Clone, Copy, Debug)]
pub struct Inside<L>(std::marker::PhantomData<L>);

impl Level for Root {
    const DEPTH: usize = 0;
    type Outer = Root;
    type Max<Other: Level> = Other;
}

impl<L: Level> Level for Inside<L> {
    const DEPTH: usize = L::DEPTH + 1;
    type Outer = L;
    type Max<Other: Level> = Inside<L::Max<Other::Outer>>;
}

#[cfg(test)]
mod tests {
    use super::{Inside, Level, Root};

    #[test]
    fn the_deeper_level_wins_from_either_side() {
        type One = Inside<Root>;
        type Two = Inside<One>;
        assert_eq!(<One as Level>::Max::<Two>::DEPTH, 2);
        assert_eq!(<Two as Level>::Max::<One>::DEPTH, 2);
        assert_eq!(<Root as Level>::Max::<One>::DEPTH, 1);
        assert_eq!(<One as Level>::Max::<Root>::DEPTH, 1);
    }
}
