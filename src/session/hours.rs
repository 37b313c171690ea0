//! The hours of one trading day: when its auctions and its continuous trading begin and end, by the clock on the wall.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::error::CalendarError;

/// What a market does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SessionPhase {
    /// Nothing: between two days, on holidays, in a break.
    Closed,
    /// Orders are collected and not matched before its end, whichever auction it is.
    Auction,
    /// Orders are matched as they come.
    Continuous,
}

impl fmt::Display for SessionPhase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SessionPhase::Closed => "closed",
            SessionPhase::Auction => "auction",
            SessionPhase::Continuous => "continuous",
        })
    }
}

/// Seconds since the midnight with which a trading day begins; below zero on the evening before.
pub(super) type Seconds = i32;

const DAY: Seconds = 86_400;

/// A part of a trading day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Part {
    pub(super) phase: SessionPhase,
    pub(super) from: Seconds,
    pub(super) to: Seconds,
}

/// The hours of one trading day, in the time zone of its market. What lies between its parts is closed.
///
/// ```
/// use tidegate::session::Hours;
///
/// let xetra = Hours::none()
///     .auction("08:50", "09:00")?
///     .continuous("09:00", "17:30")?
///     .auction("17:30", "17:35")?;
/// assert_eq!(xetra.to_string(), "auction 08:50-09:00, continuous 09:00-17:30, auction 17:30-17:35");
///
/// // A part that ends before it begins has begun on the evening before, as its day is the one on which it ends.
/// let futures = Hours::none().continuous("17:00", "16:00")?;
/// assert_eq!(futures.to_string(), "continuous 17:00 (the day before)-16:00");
///
/// let error = Hours::none().continuous("9:30", "16:00").expect_err("two digits");
/// assert_eq!(error.to_string(), "expected a time of day as 09:30 or 09:30:15, up to 24:00, found `9:30`");
/// # Ok::<(), tidegate::session::CalendarError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[must_use = "hours do nothing until a calendar has them"]
pub struct Hours {
    /// In order, without overlaps.
    parts: Vec<Part>,
}

impl Hours {
    /// No trading at all.
    pub const fn none() -> Self {
        Self { parts: Vec::new() }
    }

    /// From one midnight to the next.
    pub fn around_the_clock() -> Self {
        Self { parts: vec![Part { phase: SessionPhase::Continuous, from: 0, to: DAY }] }
    }

    /// Continuous trading from one time of the day on, before another.
    ///
    /// # Errors
    /// A time that is none; a part that overlaps another one.
    pub fn continuous(self, from: &str, to: &str) -> Result<Self, CalendarError> {
        self.with(SessionPhase::Continuous, from, to)
    }

    /// An auction from one time of the day on, before another.
    ///
    /// # Errors
    /// A time that is none; a part that overlaps another one.
    pub fn auction(self, from: &str, to: &str) -> Result<Self, CalendarError> {
        self.with(SessionPhase::Auction, from, to)
    }

    fn with(mut self, phase: SessionPhase, from: &str, to: &str) -> Result<Self, CalendarError> {
        let (from, to) = (seconds(from)?, seconds(to)?);
        let from = if from < to { from } else { from - DAY };
        let part = Part { phase, from, to };
        if let Some(other) = self.parts.iter().find(|other| other.from < to && from < other.to) {
            return Err(CalendarError::Overlap { first: other.to_string(), second: part.to_string() });
        }
        let place = self.parts.partition_point(|other| other.from < from);
        self.parts.insert(place, part);
        Ok(self)
    }

    pub(super) fn parts(&self) -> &[Part] {
        &self.parts
    }
}

/// Reads `09:30` and `09:30:15`; `24:00` is the midnight at the end.
fn seconds(text: &str) -> Result<Seconds, CalendarError> {
    let wrong = || CalendarError::TimeOfDay { found: text.to_owned() };
    let two = |digits: &str, below: Seconds| {
        let is_number = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = digits.parse().ok().filter(|_| is_number);
        number.filter(|number: &Seconds| *number < below).ok_or_else(wrong)
    };
    let mut fields = text.split(':');
    let mut field = |below| fields.next().map(|digits| two(digits, below)).transpose();
    let hours = field(25)?.ok_or_else(wrong)?;
    let minutes = field(60)?.ok_or_else(wrong)?;
    let rest = field(60)?.unwrap_or(0);
    let all = hours * 3_600 + minutes * 60 + rest;
    match fields.next().is_none() && all <= DAY {
        true => Ok(all),
        false => Err(wrong()),
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clock = |seconds: Seconds| {
            let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
            let rest = if rest == 0 { String::new() } else { format!(":{rest:02}") };
            format!("{hours:02}:{minutes:02}{rest}")
        };
        match self.from < 0 {
            true => {
                write!(f, "{} {} (the day before)-{}", self.phase, clock(self.from + DAY), clock(self.to))
            }
            false => write!(f, "{} {}-{}", self.phase, clock(self.from), clock(self.to)),
        }
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = self.parts.iter().map(ToString::to_string).collect();
        f.write_str(if parts.is_empty() { "closed" } else { "" })?;
        f.write_str(&parts.join(", "))
    }
}
