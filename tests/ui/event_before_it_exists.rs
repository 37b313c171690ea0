//! An event is used before it is defined: the loop has no beginning.

use tidegate::network::{Event, Shared, simulate};

pub fn main() {
    let totals = simulate([(1, 3), (2, 4)], |x| {
        let totals: Shared<i32>;
        let total = totals.hold(0);
        totals = x.sample(total, |x, total| x + total).share();
        totals
    });
    assert_eq!(totals, [(1, 3), (2, 7)]);
}
