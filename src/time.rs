//! Placeholder until the values branch lands.
#![allow(missing_docs)]
use serde::{Deserialize, Serialize};
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Time(i64);
impl Time {
    pub const MIN: Time = Time(i64::MIN);
    pub const MAX: Time = Time(i64::MAX);
    pub const EPOCH: Time = Time(0);
    pub const fn from_nanos(n: i64) -> Self {
        Time(n)
    }
    pub const fn from_secs(n: i32) -> Self {
        Time(n as i64 * 1_000_000_000)
    }
    pub const fn nanos(self) -> i64 {
        self.0
    }
    pub const fn after(self, s: Span) -> Self {
        Time(self.0.saturating_add(s.0))
    }
}
impl std::fmt::Display for Time {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Span(i64);
impl Span {
    pub const ZERO: Span = Span(0);
    pub const fn from_nanos(n: u64) -> Self {
        Span(n as i64)
    }
    pub const fn from_millis(n: u64) -> Self {
        Span(n as i64 * 1_000_000)
    }
    pub const fn from_secs(n: u64) -> Self {
        Span(n as i64 * 1_000_000_000)
    }
    pub const fn nanos(self) -> i64 {
        self.0
    }
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }
}
