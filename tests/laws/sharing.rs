//! Sharing cannot be noticed: a joint, a scoped value, a box and a second evaluation are the same event.

use proptest::prelude::*;
use tidegate::network::{Event, Shared};

use crate::timeline::{instants, run};

/// A chain with state, so that a skipped or repeated poll shows.
fn stateful(x: impl Event<Item = i64>) -> impl Event<Item = i64> {
    x.filter(|x| *x != 0).scan(1_i64, |s, x| s.wrapping_mul(31).wrapping_add(x)).dedupe()
}

proptest! {
    #[test]
    fn within_and_share_and_doing_it_twice_are_the_same(list in instants()) {
        let twice = run(&list, |a, b| stateful(a).merge(stateful(a).sample(b.hold(0), |x, b| x ^ b), |x: i64, y| x.wrapping_sub(y)));
        let shared = run(&list, |a, b| {
            let x = stateful(a).share();
            x.merge(x.sample(b.hold(0), |x, b| x ^ b), |x: i64, y| x.wrapping_sub(y))
        });
        let scoped = run(&list, |a, b| {
            let b = b.hold(0);
            stateful(a).within(|x| x.merge(x.sample(b, |x, b| x ^ b), |x: i64, y| x.wrapping_sub(y)))
        });
        prop_assert_eq!(&twice, &shared);
        prop_assert_eq!(&twice, &scoped);
    }

    #[test]
    fn nested_scopes_see_their_own_value_and_the_outer_one(list in instants()) {
        let nested = run(&list, |a, b| a.or(b).within(|x| {
            x.map(|x| x * 2).within(|y| y.merge(x.filter(|x| *x > 0).map(|x| x * 100), |y, x| x + y).merge(y, |z, y| z - y))
        }));
        let flat = run(&list, |a, b| {
            let x = a.or(b).share();
            let y = x.map(|x| x * 2).share();
            y.merge(x.filter(|x| *x > 0).map(|x| x * 100), |y, x| x + y).merge(y, |z, y| z - y)
        });
        prop_assert_eq!(nested, flat);
    }

    #[test]
    fn a_box_anywhere_changes_nothing(list in instants()) {
        let plain = |a: Shared<i64>, b: Shared<i64>| {
            let x = stateful(a).within(|x| x.or(b).merge(x, |x: i64, y| x.wrapping_sub(y))).share();
            x.with_latest(stateful(b), 0, |x, b| x ^ b).once().or(x.gate_after(3))
        };
        let boxed = |a: Shared<i64>, b: Shared<i64>| {
            let x = stateful(a.boxed()).boxed().within(|x| x.boxed().or(b.boxed()).boxed().merge(x, |x: i64, y| x.wrapping_sub(y)).boxed());
            let x = x.boxed().share();
            x.boxed().with_latest(stateful(b).boxed(), 0, |x, b| x ^ b).boxed().once().boxed().or(x.gate_after(3).boxed())
        };
        prop_assert_eq!(run(&list, plain), run(&list, boxed));
    }

    #[test]
    fn an_observer_more_changes_nothing(list in instants()) {
        let alone = run(&list, |a, b| stateful(a).or(b));
        let observed = run(&list, |a, b| {
            let unread = stateful(a).share();
            let _ = unread.map(|x| x + 1).share();
            stateful(a).or(b)
        });
        prop_assert_eq!(alone, observed);
    }
}

/// A combinator as an author would write one.
trait GateAfter {
    fn gate_after(self, n: u32) -> impl Event<Item = i64>;
}

impl GateAfter for Shared<i64> {
    fn gate_after(self, n: u32) -> impl Event<Item = i64> {
        use tidegate::network::Behavior;
        let count = self.scan(0, |count, _| count + 1).hold(0);
        self.gate(count.map(move |count| count >= n))
    }
}
