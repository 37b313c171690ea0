//! The horizontal axis: round times or round counts.
//!
//! Ticks of a time axis fall on full seconds, hours, days or months in UTC, never on merely round nanoseconds.

use super::{
    number::{grouped, round_step},
    utc::{DAY, HOUR, MINUTE, SECOND, Utc, month_start},
};
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use std::ops::Range;

/// Steps that fit side by side when each is labelled with a full date.
const MOST_STEPS: i128 = 9;

/// Steps that fit when each is labelled with a time of day to the nanosecond.
const MOST_FINE_STEPS: i128 = 6;

/// The steps of a clock and of a week that are longer than a second.
const CLOCK_STEPS: [i64; 20] = [
    2 * SECOND,
    5 * SECOND,
    10 * SECOND,
    15 * SECOND,
    30 * SECOND,
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    4 * DAY,
    7 * DAY,
];

/// The steps of a year and of the 585 years that nanoseconds can hold, in months.
const MONTH_STEPS: [i64; 9] = [1, 2, 3, 6, 12, 24, 60, 240, 1_200];

/// A range with its ticks.
#[derive(Debug, Clone)]
pub(super) struct XAxis {
    from: i64,
    to: i64,
    step: Step,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Count(i64),
    Nanos(i64),
    Months(i64),
}

impl XAxis {
    /// An axis of moments in UTC.
    pub(super) fn time(from: i64, to: i64) -> Self {
        Self { from, to, step: time_step(span(from, to)) }
    }

    /// An axis of plain counts.
    pub(super) fn count(from: i64, to: i64) -> Self {
        Self { from, to, step: Step::Count(round_step(span(from, to), MOST_STEPS)) }
    }

    pub(super) fn label(&self, x: i64) -> String {
        let at = Utc::of(x);
        match self.step {
            Step::Count(_) => format!("{}{}", if x < 0 { "-" } else { "" }, grouped(x.unsigned_abs())),
            Step::Months(_) => at.month(),
            Step::Nanos(step) if step >= DAY || at.since_midnight == 0 => at.date(),
            Step::Nanos(step) if step >= MINUTE => at.minutes(),
            Step::Nanos(step) => at.seconds(decimals(step)),
        }
    }

    /// What stands under the axis: for times the first and the last, so that no date is left to guess.
    pub(super) fn caption(&self) -> Option<String> {
        let (from, to) = (Utc::of(self.from), Utc::of(self.to));
        match self.step {
            Step::Count(_) => None,
            Step::Nanos(step) if from.date() == to.date() => {
                let (first, last) = (from.seconds(decimals(step)), to.seconds(decimals(step)));
                Some(format!("{}, {first} to {last} UTC", from.date()))
            }
            _ => Some(format!("{} {} to {} {} UTC", from.date(), from.minutes(), to.date(), to.minutes())),
        }
    }

    fn ticks(&self) -> Vec<i64> {
        match self.step {
            Step::Count(step) | Step::Nanos(step) => self.multiples(step),
            Step::Months(step) => self.months(step),
        }
    }

    fn multiples(&self, step: i64) -> Vec<i64> {
        let (from, to, step) = (i128::from(self.from), i128::from(self.to), i128::from(step));
        let (first, last) = (-(-from).div_euclid(step), to.div_euclid(step));
        (first..=last).filter_map(|n| i64::try_from(n * step).ok()).collect()
    }

    fn months(&self, step: i64) -> Vec<i64> {
        let number = |x: i64| Utc::of(x).year * 12 + Utc::of(x).month - 1;
        let (first, last) = (number(self.from).div_euclid(step), number(self.to).div_euclid(step));
        let starts = (first..=last).filter_map(|n| month_start(n * step));
        starts.filter(|&start| start >= self.from && start <= self.to).collect()
    }
}

impl Ranged for XAxis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = i64;

    fn map(&self, x: &i64, limit: (i32, i32)) -> i32 {
        let part = span(self.from, *x) as f64 / span(self.from, self.to).max(1) as f64;
        limit.0 + (part * f64::from(limit.1 - limit.0)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<i64> {
        self.ticks()
    }

    fn range(&self) -> Range<i64> {
        self.from..self.to
    }
}

impl ValueFormatter<i64> for XAxis {
    fn format_ext(&self, x: &i64) -> String {
        self.label(*x)
    }
}

/// The distance, which an `i64` cannot always hold.
fn span(from: i64, to: i64) -> i128 {
    i128::from(to) - i128::from(from)
}

fn time_step(span: i128) -> Step {
    let fits = |step: i64| span / i128::from(step) < MOST_STEPS;
    if fits(SECOND) {
        return Step::Nanos(round_step(span, MOST_FINE_STEPS).min(SECOND));
    }
    if let Some(&step) = CLOCK_STEPS.iter().find(|&&step| fits(step)) {
        return Step::Nanos(step);
    }
    let months = MONTH_STEPS.into_iter().find(|&months| fits(months * 30 * DAY));
    Step::Months(months.unwrap_or(MONTH_STEPS[MONTH_STEPS.len() - 1]))
}

/// The decimals of a second that a step of so many nanoseconds needs: 0, 3, 6 or 9.
fn decimals(step: i64) -> usize {
    match step {
        _ if step % SECOND == 0 => 0,
        _ if step % 1_000_000 == 0 => 3,
        _ if step % 1_000 == 0 => 6,
        _ => 9,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2024-03-05 00:00 UTC.
    const MARCH_5: i64 = 1_709_596_800 * SECOND;

    fn labels(axis: &XAxis) -> String {
        let labels: Vec<String> = axis.ticks().into_iter().map(|x| axis.label(x)).collect();
        labels.join(" ")
    }

    #[test]
    fn ticks_fall_on_round_times() {
        let after = |nanos: i64, span: i64| labels(&XAxis::time(MARCH_5 + nanos, MARCH_5 + nanos + span));
        assert_eq!(after(7 * HOUR + MINUTE, 4 * HOUR), "07:30 08:00 08:30 09:00 09:30 10:00 10:30 11:00");
        assert_eq!(after(21 * HOUR, 6 * HOUR), "21:00 22:00 23:00 2024-03-06 01:00 02:00 03:00");
        assert_eq!(after(0, 10 * DAY), "2024-03-06 2024-03-08 2024-03-10 2024-03-12 2024-03-14");
        assert_eq!(
            after(HOUR, 5 * 1_000_000),
            "01:00:00.000 01:00:00.001 01:00:00.002 01:00:00.003 01:00:00.004 01:00:00.005"
        );
        assert_eq!(
            after(HOUR, 2 * SECOND),
            "01:00:00.000 01:00:00.500 01:00:01.000 01:00:01.500 01:00:02.000"
        );
        assert_eq!(after(0, 200 * DAY), "2024-04 2024-05 2024-06 2024-07 2024-08 2024-09");
        assert_eq!(after(0, 1_100 * DAY), "2024-07 2025-01 2025-07 2026-01 2026-07 2027-01");
    }

    #[test]
    fn every_span_has_few_ticks() {
        let spans = (0..62).flat_map(|bits| [1_i64 << bits, 3 << bits.min(60)]);
        for span in spans {
            let axis = XAxis::time(-(span / 2), span / 2);
            let ticks = axis.ticks().len();
            assert!(ticks <= 10, "{ticks} ticks for {span} ns: {axis:?}");
        }
        assert!(XAxis::time(i64::MIN, i64::MAX).ticks().len() <= 10);
        assert!(XAxis::count(i64::MIN, i64::MAX).ticks().len() <= 10);
    }

    #[test]
    fn counts_are_grouped() {
        assert_eq!(labels(&XAxis::count(-1_000, 2_500)), "-1,000 -500 0 500 1,000 1,500 2,000 2,500");
    }
}
