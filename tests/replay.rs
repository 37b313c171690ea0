//! Tapes: every layout in every dress reads back what was written, and every damage is named where it is.
#![cfg(feature = "replay")]

mod replay {
    mod bad_files;
    mod bad_rows;
    mod real_files;
    mod round_trip;
    mod tape;
}
