//! Pictures of statistics over windows.

use tidegate::network::{
    Event, Fold, Windowed, correlation, kurtosis, mean, median, quantile, skewness, std,
};

use crate::day::Minute;
use crate::drawn::{Picture, picture};
use crate::prices::close;

fn volume(minute: &Minute) -> f64 {
    minute.volume
}

/// The size of the return from one to the next, and the volume of that.
fn size_and_volume(before: &Minute, now: &Minute) -> (f64, f64) {
    ((now.bar.close / before.bar.close).ln().abs(), now.volume)
}

pub(crate) fn of_windows(day: &[(i32, Minute)]) -> Vec<Picture> {
    vec![
        picture!(
            "Quartiles of closes, two hours",
            "p = 119 · q,  order[⌊p⌋] + (p - ⌊p⌋) · (order[⌊p⌋ + 1] - order[⌊p⌋])",
            day,
            |minutes| minutes.window_of(120, (quantile(0.25), median(), quantile(0.75)).of(close)).full(),
            |(lower, median, upper)| { "lower": lower, "median": median, "upper": upper }
        ),
        picture!(
            "Mean and deviation of volume, an hour",
            "mean = Σ x / n,  std = √(Σ(x - mean)² / (n - 1))",
            day,
            |minutes| minutes.window_of(60, (mean(), std()).of(volume)).full(),
            |(mean, std)| { "mean": mean, "std": std }
        ),
        picture!(
            "Skewness and kurtosis of volume, two hours",
            "the third power of (x - mean) / std in the mean, and the fourth less 3, unbiased: of a normal distribution 0",
            day,
            |minutes| minutes.window_of(120, (skewness(), kurtosis()).of(volume)).full(),
            |(skewness, kurtosis)| { "skewness": skewness, "kurtosis": kurtosis }
        ),
        picture!(
            "Correlation of the size of returns with volume, since midnight",
            "Σ(x - mean x) · (y - mean y) / √(Σ(x - mean x)² · Σ(y - mean y)²)",
            day,
            |minutes| minutes.total(correlation().of_steps(size_and_volume)),
            |together| { "correlation": together }
        ),
    ]
}
