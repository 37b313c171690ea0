//! What may leave a system, how its end is waited for, and what keeps it back.

mod drain;
mod gate;
mod kill_file;
mod kill_switch;
mod rate_limit;
mod say;
