//! The vertical axis: round values with room above and below the curve.

use super::number::fixed;
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use std::ops::Range;

/// Ticks that leave a line's height between two labels on the lowest chart.
const MOST_TICKS: f64 = 7.0;

/// The part of the range left free at each end, so that no curve runs along the frame.
const PADDING: f64 = 0.05;

/// Beyond this, labels are written as 1.5e13: a longer one would push the chart aside.
const LONGEST_PLAIN: f64 = 1e12;

/// More decimals than any price has; smaller steps are written with an exponent.
const MOST_DECIMALS: i32 = 9;

/// A range of finite values with its ticks.
#[derive(Debug, Clone)]
pub(super) struct YAxis {
    from: f64,
    to: f64,
    step: f64,
}

impl YAxis {
    /// An axis that holds `low` and `high` with room around them, however close or far apart they are.
    pub(super) fn around(low: f64, high: f64) -> Self {
        let flat = (high.abs().max(low.abs()) * 1e-3).max(1e-9);
        let room = if high - low > flat * 1e-9 { (high - low) * PADDING } else { flat };
        // The sum of two huge values would be infinite, and nothing can be mapped onto that.
        let (from, to) = ((low - room).max(f64::MIN / 4.0), (high + room).min(f64::MAX / 4.0));
        Self { from, to, step: step(to - from) }
    }

    pub(super) fn label(&self, y: f64) -> String {
        let decimals = (-self.step.log10()).ceil().max(0.0) as i32;
        let y = if y.abs() < self.step / 2.0 { 0.0 } else { y };
        if self.from.abs().max(self.to.abs()) >= LONGEST_PLAIN || decimals > MOST_DECIMALS {
            return format!("{y:.3e}");
        }
        fixed(y, decimals as usize)
    }

    /// The characters of the longest label.
    pub(super) fn label_width(&self) -> usize {
        self.ticks().into_iter().map(|y| self.label(y).chars().count()).max().unwrap_or(0)
    }

    /// Where an area ends: at zero, or at the edge that is nearest to it.
    pub(super) fn ground(&self) -> f64 {
        0.0_f64.clamp(self.from, self.to)
    }

    fn ticks(&self) -> Vec<f64> {
        // A tick on the very edge counts, although the division may miss it by a rounding.
        let (first, last) = ((self.from / self.step - 1e-6).ceil(), (self.to / self.step + 1e-6).floor());
        let count = (last - first).clamp(0.0, 2.0 * MOST_TICKS) as u32;
        (0..=count).map(|n| (first + f64::from(n)) * self.step).collect()
    }
}

impl Ranged for YAxis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, y: &f64, limit: (i32, i32)) -> i32 {
        let part = (y - self.from) / (self.to - self.from);
        limit.0 + (part * f64::from(limit.1 - limit.0)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        self.ticks()
    }

    fn range(&self) -> Range<f64> {
        self.from..self.to
    }
}

impl ValueFormatter<f64> for YAxis {
    fn format_ext(&self, y: &f64) -> String {
        self.label(*y)
    }
}

/// The least of 1, 2, 5 times a power of ten that gives few enough ticks.
fn step(span: f64) -> f64 {
    let scale = 10_f64.powi((span / MOST_TICKS).log10().floor() as i32);
    let steps = [1.0, 2.0, 5.0].map(|n| n * scale);
    steps.into_iter().find(|step| span / step <= MOST_TICKS).unwrap_or(10.0 * scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(low: f64, high: f64) -> String {
        let axis = YAxis::around(low, high);
        let labels: Vec<String> = axis.ticks().into_iter().map(|y| axis.label(y)).collect();
        labels.join(" ")
    }

    #[test]
    fn labels_have_the_decimals_that_the_step_needs() {
        assert_eq!(labels(1.0831, 1.0842), "1.0832 1.0834 1.0836 1.0838 1.0840 1.0842");
        assert_eq!(labels(-0.1, 0.3), "-0.1 0.0 0.1 0.2 0.3");
        assert_eq!(labels(98_000.0, 121_000.0), "100,000 105,000 110,000 115,000 120,000");
    }

    #[test]
    fn a_flat_line_has_a_range() {
        assert_eq!(labels(100.0, 100.0), "99.90 99.95 100.00 100.05 100.10");
        assert!(labels(0.0, 0.0).contains("e-"));
    }

    #[test]
    fn no_range_is_too_large_or_too_small() {
        let odd = [
            (f64::MIN, f64::MAX),
            (0.0, f64::MIN_POSITIVE),
            (1e300, 1e300),
            (-1e-300, 1e-300),
            (0.1, 0.1 + 1e-16),
        ];
        for (low, high) in odd {
            let axis = YAxis::around(low, high);
            assert!(axis.ticks().len() <= 15 && axis.label_width() < 20, "{low} {high}: {axis:?}");
            assert!(axis.step > 0.0 && axis.step.is_finite(), "{low} {high}: {axis:?}");
        }
    }
}
