//! A panic names the combinator whose function it was, wherever that stands.
//!
//! Each case is one network whose one bad function stands on a line of its own, which `here!` notes.

use std::cell::Cell;

use tidegate::network::{Behavior, Border, Event, InstantError, Network, Shared, constant, feedback, never};
use tidegate::time::Time;

thread_local! {
    static LINE: Cell<u32> = const { Cell::new(0) };
}

/// Notes this line as the one that has to be named.
macro_rules! here {
    ($function:expr) => {{
        LINE.set(line!());
        $function
    }};
}

/// A function that breaks at seven.
fn bad<T: Copy + PartialEq<i64>>(x: T) -> T {
    assert!(x != 7, "seven");
    x
}

/// A sub-network that cannot be built for seven.
fn build<E: Event>(seven: i64, own: E) -> impl Event<Item = E::Item> {
    bad(seven);
    own.map(|own| own)
}

/// What is said to have broken in the network of `wire`, fed with 1, 2, … until something breaks.
fn culprit(wire: &dyn Fn(&mut Border, Shared<i64>)) -> String {
    let built = Network::build(Time::EPOCH, |border| {
        let (input, x) = border.input::<i64>();
        wire(border, x);
        input
    });
    let (mut network, input) = built.expect("it can be built");
    let broken = (1..=20).find_map(|x| network.feed(Time::from_secs(x), &input, i64::from(x)).err());
    match broken {
        Some(InstantError::Panicked { combinator, message, .. }) => {
            assert_eq!(message, "seven");
            combinator
        }
        other => panic!("expected a panic, found {other:?}"),
    }
}

/// The combinator of this kind on the noted line, and the words that follow its place.
#[track_caller]
fn names(kind: &str, after: &str, wire: impl Fn(&mut Border, Shared<i64>)) {
    named(kind, after, culprit(&wire));
}

#[track_caller]
fn named(kind: &str, after: &str, found: String) {
    let place = format!("{kind} at {}:{}:", file!(), LINE.get());
    let rest = found.strip_prefix(&place).unwrap_or_else(|| panic!("expected {place}, found {found}"));
    let rest = rest.trim_start_matches(|digit: char| digit.is_ascii_digit());
    match after {
        "" => assert_eq!(rest, "", "{found}"),
        after => assert!(rest.starts_with(after), "expected{after}, found {found}"),
    }
}

#[test]
fn in_a_chain() {
    names("`map`", "", |border, x| {
        let before = x.filter(|x| *x > 0).map(|x| x + 1).map(|x| x - 1);
        let broken = before.map(here!(bad));
        border.output(broken.filter(|_| true).map(|x| x + 1));
    });
    names("`filter`", "", |border, x| {
        let broken = x.filter(here!(|x| bad(*x) > 0));
        border.output(broken.dedupe().share());
    });
    names("`map_accum`", "", |border, x| {
        let broken = x.map_accum(0, here!(|_, x| bad(x)));
        border.output(broken.boxed().once());
    });
    names("`map_ref`", "", |border, x| {
        let broken = x.map_ref(here!(|x| bad(*x)));
        border.output(broken);
    });
    names("`scan_ref`", "", |border, x| {
        let broken = x.scan_ref(0, here!(|_, x| bad(*x)));
        border.output(broken);
    });
}

#[test]
fn on_either_side_of_two() {
    names("`map`", "", |border, x| {
        let broken = x.map(here!(bad));
        border.output(broken.merge(x.map(|x| x), |a, _| a));
    });
    names("`map`", "", |border, x| {
        let broken = x.map(here!(bad));
        border.output(x.map(|x| x).or(x.map(|x| x).merge(broken, |a, _| a)));
    });
    names("`merge`", "", |border, x| {
        let merged = x.merge(x, here!(|a, b| bad(a) + b));
        border.output(merged.map(|x| x));
    });
    names("`with_latest`", "", |border, x| {
        let both = x.with_latest(x, 0, here!(|a, _| bad(a)));
        border.output(both);
    });
}

#[test]
fn inside_a_within() {
    names("`scan`", "", |border, x| {
        let spread = x.map(|x| x).within(|x| {
            let sums = x.scan(0, here!(|_, x| bad(x)));
            x.map(|x| x).or(sums)
        });
        border.output(spread.map(|x| x));
    });
    names("`map`", "", |border, x| {
        let broken = x.map(here!(bad));
        border.output(broken.within(|x| x.or(x.map(|x| x))));
    });
}

#[test]
fn in_the_function_of_a_sample_and_in_its_behavior() {
    names("`sample`", "", |border, x| {
        let broken = x.sample(constant(1), here!(|x, _| bad(x)));
        border.output(broken.map(|x| x));
    });
    names("`map`", "", |border, x| {
        let last = x.hold(0).map(here!(bad));
        border.output(x.map(|x| x).sample(last, |_, last| last));
    });
    names("`lift2`", "", |border, x| {
        let both = x.hold(0).lift2(constant(1), here!(|a, _| bad(a)));
        border.output(x.sample(constant(2).lift2(both.map(|x| x), |_, b| b), |_, b| b));
    });
    names("`map` \"late\"", "", |border, x| {
        let late = x.hold(0).map(here!(bad)).named("late");
        border.output(x.gate(late.map(|_| true)));
    });
}

#[test]
fn in_a_boxed_behavior_with_one_reader_and_at_the_box_with_more() {
    names("`map`", "", |border, x| {
        let boxed = x.hold(0).map(here!(bad)).boxed();
        border.output(x.sample(boxed, |_, b| b));
    });
    names("`boxed`", "", |border, x| {
        let boxed = here!(x.hold(0).map(bad).boxed());
        // Built first, read last.
        let first = x.filter(|_| false).sample(boxed.clone(), |_, b| b).share();
        border.output(x.sample(boxed, |_, b| b).or(first));
    });
}

#[test]
fn in_joints_of_every_kind() {
    names("`map`", "", |border, x| {
        let shared = x.map(here!(bad)).share();
        border.output(shared);
    });
    names("`scan`", "", |border, x| {
        let held = x.scan(0, here!(|_, x| bad(x))).hold(0);
        border.output(x.sample(held, |_, held| held));
    });
    names("`partition`", "", |border, x| {
        let (some, _) = x.partition(here!(|x| bad(*x) > 3));
        border.output(some);
    });
    names("`map`", "", |border, x| {
        let looped = feedback(0, |last| {
            let next = x.sample(last, |x, _| x).map(here!(bad));
            (next, x)
        });
        border.output(looped);
    });
    names("`map`", "", |border, x| {
        let behavior = x.hold(0).map(here!(bad));
        border.output(behavior.changes());
    });
}

#[test]
fn in_a_sub_network_of_a_key() {
    names("`scan`", "", |border, x| {
        border.output(x.per_key(
            |x| x % 2,
            |_, own| {
                let sums = own.scan(0, here!(|_, x| bad(x)));
                sums.map(|x| x)
            },
        ));
    });
    names("`map`", "", |border, x| {
        border.output(x.per_key(
            |x| x % 2,
            |_, own| {
                let joint = own.map(here!(bad)).share();
                joint.or(joint.map(|x| x))
            },
        ));
    });
    names("`per_key`", "", |border, x| {
        let keyed = x.map(|x| x).per_key(here!(|x| bad(*x)), |_, own| own);
        border.output(keyed);
    });
    names("`per_key`", "", |border, x| {
        let keyed = x.per_key(|x| *x, here!(|key, own| build(*key, own)));
        border.output(keyed);
    });
    names("`map`", "", |border, x| {
        let removed = x.map(here!(bad)).filter(|_| false);
        border.output(x.keyed(|x| *x).removed_by(removed).each(|_, own| own));
    });
}

#[test]
fn in_a_nested_sub_network_of_any_key() {
    names("`scan`", "", |border, x| {
        border.output(x.per_key(
            // Seven is the first of its outer key, and the second of its inner one.
            |x| x / 7,
            |_, own| {
                own.per_key(
                    |x| x % 2,
                    |_, own| {
                        let joint = own.scan(0, here!(|_, x| bad(x))).share();
                        joint.map(|x| x)
                    },
                )
            },
        ));
    });
    names("`filter`", "", |border, x| {
        border.output(x.per_key(
            |_| 0,
            |_, own| {
                let inner = own.per_key(|x| x % 3, |_, own| own.map(|x| x).filter(here!(|x| bad(*x) > 0)));
                inner.map(|burst| burst.len()).share()
            },
        ));
    });
}

/// The one that broke is described, not the first that was built.
#[test]
fn in_a_sub_network_that_looks_like_no_other() {
    names("`scan`", "", |border, x| {
        border.output(x.per_key(
            |x| x % 7,
            |key, own| match key {
                0 => own.map(|x| x).scan(0, here!(|_, x| bad(x))).boxed(),
                _ => own.filter(|_| true).boxed(),
            },
        ));
    });
    names("`map`", "", |border, x| {
        let selected = x.switch(never(), move |chosen| match chosen {
            6 => x.filter(|_| true).map(here!(bad)).share(),
            _ => x.scan(0, |_, x| x).share(),
        });
        border.output(selected);
    });
}

#[test]
fn in_what_was_switched_to() {
    names("`map`", "", |border, x| {
        let broken = x.map(here!(bad));
        border.output(x.filter(|x| *x > 10).switch(broken, move |_| x.map(|x| x)));
    });
    names("`map`", "", |border, x| {
        let selected = x.filter(|x| *x == 3).switch(never(), move |_| x.map(here!(bad)).filter(|_| true));
        border.output(selected);
    });
    names("`lift2`", "", |border, x| {
        let selected = x.filter(|x| *x == 3).switch_behavior(constant(0), move |_| {
            let held = x.hold(0);
            constant(1).lift2(held, here!(|_, held| bad(held))).map(|x| x)
        });
        border.output(x.map(|x| x).sample(selected, |_, selected| selected));
    });
    names("`map`", "", |border, x| {
        let first = x.hold(0).map(here!(bad));
        let selected = x.filter(|x| *x == 30).switch_behavior(first, |_| constant(1));
        border.output(x.sample(selected, |_, selected| selected));
    });
    // Selected and left in one instant: who samples then still reads the old one.
    names("`map`", "", |border, x| {
        let held = x.hold(0);
        let selected = x.switch_behavior(constant(0), move |chosen| match chosen {
            6 => held.map(here!(|held| bad(held + 1))).boxed(),
            _ => constant(1).boxed(),
        });
        border.output(x.sample(selected, |_, selected| selected));
    });
    names("`switch`", "", |border, x| {
        let selected = x.switch(never(), here!(move |chosen| build(*chosen, x)));
        border.output(selected);
    });
}

#[test]
fn in_what_is_observed_or_frozen() {
    names("`map`", "", |border, x| {
        let held = x.hold(0);
        border.output(x.observe(move |_| held.map(|x| x).map(here!(bad)).map(|x| x)));
    });
    names("`map`", "", |border, x| {
        let held = x.hold(0);
        border.output(x.per_key(
            |x| *x,
            move |_, own| {
                let first = held.map(here!(bad)).frozen();
                own.sample(first, |own, _| own)
            },
        ));
    });
}

#[test]
fn names_are_said_of_what_broke_and_of_all_around_it() {
    names("`map` \"fair\"", ", in `per_key` \"each\" at ", |border, x| {
        let each = x.per_key(|x| *x, |_, own| own.map(here!(bad)).named("fair").map(|x| x));
        border.output(each.named("each"));
    });
    names("`map`", ", in `scan` \"sums\" at ", |border, x| {
        let broken = x.map(here!(bad));
        border.output(broken.filter(|_| true).scan(0, |s, x| s + x).named("sums").share());
    });
}

/// A value whose clone breaks belongs to who reads it, which has no place of its own: the reader around it has.
#[test]
fn where_no_author_wrote_the_nearest_around_is_said() {
    #[derive(PartialEq)]
    struct Odd(i64);
    impl Clone for Odd {
        fn clone(&self) -> Self {
            Odd(bad(self.0))
        }
    }
    let found = culprit(&|border, x| {
        let odd = x.map(Odd).share();
        border.output(odd.map(|_| ()));
    });
    assert!(found.starts_with("`read`, in `map` at tests/look/culprit.rs:"), "{found}");
}

/// The marks of a panic that nobody asked about are not those of the next one.
#[test]
fn a_panic_while_building_leaves_no_marks() {
    let built =
        std::panic::catch_unwind(|| Network::build(Time::EPOCH, |_| constant(7).map(bad).frozen()).is_ok());
    assert!(built.is_err());
    names("`map`", "", |border, x| {
        let broken = x.map(here!(bad));
        border.output(broken);
    });
}
