//! Runtimes: all keep the same laws, and what can be compared between them is equal.

mod bent;
mod broken;
mod delayed;
mod late;
mod laws;
mod one_input;
mod paced;
mod pool;
mod quitting;
mod threads;
#[cfg(feature = "tokio")]
mod tokio;
mod traders;
