//! What passes between a strategy and whoever runs it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::Cause;
use crate::time::Span;

/// The system will stop: wind down and say when you are done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Notice {
    /// Why.
    pub cause: Cause,
    /// How long the strategy has before its gate is sealed.
    pub within: Span,
}

/// Something off the market that the runtime knows and a strategy may want to act on. It asks for nothing.
///
/// Parameters and other facts from outside come through feeds, each with a type of its own (A19, A27).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum ControlEvent {
    /// A connector cannot go on: nothing more comes from its market, and orders there may be left.
    ConnectorLost {
        /// Which.
        connector: String,
        /// Why.
        why: String,
    },
    /// The kill switch is on: orders are refused until somebody resumes. Cancels pass.
    Halted {
        /// Why.
        why: String,
    },
    /// The kill switch is off again.
    Resumed,
    /// The operator asks to read settings again (on Unix, SIGHUP).
    Reload,
}

/// How a strategy ended, as on Unix: 0 is well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DoneCode(pub i32);

impl DoneCode {
    /// All is well.
    pub const OK: DoneCode = DoneCode(0);
}

/// Something a human should learn. It stops nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Complaint {
    /// The strategy's own number for it.
    pub code: i32,
    /// What happened.
    pub text: Cow<'static, str>,
}

impl Complaint {
    /// ```
    /// use tidegate::control::Complaint;
    /// assert_eq!(Complaint::new(7, "no price for a minute").code, 7);
    /// ```
    pub fn new(code: i32, text: impl Into<Cow<'static, str>>) -> Self {
        Self { code, text: text.into() }
    }
}
