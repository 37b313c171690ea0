//! Where in a machine a panic came from, at no cost while there is none.
//!
//! A panic that unwinds through a machine passes the poll of each level on its way out. Each level leaves
//! a mark there, and only there: read backwards, the marks lead from the joint to the combinator whose
//! function panicked.

use std::cell::RefCell;

use super::plan::JointId;

/// One step from a joint inwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Into the joint of this number.
    Joint(JointId),
    /// Into this input of a combinator.
    Input(usize),
    /// Into what a dynamic part has built.
    Inside,
}

thread_local! {
    static TRAIL: RefCell<Vec<Mark>> = const { RefCell::new(Vec::new()) };
}

/// Evaluates an expression; a panic in it leaves a mark. (No closure: it would have to be inlined first. No `?`
/// either: who leaves early would leave the mark.)
macro_rules! marked {
    ($mark:expr, $run:expr) => {{
        let on_panic = $crate::network::trail::OnPanic($mark);
        let result = $run;
        std::mem::forget(on_panic);
        result
    }};
}

pub(crate) use marked;

/// The marks of the panic that was just caught, from the outermost inwards.
pub(crate) fn take() -> Vec<Mark> {
    let mut trail = TRAIL.with(RefCell::take);
    trail.reverse();
    trail
}

/// Evaluates what a joint does in an instant; a panic in it leaves the joint's number, which is read only then.
macro_rules! in_joint {
    ($joint:expr, $run:expr) => {{
        let on_panic = $crate::network::trail::InJoint(&$joint);
        let result = $run;
        std::mem::forget(on_panic);
        result
    }};
}

pub(crate) use in_joint;

/// The same for [`in_joint`].
pub(crate) struct InJoint<'a>(pub(crate) &'a JointId);

impl Drop for InJoint<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        leave(Mark::Joint(*self.0));
    }
}

/// Exists while its code runs; dropped only by a panic.
pub(crate) struct OnPanic(pub(crate) Mark);

impl Drop for OnPanic {
    #[inline(always)]
    fn drop(&mut self) {
        leave(self.0);
    }
}

#[cold]
#[inline(never)]
fn leave(mark: Mark) {
    TRAIL.with(|trail| trail.borrow_mut().push(mark));
}

#[cfg(test)]
mod tests {
    use super::{Mark, take};

    #[test]
    fn a_panic_is_found_by_the_way_it_came() {
        let broken = |value: u32| {
            assert!(value > 0, "broken");
            value
        };
        let inner = |value| marked!(Mark::Input(1), broken(value));
        let outer = |value| marked!(Mark::Joint(3), inner(value));
        assert_eq!(outer(7), 7);
        assert_eq!(take(), [], "what goes well leaves no mark");
        assert!(std::panic::catch_unwind(|| outer(0)).is_err());
        assert_eq!(take(), [Mark::Joint(3), Mark::Input(1)]);
        assert_eq!(take(), []);
    }
}
