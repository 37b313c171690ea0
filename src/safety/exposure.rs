//! What is held, and what may be sent to make it less.

use crate::market::{Action, Side};
use crate::money::Market;

/// How much is held of an instrument, and how much of it is already on its way out.
///
/// Whoever asks a gate keeps these numbers, and asks for one instrument from one thread: two questions with the
/// same exposure may both get a yes.
///
/// Law: whatever part of the admitted reducing orders fills, in any order, the position never changes its sign
/// and never grows.
///
/// ```
/// use tidegate::market::Side;
/// use tidegate::safety::Exposure;
///
/// let long = Exposure { position: 10, reducing: 4 };
/// assert!(long.is_reduced_by(Side::Sell, 6));
/// assert!(!long.is_reduced_by(Side::Sell, 7), "with what is under way it would flip");
/// assert!(!long.is_reduced_by(Side::Buy, 1));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exposure {
    /// The signed position, in 1e-8 of the base.
    pub position: i64,
    /// The quantity of live orders on the reducing side, in 1e-8 of the base.
    pub reducing: i64,
}

impl Exposure {
    /// Nothing held, nothing on its way.
    pub const FLAT: Exposure = Exposure { position: 0, reducing: 0 };

    /// Whether an order of this side and size can only make the position smaller.
    #[must_use]
    pub fn is_reduced_by(self, side: Side, quantity: i64) -> bool {
        let opposite = self.position.signum() == -side.sign();
        let left = self.position.unsigned_abs().checked_sub(self.reducing.unsigned_abs());
        opposite && quantity > 0 && left.is_some_and(|left| quantity.unsigned_abs() <= left)
    }

    /// The same for an action; a cancel reduces nothing.
    pub(super) fn is_reduced_by_action<M: Market>(self, action: &Action<M>) -> bool {
        match action {
            Action::Cancel { .. } => false,
            Action::Limit { side, quantity, .. } | Action::Market { side, quantity, .. } => {
                self.is_reduced_by(*side, quantity.units())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Exposure;
    use crate::market::Side;
    use proptest::prelude::*;

    /// What may happen next: a new order of either side, or a part of a working one fills or is cancelled.
    #[derive(Clone, Debug)]
    enum Step {
        Order(Side, i64),
        Fill(usize, i64),
        Cancel(usize),
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let side = prop_oneof![Just(Side::Buy), Just(Side::Sell)];
        let step = prop_oneof![
            3 => (side, 0..30_i64).prop_map(|(side, quantity)| Step::Order(side, quantity)),
            3 => (any::<usize>(), 1..20_i64).prop_map(|(which, part)| Step::Fill(which, part)),
            1 => any::<usize>().prop_map(Step::Cancel),
        ];
        prop::collection::vec(step, 0..60)
    }

    /// A position and the admitted orders on their way, one number each: what is left of it.
    struct Model {
        position: i64,
        working: Vec<i64>,
    }

    impl Model {
        fn exposure(&self) -> Exposure {
            Exposure { position: self.position, reducing: self.working.iter().sum() }
        }

        fn step(&mut self, step: &Step) {
            let count = self.working.len().max(1);
            match *step {
                Step::Order(side, quantity) if self.exposure().is_reduced_by(side, quantity) => {
                    assert_eq!(side.sign(), -self.position.signum(), "only the other side reduces");
                    self.working.push(quantity);
                }
                Step::Fill(which, part) if !self.working.is_empty() => {
                    let part = part.min(self.working[which % count]);
                    self.working[which % count] -= part;
                    self.position -= part * self.position.signum();
                }
                Step::Cancel(which) if !self.working.is_empty() => drop(self.working.remove(which % count)),
                _ => {}
            }
        }

        /// All that works fills at once.
        fn if_all_fills(&self) -> i64 {
            self.position - self.position.signum() * self.working.iter().sum::<i64>()
        }
    }

    proptest! {
        /// Fault 26: whatever fills of what was admitted, the position never flips and never grows.
        #[test]
        fn fault_026_admitted_reducing_orders_never_flip_and_never_add(start in -50..50_i64, steps in steps()) {
            let mut model = Model { position: start, working: Vec::new() };
            for step in steps {
                let before = model.position;
                model.step(&step);
                prop_assert!(model.position.abs() <= before.abs(), "never grows");
                prop_assert!(model.position.signum() * start.signum() >= 0, "never changes its sign");
                prop_assert!(model.if_all_fills().signum() * start.signum() >= 0, "nor if all of it fills");
            }
        }

        /// The rule is not stricter than it has to be: what it refuses of the other side would flip.
        #[test]
        fn what_is_refused_would_flip(position in 1..50_i64, reducing in 0..60_i64, quantity in 1..60_i64) {
            let admitted = Exposure { position, reducing }.is_reduced_by(Side::Sell, quantity);
            prop_assert_eq!(admitted, position - reducing - quantity >= 0);
            let mirrored = Exposure { position: -position, reducing }.is_reduced_by(Side::Buy, quantity);
            prop_assert_eq!(admitted, mirrored);
        }

        #[test]
        fn no_numbers_break_it(position in any::<i64>(), reducing in any::<i64>(), quantity in any::<i64>()) {
            let exposure = Exposure { position, reducing };
            prop_assert!(!(exposure.is_reduced_by(Side::Buy, quantity) && exposure.is_reduced_by(Side::Sell, quantity)));
        }
    }

    #[test]
    fn an_order_of_nothing_reduces_nothing() {
        assert!(!Exposure { position: 1, reducing: 0 }.is_reduced_by(Side::Sell, 0));
        assert!(!Exposure::FLAT.is_reduced_by(Side::Sell, 0));
    }
}
