//! The protocol of stopping as a function: its finite part, its laws, its report.

mod finite;
mod laws;
