//! Time lines: what happened when, as text, to be compared and shown side by side.

use crate::time::Time;

/// A list of things that happened, each with its second.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    entries: Vec<(String, String)>,
}

/// Two time lines differ. Prints both, side by side, with a mark at each difference.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the time lines differ\n{}", self.side_by_side())]
pub struct Mismatch {
    expected: Timeline,
    found: Timeline,
}

impl Timeline {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Something happened.
    pub fn push(&mut self, at: Time, what: impl std::fmt::Display) {
        self.entries.push((seconds(at), what.to_string()));
    }

    /// Reads lines like `12.5: market buy 1 (order 1, only)`.
    ///
    /// # Panics
    /// If a line has no colon: a time line is written by hand, in a test.
    #[must_use]
    #[track_caller]
    pub fn parse<S: AsRef<str>>(lines: impl IntoIterator<Item = S>) -> Self {
        let entries = lines.into_iter().map(|line| match line.as_ref().split_once(':') {
            Some((at, what)) => (at.trim().to_owned(), what.trim().to_owned()),
            None => panic!("a line of a time line reads `second: what`, found `{}`", line.as_ref()),
        });
        Self { entries: entries.collect() }
    }

    /// Compares with what was expected.
    ///
    /// # Errors
    /// [`Mismatch`], which prints both.
    pub fn equals(&self, expected: &Timeline) -> Result<(), Mismatch> {
        match self == expected {
            true => Ok(()),
            false => Err(Mismatch { expected: expected.clone(), found: self.clone() }),
        }
    }
}

/// The seconds since the epoch, without trailing zeros.
fn seconds(at: Time) -> String {
    let (whole, rest) = (at.nanos().div_euclid(1_000_000_000), at.nanos().rem_euclid(1_000_000_000));
    let text = format!("{whole}.{rest:09}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

impl Mismatch {
    fn side_by_side(&self) -> String {
        let text = |entry: Option<&(String, String)>| {
            entry.map_or("-".to_owned(), |(at, what)| format!("{at}: {what}"))
        };
        let rows = self.expected.entries.len().max(self.found.entries.len());
        let pairs: Vec<(String, String)> = (0..rows)
            .map(|row| (text(self.expected.entries.get(row)), text(self.found.entries.get(row))))
            .collect();
        let width =
            pairs.iter().map(|(left, _)| left.chars().count()).max().unwrap_or(0).max("expected".len());
        let mut lines = vec![format!("    {:width$} | found", "expected")];
        lines.extend(pairs.into_iter().map(|(left, right)| {
            let mark = if left == right { "   " } else { "-> " };
            format!(" {mark}{left:width$} | {right}")
        }));
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::Timeline;
    use crate::time::Time;

    #[test]
    fn a_mismatch_shows_both_lines_and_marks_the_difference() {
        let mut found = Timeline::new();
        found.push(Time::from_secs(1), "buy");
        found.push(Time::from_nanos(2_500_000_000), "sell");
        let error = found.equals(&Timeline::parse(["1: buy", "3: sell", "4: buy"])).expect_err("they differ");
        assert_eq!(
            error.to_string(),
            "the time lines differ\n    expected | found\n    1: buy   | 1: buy\n -> 3: sell  | 2.5: sell\n -> 4: buy   | -"
        );
    }
}
