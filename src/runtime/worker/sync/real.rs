//! What std gives.

pub(in crate::runtime) use std::sync::{
    Arc, Condvar, Mutex, MutexGuard,
    atomic::{AtomicBool, AtomicU64, Ordering},
};
pub(in crate::runtime) use std::thread;
pub(in crate::runtime) use std::time::{Instant, SystemTime};
