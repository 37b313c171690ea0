//! `feedback` gives the behavior first and takes its event last.

use tidegate::network::{Event, feedback, simulate};

pub fn main() {
    let totals = simulate([(1, 3), (2, 4)], |x| {
        feedback(0, |total| {
            let totals = x.sample(total, |x, total| x + total).share();
            (totals, totals)
        })
    });
    assert_eq!(totals, [(1, 3), (2, 7)]);
}
