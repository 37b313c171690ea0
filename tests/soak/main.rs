//! Systems that run for long, and under more load than they can take. In a binary of its own: nobody else allocates, or keeps
//! the processors.

#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "a system that runs for long runs by the clock on the wall")]

mod endurance;
mod overload;
