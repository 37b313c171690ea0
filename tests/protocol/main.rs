//! The protocol of stopping as a function: its finite part, its laws, its codes and words, and short stories.

mod codes;
mod finite;
mod laws;
mod stories;
mod words;
