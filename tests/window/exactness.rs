//! What the documentation of `Number` promises of integers, over long histories. Of floats: `errors`.

use tidegate::network::{Aggregate, Fold, sum, variance};

use crate::history::{Exact, History};

const MEMBERS: u64 = 200_000;
const WINDOW: usize = 200;

fn two_to(n: i32) -> f64 {
    2.0_f64.powi(n)
}

#[test]
fn sums_and_variances_of_integers_are_exact() {
    // Sums of squares need up to 106 digits, and another 8 when they are multiplied by the count.
    let (mut history, mut exact) = (History::new(3, 20, 30), Exact::new(WINDOW));
    let (sums, variances) = (sum(), variance());
    let (mut total, mut spread) = (Fold::<i64>::start(&sums), Fold::<i64>::start(&variances));
    for _ in 0..MEMBERS {
        let x = history.next();
        if let Some((gone, _)) = exact.step(x) {
            sums.leave(&mut total, &(gone as i64), None);
            variances.leave(&mut spread, &(gone as i64), None);
        }
        sums.arrive(&mut total, &(x as i64));
        variances.arrive(&mut spread, &(x as i64));
        assert_eq!(Fold::<i64>::out(&sums, &total), exact.sum);
        let (count, found) = (exact.count(), Fold::<i64>::out(&variances, &spread));
        let numerator = count * exact.squares - exact.sum * exact.sum;
        let expected = numerator as f64 / (count * (count - 1)) as f64;
        assert!(count < 2 || found.is_some_and(|found| (found - expected).abs() <= expected * two_to(-50)));
    }
}
