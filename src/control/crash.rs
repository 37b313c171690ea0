//! The crash record: one line of JSON, written before a process ends without a report.

use serde::{Deserialize, Serialize};

use super::log::CauseRecord;
use super::{OrderKey, Phase, Protocol};
use crate::time::Time;

/// What is known when a process ends without going through its phases.
///
/// It is written to the standard error, and to a file if one was named, before anything else is tried.
///
/// ```
/// use tidegate::control::{CrashRecord, Plan, Protocol};
/// use tidegate::time::Time;
///
/// let protocol = Protocol::new(Plan::default(), Time::EPOCH);
/// let line = CrashRecord::of(&protocol, Time::from_secs(1), "a thread of the runtime panicked").to_line();
/// assert!(line.starts_with(r#"{"at":1000000000,"why":"a thread of the runtime panicked","phase":"Running""#));
/// assert!(!line.contains('\n'));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrashRecord {
    /// When.
    pub at: Time,
    /// Why the process ends.
    pub why: String,
    /// The phase it was in.
    pub phase: Phase,
    /// What had asked for a stop.
    pub causes: Vec<CauseRecord>,
    /// Orders that lived when the gates were sealed and whose end is not known.
    pub open: Vec<OrderKey>,
}

impl CrashRecord {
    /// What a protocol knows now.
    #[must_use]
    pub fn of(protocol: &Protocol, at: Time, why: &str) -> Self {
        let is_open = |fate: Option<super::Fate>| fate.is_none_or(super::Fate::is_open);
        let open = protocol.fates().filter(|(_, fate)| is_open(*fate)).map(|(key, _)| key);
        Self {
            at,
            why: why.to_owned(),
            phase: protocol.left_phase(),
            causes: protocol.log.causes.clone(),
            open: open.collect(),
        }
    }

    /// The record as one line of JSON, without the line's end.
    #[must_use]
    pub fn to_line(&self) -> String {
        // Strings, numbers and lists always can be written; words for the day when a field is added that cannot.
        serde_json::to_string(self).unwrap_or_else(|error| format!("{{\"error\":\"{error}\"}}"))
    }
}
