//! A curve of a value that holds until it changes.
//!
//! Most trades change nothing: neither the price nor what is earned. Only changes become points, each with
//! the last moment of the value before it, so that the curve keeps its steps.

use crate::report::Series;

/// A curve under construction.
#[derive(Debug, Clone, Default)]
pub(super) struct Steps {
    series: Series,
    /// The value that holds, how it is drawn, and until when it was seen.
    held: Option<Held>,
}

#[derive(Debug, Clone, Copy)]
struct Held {
    value: i64,
    y: f64,
    until: i64,
    is_drawn_until: i64,
}

impl Steps {
    /// The value at `x`; drawn at the height that `y` gives it, which is asked for changes only.
    #[inline]
    pub(super) fn hold(&mut self, x: i64, value: i64, y: impl FnOnce() -> f64) {
        match &mut self.held {
            Some(held) if held.value == value => held.until = x,
            _ => self.change(x, value, y()),
        }
    }

    #[inline(never)]
    fn change(&mut self, x: i64, value: i64, y: f64) {
        if let Some(before) = &self.held
            && before.until > before.is_drawn_until
        {
            self.series.push(before.until, before.y);
        }
        self.series.push(x, y);
        self.held = Some(Held { value, y, until: x, is_drawn_until: x });
    }

    /// The curve up to the last moment seen.
    pub(super) fn series(&self) -> Series {
        let mut series = self.series.clone();
        if let Some(held) = self.held.filter(|held| held.until > held.is_drawn_until) {
            series.push(held.until, held.y);
        }
        series
    }
}

#[cfg(test)]
mod tests {
    use super::Steps;

    #[test]
    fn a_value_is_drawn_where_it_begins_and_where_it_ends() {
        let mut steps = Steps::default();
        for (x, value) in [(1, 5), (2, 5), (3, 5), (4, 7), (5, 5), (9, 5)] {
            steps.hold(x, value, || value as f64);
        }
        assert_eq!(steps.series().points(), [(1, 5.0), (3, 5.0), (4, 7.0), (5, 5.0), (9, 5.0)]);
    }
}
