//! Days of prices and bars, the same on every machine.

use tidegate::network::Ohlc;

/// Numbers that look random.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// From 0 to 1.
    pub(crate) fn part(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Prices near 60,000 that move by cents, with steps, spikes and stretches in which nothing moves.
pub(crate) fn prices(seed: u64, count: usize) -> Vec<f64> {
    let mut dice = Dice::new(seed);
    let mut price: f64 = 60_000.0;
    let step = move |place: usize| {
        let what = dice.part();
        let by = (dice.part() - 0.5) * 40.0;
        match what {
            _ if place % 50 < 6 => {}
            w if w < 0.02 => price += 30.0 * by,
            w if w < 0.04 => return price + 100.0 * by,
            _ => price += by,
        }
        (price * 100.0).round() / 100.0
    };
    (0..count).map(step).collect()
}

/// Bars of four prices each.
pub(crate) fn bars(seed: u64, count: usize) -> Vec<Ohlc<f64>> {
    let of = |four: &[f64]| Ohlc {
        open: four[0],
        high: four.iter().copied().fold(f64::MIN, f64::max),
        low: four.iter().copied().fold(f64::MAX, f64::min),
        close: four[3],
    };
    prices(seed, 4 * count).chunks(4).map(of).collect()
}

/// Within a billionth, or both nothing.
#[track_caller]
pub(crate) fn agree(name: &str, found: &[Option<f64>], expected: &[Option<f64>]) {
    agree_on_scale(1e-3, name, found, expected);
}

/// Within a billionth of itself or of the scale: differences of prices have the digits of prices.
#[track_caller]
pub(crate) fn agree_on_scale(scale: f64, name: &str, found: &[Option<f64>], expected: &[Option<f64>]) {
    assert_eq!(found.len(), expected.len(), "{name}");
    assert!(expected.iter().any(Option::is_some), "{name} says something");
    for (place, (found, expected)) in found.iter().zip(expected).enumerate() {
        let same = match (found, expected) {
            (Some(found), Some(expected)) => (found - expected).abs() <= 1e-9 * (scale + expected.abs()),
            (found, expected) => found == expected,
        };
        assert!(same, "{name} at {place}: expected {expected:?}, found {found:?}");
    }
}
