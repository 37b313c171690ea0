//! Feedback: a behavior that is declared before the event it holds.
//!
//! Since a held value changes strictly after its instant, a network may depend on it and compute
//! its next value at once. No other way leads back: events are values that move forward.

use std::panic::Location;

use crate::network::behavior::Held;
use crate::network::behavior::hold::register;
use crate::network::describe::{Caption, label};
use crate::network::error::BuildError;
use crate::network::event::Event;
use crate::network::registry::{Entry, JointRef};
use crate::network::scope::Scope;
use crate::network::share::Quiet;
use crate::network::slot::HeldSlot;
use crate::network::state::State;
use crate::network::watch::Watched;

/// The duty to say what a declared behavior holds; consumed by [`bind`](Forward::bind).
#[derive(Debug)]
#[must_use = "a behavior declared ahead has to be bound to an event, or the network is not built"]
pub struct Forward<T> {
    held: Held<T>,
}

/// Declares a behavior now and its event later: for graphs that are read from data.
///
/// In code prefer [`feedback`], which cannot be left open.
///
/// ```
/// use tidegate::network::{forward, simulate, Event};
/// let (limited, ) = (simulate([(1, 3), (2, 4), (3, 5)], |x| {
///     let (total, duty) = forward(0);
///     let sums = x.sample(total, |x, total| x + total).filter(|sum| *sum < 10).share();
///     duty.bind(sums);
///     sums
/// }),);
/// assert_eq!(limited, [(1, 3), (2, 7)]);
/// ```
#[track_caller]
pub fn forward<T: State>(init: T) -> (Held<T>, Forward<T>) {
    let at = Location::caller();
    let joint = Scope::innermost(|scope| {
        let cell = HeldSlot::cell(scope.owner(), init);
        let caption = Caption { label: label!("forward", T), place: Some(at) };
        let joint = scope.register(Quiet, Entry::ahead(cell), caption);
        scope.declare_ahead(joint.joint, at);
        joint
    });
    let held = Held::new(joint.unwrap_or(JointRef::NOWHERE));
    (held, Forward { held })
}

impl<T: State> Forward<T> {
    /// From now on the declared behavior holds the occurrences of `event`.
    #[track_caller]
    pub fn bind<E: Event<Item = T>>(self, event: E) {
        let at = Location::caller();
        let _ = Scope::innermost(|scope| {
            let declared = self.held.joint;
            match scope.cell(declared).filter(|_| scope.bind(declared)) {
                Some(cell) => {
                    register(scope, event, cell, Watched::default(), Entry::unread(), label!("bind", T), at);
                    scope.notes.binds(declared.joint);
                }
                None => scope.fail(BuildError::Foreign { used_at: at }),
            }
        });
    }
}

/// A loop: `wire` gets a behavior and gives back the event that it holds, and a result.
///
/// `b(t)` is `init` before the first occurrence of the returned event, then its last occurrence
/// strictly before `t`. Every loop of a network goes through such a behavior.
///
/// ```
/// use tidegate::network::{feedback, simulate, Event};
/// // A position that refuses to grow beyond two.
/// let fills = simulate([(1, 1), (2, 1), (3, 1), (4, -1)], |orders| {
///     feedback(0, |position| {
///         let accepted = orders
///             .sample(position, |order, position| (order, position + order))
///             .filter(|(_, after)| *after <= 2)
///             .share();
///         (accepted.map(|(_, after)| after), accepted.map(|(order, _)| order))
///     })
/// });
/// assert_eq!(fills, [(1, 1), (2, 1), (4, -1)]);
/// ```
#[track_caller]
pub fn feedback<T, E, R>(init: T, wire: impl FnOnce(Held<T>) -> (E, R)) -> R
where
    T: State,
    E: Event<Item = T>,
{
    let (held, duty) = forward(init);
    let (event, result) = wire(held);
    duty.bind(event);
    result
}
