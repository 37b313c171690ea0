//! Where in a machine a panic came from, at no cost while there is none.
//!
//! A panic that unwinds through a machine passes the poll of each level on its way out. Each level leaves
//! a mark there, and only there: read backwards, the marks lead from the joint to the combinator whose
//! function panicked.

use std::cell::RefCell;

use super::describe::{Look, Notes};
use super::plan::JointId;

/// One step from a joint inwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Into the joint of this number.
    Joint(JointId),
    /// Into this input of a combinator.
    Input(usize),
}

/// The same, or into a sub-network, which is told by how it looks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    At(Mark),
    Inside(Notes),
}

thread_local! {
    static TRAIL: RefCell<Vec<Step>> = const { RefCell::new(Vec::new()) };
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
pub(crate) fn take() -> Vec<Step> {
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

/// Evaluates what a sub-network does; a panic in it leaves how that one looks, which is read only then.
macro_rules! in_look {
    ($look:expr, $run:expr) => {{
        let on_panic = $crate::network::trail::InLook(&$look);
        let result = $run;
        std::mem::forget(on_panic);
        result
    }};
}

pub(crate) use in_look;

/// Does something whose panics are marked and not caught here: the marks are not left for the next panic.
pub(crate) fn unmarked<R>(run: impl FnOnce() -> R) -> R {
    let on_panic = Forget;
    let result = run();
    std::mem::forget(on_panic);
    result
}

struct Forget;

impl Drop for Forget {
    fn drop(&mut self) {
        take();
    }
}

/// The same for [`in_look`].
pub(crate) struct InLook<'a>(pub(crate) &'a Notes);

impl Drop for InLook<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        leave_look(self.0);
    }
}

/// The same for one of many sub-networks, by its number.
pub(crate) struct InLookOf<'a> {
    pub(crate) looks: &'a Vec<Look>,
    pub(crate) number: &'a u32,
}

impl Drop for InLookOf<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        if let Some(look) = self.looks.get(*self.number as usize) {
            leave_look(look);
        }
    }
}

#[cold]
#[inline(never)]
fn leave_look(look: &Notes) {
    TRAIL.with(|trail| trail.borrow_mut().push(Step::Inside(look.clone())));
}

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
    TRAIL.with(|trail| trail.borrow_mut().push(Step::At(mark)));
}

#[cfg(test)]
mod tests {
    use super::{Mark, Step, take, unmarked};

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
        assert_eq!(take(), [Step::At(Mark::Joint(3)), Step::At(Mark::Input(1))]);
        assert_eq!(take(), []);
        assert!(std::panic::catch_unwind(|| unmarked(|| outer(0))).is_err());
        assert_eq!(take(), [], "nobody asks for these");
    }
}
