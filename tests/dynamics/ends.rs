//! A part that is gone is dropped in the instant that ends it: not later, and not by chance.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use tidegate::network::{Behavior, Event, Input, Network, Shared, constant, never};
use tidegate::time::Time;

/// How many parts live: each keeps one of these in its functions.
#[derive(Clone, Default)]
struct Census(Arc<AtomicI64>);

struct Citizen(Arc<AtomicI64>);

impl Census {
    fn born(&self) -> Arc<Citizen> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Arc::new(Citizen(Arc::clone(&self.0)))
    }

    fn living(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Drop for Citizen {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Feeds the numbers one after the other and gives how many parts live after each.
fn census<E>(numbers: &[i64], wire: impl FnOnce(Shared<i64>, Census) -> E) -> Vec<i64>
where
    E: Event,
    E::Item: Send + Sync,
{
    let count = Census::default();
    let built = Network::build(Time::EPOCH, |border| {
        let (input, x) = border.input::<i64>();
        let _ = border.output(wire(x, count.clone()));
        input
    });
    let (mut network, input): (Network, Input<i64>) = built.expect("the network builds");
    let feed = |number: &i64| {
        network.feed(network.now(), &input, *number).expect("the instant runs");
        count.living()
    };
    numbers.iter().map(feed).collect()
}

#[test]
fn a_switch_keeps_one_part() {
    let living = census(&[1, 2, 3, -1, 4], |x, census| {
        x.filter(|x| *x > 0).switch(never(), move |_| {
            let citizen = census.born();
            x.map(move |x| (x, Arc::strong_count(&citizen)).0).share()
        })
    });
    assert_eq!(living, [1, 1, 1, 1, 1]);
}

#[test]
fn the_initial_event_of_a_switch_ends_with_the_first_choice() {
    let living = census(&[-1, 1, 2], |x, census| {
        let citizen = census.born();
        let initial = x.map(move |x| (x, Arc::strong_count(&citizen)).0);
        x.filter(|x| *x > 0).switch(initial, move |_| x.map(|x| x))
    });
    assert_eq!(living, [1, 0, 0]);
}

#[test]
fn a_switched_behavior_keeps_one_part() {
    let living = census(&[1, 2, 3, -1, 4], |x, census| {
        let switched = x.filter(|x| *x > 0).switch_behavior(constant(0), move |_| {
            let citizen = census.born();
            x.map(|x| x + 1).hold(0).map(move |held| (held, Arc::strong_count(&citizen)).0)
        });
        x.sample(switched, |x, b| x + b)
    });
    assert_eq!(living, [1, 1, 1, 1, 1]);
}

#[test]
fn an_observed_behavior_is_gone_at_once() {
    let living = census(&[1, 2], |x, census| {
        let held = x.hold(0);
        x.observe(move |_| {
            let citizen = census.born();
            held.map(move |held| (held, Arc::strong_count(&citizen)).0)
        })
    });
    assert_eq!(living, [0, 0]);
}

#[test]
fn a_removed_key_takes_its_part_with_it() {
    // A negative number removes its key.
    let living = census(&[1, 2, 1, -2, 2, -1, -2, -3], |x, census| {
        let removed = x.filter(|x| *x < 0).map(|x| -x);
        x.filter(|x| *x > 0).keyed(|x| *x).removed_by(removed).each(move |_, own| {
            let citizen = census.born();
            own.map(move |x| (x, Arc::strong_count(&citizen)).0).share()
        })
    });
    assert_eq!(living, [1, 2, 2, 1, 2, 1, 0, 0]);
}

#[test]
fn parts_inside_parts_end_with_them() {
    let living = census(&[1, 2, 3, 10, 1], |x, census| {
        // A number from ten on ends the part in which all smaller ones have a key of their own.
        x.filter(|x| *x >= 10).map(|_| 0_i64).or(x.once()).switch(never(), move |_| {
            let census = census.clone();
            let small = x.filter(|x| *x < 10);
            small.per_key(
                |x| *x,
                move |_, own| {
                    let citizen = census.born();
                    own.map(move |x| (x, Arc::strong_count(&citizen)).0)
                },
            )
        })
    });
    assert_eq!(living, [1, 2, 3, 0, 1]);
}
