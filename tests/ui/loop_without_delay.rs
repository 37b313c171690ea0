//! A loop that has no instant between cause and effect.

use tidegate::network::{Event, feedback, simulate};

pub fn main() {
    let totals = simulate([(1, 3), (2, 4)], |x| {
        feedback(0, |total| {
            let totals = x.merge(total, |x, total| x + total);
            (totals, x)
        })
    });
    assert_eq!(totals.len(), 2);
}
