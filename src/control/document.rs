//! The report as one document: the exit code, and then the report from which it follows.
//!
//! The code is no field: the two cannot disagree, and who reads a document back leaves it out. Formats without names
//! are read field by field, in their order: they are written without it.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::ShutdownReport;

impl ShutdownReport {
    /// The report as a JSON document: everything that is in it, and the exit code beside. `report::to_json` writes the same.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Strings, numbers and lists always can be written; words for the day when a field is added that cannot.
        let text =
            serde_json::to_string_pretty(self).unwrap_or_else(|error| format!("{{\"error\":\"{error}\"}}"));
        text + "\n"
    }
}

/// Writes the code and these fields. One that is forgotten does not compile.
macro_rules! document {
    ($report:expr, $serializer:expr, $($field:ident)*) => {{
        let (code, has_names) = ($report.exit_code(), $serializer.is_human_readable());
        let ShutdownReport { $($field),* } = $report;
        let fields = [$(stringify!($field)),*].len() + if has_names { 2 } else { 0 };
        let mut document = $serializer.serialize_struct("ShutdownReport", fields)?;
        if has_names {
            document.serialize_field("exit_code", &code.0)?;
            document.serialize_field("exit", code.name())?;
        }
        $(document.serialize_field(stringify!($field), $field)?;)*
        document.end()
    }};
}

impl Serialize for ShutdownReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // In the order of their declaration.
        document! { self, serializer,
            cause causes more_causes ignored more_ignored verdict forced aborted live_at_done crash phases hooks orders
            open_orders positions complaints more_complaints late_actions more_late_actions discarded alerts more_alerts
            undelivered_alerts saved save_failure connectors connector_failures
        }
    }
}
