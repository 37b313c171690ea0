//! Looking at networks: descriptions in all forms, counters, and panics that name what panicked.

mod counters;
mod culprit;
mod everything;
mod kept;
mod rows;
