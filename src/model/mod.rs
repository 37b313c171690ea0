//! What the language means: every combinator as a few lines over lists.
//!
//! This is the definition, not an implementation. Nothing here is fast, keeps anything from one instant to
//! the next, or knows how a network runs; a network is right if it gives what these functions give. Read
//! them beside the documentation of a combinator, and compare with them in tests.
//!
//! # The idea in a page
//!
//! A run has the instants 0, 1, …, n-1.
//!
//! - An **event** is the list of its occurrences, [`Occurrences`]: n of them, `None` where it does not
//!   occur. `x[t]` is what the equations call `x@t`.
//! - A **behavior** is the list of its [`Values`]: n + 1 of them, one on entry to each instant and one after
//!   the last. `b[t]` is `b(t)`.
//! - A **combinator** is a function of lists. Its parameters stand first, the lists last.
//! - **State** is the past. A combinator that remembers takes the instant `c` at which it comes into being,
//!   and its result at `t` depends on what occurred in `[c, t]`, on entry to `t` in `[c, t)`. Before `c`
//!   nobody looks. A network that exists before the run has `c = 0`.
//! - A **construction**, as `switch` and `per_key` run them, is a function from `c` to a list.
//! - **Causality**: lists may be cut. The first k elements of a result depend on the first k of the
//!   arguments only.
//!
//! Sharing, boxes and names mean nothing: `share`, `within`, `boxed` and `named` are the identity, and not
//! here.
//!
//! ```
//! use tidegate::model::{behavior, event};
//!
//! // Buys and sells, and a position that may not go below zero.
//! let orders = [Some(5), Some(-7), None, Some(-3)];
//! let sums = event::scan(0, 0, |position, order| (position + order).max(0), &orders);
//! assert_eq!(sums, [Some(5), Some(0), None, Some(0)]);
//!
//! // What is held shows strictly after its instant; the last element is the value after the run.
//! let position = behavior::hold(0, 0, &sums);
//! assert_eq!(position, [0, 5, 0, 0, 0]);
//!
//! // A sampler sees the value on entry.
//! let before = event::sample(|order, position| (order, position), &position, &orders);
//! assert_eq!(before, [Some((5, 0)), Some((-7, 5)), None, Some((-3, 0))]);
//!
//! // Built at instant 1, the same sum knows nothing of instant 0, but takes in instant 1.
//! assert_eq!(event::scan(1, 0, |sum, order| sum + order, &orders), [None, Some(-7), None, Some(-10)]);
//! ```
//!
//! # Time
//!
//! Instants carry timestamps, and operators of time make instants of their own: alarms. So the list of
//! instants is itself a result. A [`Run`](run::Run) is the list so far. An operator asks it at which instant
//! its alarm rings; if there is none yet, the run notes the wish, and [`drive`](run::drive) adds the
//! earliest instant that anything asks for and reads the whole program again, until nothing is left.
//!
//! ```
//! use tidegate::model::{clock, event, run};
//! use tidegate::time::Span;
//!
//! // Each value again after two seconds, together with what arrives then.
//! let met = run::simulate([(1, 5), (3, 6)], |run, x| {
//!     let late = clock::delay(run, 0, Span::from_secs(2), x);
//!     event::merge(|late, new| late * 10 + new, &late, x)
//! });
//! assert_eq!(met, [(1, 5), (3, 56), (5, 6)]);
//! ```
//!
//! Every function that may set alarms, or build a part that does, takes the run first.
//!
//! # The map
//!
//! [`event`] and [`behavior`] are the core; [`sequence`] one event; [`join`] several; [`clock`] alarms and
//! timestamps; [`window`] which occurrences belong together, [`fold`], [`forgetting`] and [`across`] what is made of
//! them; [`dynamic`] parts that come and go; [`run`] instants.
//!
//! What a network refuses when it is built (periods of zero, windows of nothing) has no meaning here, and
//! whatever these functions give for it says nothing.

pub mod across;
pub mod behavior;
#[cfg(test)]
mod boundaries;
pub mod clock;
pub mod dynamic;
pub mod event;
pub mod fold;
pub mod forgetting;
pub mod join;
#[cfg(test)]
mod laws;
mod past;
pub mod run;
pub mod sequence;
pub mod window;

/// An event: what occurs at each instant of a run, at most once.
pub type Occurrences<A> = Vec<Option<A>>;

/// A behavior: its value on entry to each instant, and after the last.
pub type Values<A> = Vec<A>;
