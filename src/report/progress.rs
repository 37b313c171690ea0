//! A line that shows how far a long tape is, on a terminal and nowhere else.
//!
//! It reads no clock: it looks up once in 65,536 events, which at a million events a second is fifteen times a
//! second. Between two looks a tick costs one compare. A terminal that stops listening ends the line, not the run.

use super::{escape, grouped};
use std::io::{self, IsTerminal, Stderr, Write};

/// Events between two looks: seldom enough to cost nothing, often enough to be seen moving.
const EVENTS_PER_LOOK: u64 = 1 << 16;

/// The label's share of a terminal of 80 columns: a line that wraps cannot be taken back.
const LABEL_WIDTH: usize = 40;

/// Back to the first column, and clear to the end of the line.
const CLEAR: &str = "\r\x1b[K";

/// A progress line, taken back when it is finished or dropped.
///
/// ```
/// use tidegate::report::Progress;
/// let mut progress = Progress::stderr("replay");
/// for event in 1..=200_000_u64 {
///     progress.tick(event, Some(event as f64 / 200_000.0));
/// }
/// progress.finish();
/// ```
#[derive(Debug)]
pub struct Progress<W: Write = Stderr> {
    out: W,
    label: String,
    /// The count of events that brings the next look.
    next: u64,
    shown: bool,
}

impl Progress {
    /// A line on standard error if that is a terminal; silent otherwise, as in a log.
    pub fn stderr(label: &str) -> Self {
        let mut progress = Self::to(io::stderr(), label);
        if !progress.out.is_terminal() {
            progress.next = u64::MAX;
        }
        progress
    }
}

impl<W: Write> Progress<W> {
    /// A line on any writer that understands a terminal's "clear to the end of the line".
    ///
    /// ```
    /// use tidegate::report::Progress;
    /// let mut seen = Vec::new();
    /// let mut progress = Progress::to(&mut seen, "replay");
    /// progress.tick(70_000, Some(0.35));
    /// progress.finish();
    /// assert_eq!(seen, b"\r\x1b[Kreplay  70,000 events  35%\r\x1b[K");
    /// ```
    pub fn to(out: W, label: &str) -> Self {
        let label = escape::line(label).chars().take(LABEL_WIDTH).collect();
        Self { out, label, next: EVENTS_PER_LOOK, shown: false }
    }

    /// Says that `events` have passed since the start, and which part of the tape that is, if it is known.
    #[inline]
    pub fn tick(&mut self, events: u64, fraction: Option<f64>) {
        if events >= self.next {
            self.look(events, fraction);
        }
    }

    /// Takes the line back.
    pub fn finish(self) {}

    #[cold]
    fn look(&mut self, events: u64, fraction: Option<f64>) {
        let part = fraction.filter(|part| part.is_finite()).map(percent).unwrap_or_default();
        self.next = events.saturating_add(EVENTS_PER_LOOK);
        self.shown = true;
        let drawn = write!(self.out, "{CLEAR}{}  {} events{part}", self.label, grouped(events));
        if drawn.and_then(|()| self.out.flush()).is_err() {
            self.next = u64::MAX;
        }
    }
}

impl<W: Write> Drop for Progress<W> {
    fn drop(&mut self) {
        if self.shown {
            // A terminal that is gone has no line to take back.
            let _ = write!(self.out, "{CLEAR}").and_then(|()| self.out.flush());
        }
    }
}

fn percent(part: f64) -> String {
    format!("  {:.0}%", (part.clamp(0.0, 1.0) * 100.0).floor())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(run: impl FnOnce(&mut Progress<&mut Vec<u8>>)) -> String {
        let mut out = Vec::new();
        run(&mut Progress::to(&mut out, "tape"));
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_short_tape_draws_nothing() {
        assert_eq!(drawn(|progress| (0..65_536).for_each(|n| progress.tick(n, None))), "");
    }

    #[test]
    fn the_line_is_drawn_seldom_and_taken_back_on_drop() {
        let text = drawn(|progress| (0..=1_000_000).for_each(|n| progress.tick(n, Some(9.0))));
        assert_eq!(text.matches("events").count(), 15);
        assert!(text.ends_with("983,040 events  100%\r\x1b[K"), "{text:?}");
    }

    #[test]
    fn a_terminal_that_is_gone_ends_the_line_not_the_run() {
        struct Gone;
        impl Write for Gone {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut progress = Progress::to(Gone, "tape");
        progress.tick(100_000, None);
        assert_eq!(progress.next, u64::MAX);
    }
}
