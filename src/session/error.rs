//! What can be wrong with a calendar.

/// Why a calendar is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CalendarError {
    /// A zone that the time-zone database does not have.
    #[error("expected a time zone of the IANA database, as Europe/Berlin, found `{found}`")]
    Zone {
        /// What was asked for.
        found: String,
    },
    /// A time of day that is none.
    #[error("expected a time of day as 09:30 or 09:30:15, up to 24:00, found `{found}`")]
    TimeOfDay {
        /// What was written.
        found: String,
    },
    /// A date that is none.
    #[error("expected a date as 2024-12-24, found `{found}`")]
    Date {
        /// What was written.
        found: String,
    },
    /// A market does two things at once.
    #[error("expected parts of a day one after the other, found {first} and {second}")]
    Overlap {
        /// One of them.
        first: String,
        /// The other one.
        second: String,
    },
}
