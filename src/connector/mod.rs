//! The edges of the crate: where events of the outside world come in.
//!
//! A connector turns bytes into values of the layers below and reports what it cannot turn. It decides
//! nothing about trading and knows no runtime.

#[cfg(feature = "replay")]
pub mod replay;
