//! The protocol of stopping as a function: its finite part, its laws, and short stories.

mod finite;
mod laws;
mod stories;
