//! What holds of all sums of floats.

use super::correlations::FloatCorrelations;
use super::float::FloatSums;
use super::float_squares::FloatSquares;
use super::pairs::FloatProducts;
use super::ramp::Ramp;
use super::squared_weights::FloatSquaredWeights;
use super::weights::FloatWeights;
use super::{Number, Running};

/// Of sizes that no two floats hold together, so that something would be left; and what is no ordinary number.
const MEMBERS: [f64; 8] = [1e90, 1e60, 0.1, f64::NAN, 1e20, f64::INFINITY, 0.3, 1e300];

fn emptied<R: Running<M>, M: Copy>(members: &[M]) -> R {
    let mut sums = R::default();
    members.iter().for_each(|member| sums.enter(*member));
    members.iter().for_each(|member| sums.leave(*member));
    sums
}

#[test]
fn nothing_is_left_when_all_have_left() {
    let [singles, reversed] = [MEMBERS, std::array::from_fn(|at| MEMBERS[7 - at])];
    let pairs: Vec<(f64, f64)> = singles.into_iter().zip(reversed).collect();
    assert_eq!(emptied::<FloatSums, _>(&singles), FloatSums::default());
    assert_eq!(emptied::<FloatSquares, _>(&singles), FloatSquares::default());
    assert_eq!(emptied::<FloatProducts, _>(&pairs), FloatProducts::default());
    assert_eq!(emptied::<FloatCorrelations, _>(&pairs), FloatCorrelations::default());
    assert_eq!(emptied::<FloatWeights, _>(&pairs), FloatWeights::default());
    assert_eq!(emptied::<FloatSquaredWeights, _>(&pairs), FloatSquaredWeights::default());
    assert_eq!(emptied::<<f64 as Number>::Squares, _>(&singles), Default::default());
    assert_eq!(emptied::<<f64 as Number>::Products, _>(&pairs), Default::default());
    assert_eq!(emptied::<<f64 as Number>::Correlations, _>(&pairs), Default::default());

    let mut ramp = Ramp::default();
    singles.into_iter().for_each(|x| ramp.enter(x));
    singles.into_iter().for_each(|x| ramp.leave(x));
    assert_eq!(ramp, Ramp::default());
}
