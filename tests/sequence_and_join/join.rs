//! Several events: each combinator beside the function that defines it.

use tidegate::model::{clock, event, join, sequence};
use tidegate::network::{
    Clock, EitherOrBoth, Event, Join, Released, accumulate, collect_all, first_of, merge_all,
};
use tidegate::time::Span;

use crate::check::agree;

/// Neither associative nor commutative.
fn odd(x: i64, y: i64) -> i64 {
    x.wrapping_mul(31).wrapping_add(y)
}

fn secs(secs: u64) -> Span {
    Span::from_secs(secs)
}

/// The network and the model have a type of their own each.
fn pair<A, B>(x: EitherOrBoth<A, B>) -> (Option<A>, Option<B>) {
    match x {
        EitherOrBoth::Left(a) => (Some(a), None),
        EitherOrBoth::Right(b) => (None, Some(b)),
        EitherOrBoth::Both(a, b) => (Some(a), Some(b)),
    }
}

fn model_pair<A, B>(x: join::EitherOrBoth<A, B>) -> (Option<A>, Option<B>) {
    match x {
        join::EitherOrBoth::Left(a) => (Some(a), None),
        join::EitherOrBoth::Right(b) => (None, Some(b)),
        join::EitherOrBoth::Both(a, b) => (Some(a), Some(b)),
    }
}

fn parts<T>(released: Released<T>) -> (Vec<T>, u64) {
    (released.values, released.lost)
}

/// A list of zero to three elements.
fn list(x: i64) -> Vec<i64> {
    (0..x.rem_euclid(4)).map(|n| x * 10 + n).collect()
}

agree! {
    merge_with():
        |a, b| a.merge_with(b, |a| (1, a), |b| (2, b), |a, b| (3, odd(a, b))),
        |_, _, a, b| join::merge_with(|a| (1, a), |b| (2, b), |a, b| (3, odd(a, b)), a, b);
    either():
        |a, b| a.either(b.map(|b| b.to_string())).map(pair),
        |_, _, a, b| event::map(model_pair, &join::either(a, &event::map(|b| b.to_string(), b)));
    coincide():
        |a, b| a.coincide(b, odd),
        |_, _, a, b| join::coincide(odd, a, b);
    unless():
        |a, b| a.unless(b),
        |_, _, a, b| join::unless(a, b);
    merge_all_of_some():
        |a, b| {
            let (a, b) = (a.share(), b.share());
            let small = a.filter(|a| *a < 0);
            merge_all([a.boxed(), b.boxed(), small.boxed(), b.map(|b| b + 1).boxed()], odd)
        },
        |_, _, a, b| {
            let small = event::filter(|a| *a < 0, a);
            join::merge_all(a.len(), odd, &[a.to_vec(), b.to_vec(), small, event::map(|b| b + 1, b)])
        };
    merge_all_of_what_is_due_by_itself():
        |a, b| merge_all([a.delay(secs(2)).boxed(), b.delay(secs(1)).boxed()], odd).scan(0, |s, x| odd(*s, x)),
        |run, c, a, b| {
            let late = [clock::delay(run, c, secs(2), a), clock::delay(run, c, secs(1), b)];
            event::scan(c, 0, |s, x| odd(*s, x), &join::merge_all(a.len(), odd, &late))
        };
    first_of_some():
        |a, b| {
            let b = b.share();
            first_of([b.filter(|b| *b < 0).boxed(), a.scan(0, |s, x| odd(*s, x)).boxed(), b.boxed()])
        },
        |_, c, a, b| {
            let sums = event::scan(c, 0, |s, x| odd(*s, x), a);
            join::first_of(a.len(), &[event::filter(|b| *b < 0, b), sums, b.to_vec()])
        };
    collect_all_of_many():
        |a, b| {
            let (a, b) = (a.share(), b.share());
            // Each occurrence is in eight of twelve, and the first that it is in varies.
            let twelve = (0..12).map(|n| if n % 2 == 0 { a } else { b }.filter(move |x| (x + n) % 3 != 0));
            collect_all(twelve).map(|all| all.to_vec())
        },
        |_, _, a, b| {
            let one = |n: i64| event::filter(|x| (x + n) % 3 != 0, if n % 2 == 0 { a } else { b });
            join::collect_all(a.len(), &(0..12).map(one).collect::<Vec<_>>())
        };
    accumulated_steps_are_applied_in_list_order():
        |a, b| {
            let a = a.share();
            let reset = a.filter(|a| *a == 0);
            accumulate(1).on(a, |s, x| odd(*s, x)).on(b.map(|b| b.to_string()), |s, b| odd(*s, b.len() as i64)).on(reset, |s, _| s / 2)
        },
        |_, c, a, b| {
            let reset = event::filter(|a| *a == 0, a);
            let strings = event::map(|b: i64| b.to_string(), b);
            let steps = [
                join::on(|s: &i64, x| odd(*s, x), a),
                join::on(|s: &i64, b: String| odd(*s, b.len() as i64), &strings),
                join::on(|s: &i64, _| s / 2, &reset),
            ];
            join::accumulate(a.len(), c, 1, &steps)
        };
    accumulated_steps_may_be_due_by_themselves():
        |a, b| accumulate(1).on(a.delay(secs(1)), |s, x| odd(*s, x)).on(b.delay(secs(2)), |s, x| odd(x, *s)),
        |run, c, a, b| {
            let steps = [
                join::on(|s: &i64, x| odd(*s, x), &clock::delay(run, c, secs(1), a)),
                join::on(|s: &i64, x| odd(x, *s), &clock::delay(run, c, secs(2), b)),
            ];
            join::accumulate(a.len(), c, 1, &steps)
        };
    synchronise(within in 0_u64..5):
        move |a, b| a.synchronise(b, secs(within)),
        |run, c, a, b| join::synchronise(run, c, secs(within), a, b);
    as_of(within in 0_u64..5):
        move |a, b| a.as_of(b, secs(within)),
        |run, c, a, b| join::as_of(run, c, secs(within), a, b);
    buffer_while(limit in 1_usize..5, above in -4_i64..5):
        move |a, b| a.buffer_while(b.map(move |b| b > above), limit).map(parts),
        |_, c, a, b| {
            let closed = event::map(|b| b > above, b);
            event::map(|r: join::Released<i64>| (r.values, r.lost), &join::buffer_while(c, limit, a, &closed))
        };
    batch_on():
        |a, b| a.batch_on(b),
        |_, c, a, b| join::batch_on(c, a, b);
    unroll():
        |a, _| a.map(list).unroll(),
        |run, c, a, _| join::unroll(run, c, &event::map(list, a));
    unrolled_elements_meet_inputs_and_are_delayed():
        |a, b| {
            let b = b.share();
            let elements = a.map(list).merge(b.map(list), |x, y| [x, y].concat()).unroll().share();
            elements.merge(b, odd).merge(elements.delay(secs(1)), odd)
        },
        |run, c, a, b| {
            let lists = event::merge(|x, y| [x, y].concat(), &event::map(list, a), &event::map(list, b));
            let elements = join::unroll(run, c, &lists);
            let late = clock::delay(run, c, secs(1), &elements);
            event::merge(odd, &event::merge(odd, &elements, b), &late)
        };
    lists_of_lists_are_unrolled_twice():
        |a, b| a.map(|a| vec![list(a), list(a + 1)]).unroll().unroll().batch_on(b),
        |run, c, a, b| {
            let lists = join::unroll(run, c, &event::map(|a| vec![list(a), list(a + 1)], a));
            join::batch_on(c, &join::unroll(run, c, &lists), b)
        };
    joins_of_joins(limit in 1_usize..4):
        move |a, b| {
            let b = b.share();
            let pairs = a.synchronise(b, secs(1)).map(|(a, b)| odd(a, b));
            pairs.buffer_while(b.map(|b| b > 0), limit).map(parts).as_of(b.delay(secs(1)), secs(1))
        },
        |run, c, a, b| {
            let pairs = event::map(|(a, b)| odd(a, b), &join::synchronise(run, c, secs(1), a, b));
            let released = join::buffer_while(c, limit, &pairs, &event::map(|b| b > 0, b));
            let released = event::map(|r: join::Released<i64>| (r.values, r.lost), &released);
            join::as_of(run, c, secs(1), &released, &clock::delay(run, c, secs(1), b))
        };
    steps_of_one_scope():
        |a, b| merge_all([a, b], odd).within(|x| accumulate(0).on(x, |s, x| odd(*s, x)).on(x, |s, _| s + 1)),
        |_, c, a, b| {
            let both = join::merge_all(a.len(), odd, &[a.to_vec(), b.to_vec()]);
            let steps = [join::on(|s: &i64, x| odd(*s, x), &both), join::on(|s: &i64, _| s + 1, &both)];
            sequence::delay_n(c, 0, &join::accumulate(a.len(), c, 0, &steps))
        };
}
