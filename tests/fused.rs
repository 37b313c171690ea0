//! Every combinator fused behind and before every other, in one machine, means what the model says.
//!
//! The stages below are written twice, once for a network and once for lists. A macro puts each behind each,
//! without a joint or a box between them, and runs both over the same lists of instants.

#[path = "laws/timeline.rs"]
#[allow(dead_code, reason = "the laws use more of it")]
mod timeline;

#[path = "fused/lists.rs"]
mod lists;
#[macro_use]
#[path = "fused/stages.rs"]
mod stages;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use tidegate::model::Occurrences;
use tidegate::model::run::{Run, drive};
use tidegate::network::{Boxed, Event, Shared};
use tidegate::time::{Span, Time};

use timeline::{AFTERWARDS, Instant, instants, occurrences, run_from};

/// What occurs at the two inputs.
type Both = (Option<i64>, Option<i64>);

/// What the model makes of the lists of two inputs.
type Program = dyn Fn(&Run, &[Option<i64>], &[Option<i64>]) -> Occurrences<i64>;

/// The same lists for every pair.
fn random_lists() -> Vec<Vec<Instant>> {
    let mut runner = TestRunner::deterministic();
    (0..24).map(|_| instants().new_tree(&mut runner).expect("lists are always possible").current()).collect()
}

/// What the model makes of a list of instants: with its second, what occurs.
fn modelled(list: &[Instant], program: &Program) -> Vec<(i32, i64)> {
    let rounds: Vec<_> = list.iter().map(|at| (Time::from_secs(at.at), (at.a, at.b))).collect();
    let end = rounds.last().map_or(Time::EPOCH, |last| last.0).after(Span::from_secs(AFTERWARDS));
    let before_end = Time::from_nanos(end.nanos() - 1);
    let (run, found) = drive(Time::EPOCH, &rounds, before_end, |run, both| {
        let side = |side: fn(&Both) -> Option<i64>| -> Occurrences<i64> {
            both.iter().map(|both| both.as_ref().and_then(side)).collect()
        };
        program(run, &side(|both| both.0), &side(|both| both.1))
    });
    let second = |at: Time| (at.nanos() / 1_000_000_000) as i32;
    run.stamped(&found).into_iter().map(|(at, x)| (second(at), x)).collect()
}

/// Both over all lists. The pair comes in a box, so that only the pair is compiled for each.
fn agree(
    pair: &str,
    lists: &[Vec<Instant>],
    wire: &dyn Fn(Shared<i64>, Shared<i64>) -> Boxed<i64>,
    program: &Program,
) {
    for list in lists {
        let found = occurrences(run_from(0, list, wire));
        assert_eq!(found, modelled(list, program), "{pair}, found and expected, over {list:?}");
    }
}

/// A test for each stage, in which it stands behind some of every kind (one that drops, one that joins, one that
/// keeps, one that waits) and before one that keeps and one that joins.
macro_rules! pairs {
    ($($stage:ident)*) => { $(
        #[test]
        fn $stage() {
            let random = random_lists();
            pairs!(@one random $stage filter);
            pairs!(@one random $stage merge);
            pairs!(@one random $stage map_accum);
            pairs!(@one random $stage delay);
            pairs!(@one random scan $stage);
            pairs!(@one random with_latest $stage);
        }
    )* };
    (@one $lists:ident $outer:ident $inner:ident) => {
        agree(
            concat!(stringify!($outer), " behind ", stringify!($inner)),
            &$lists,
            &|a, b| network!($outer, network!($inner, a, b), b).boxed(),
            &|run, a, b| lists::$outer(run, &lists::$inner(run, a, b), b),
        );
    };
}

stages!(pairs);
