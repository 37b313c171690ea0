//! Sixty-four adaptors in one chain: one type, one function, and a compiler that gets through.
//!
//! How long that takes is measured by hand and written down in the evidence; here it only has to work.
//! Beyond some 120 adaptors the default `recursion_limit` is hit: put a `boxed()` in between.

use tidegate::network::{Event, simulate};

/// Eight adaptors with the functions of the chain.
macro_rules! eight {
    ($x:expr) => {
        $x.map(|x: i64| x.wrapping_mul(3))
            .filter(|x| x % 5 != 0)
            .scan(1_i64, |s, x| s.wrapping_add(x))
            .dedupe()
            .map(|x| x ^ 0x55)
            .filter_map(|x| (x % 7 != 0).then_some(x))
            .map_accum(0_i64, |last, x| x.wrapping_sub(std::mem::replace(last, x)))
            .map(|x| x.wrapping_add(1))
    };
}

/// The same by hand, on a list that forgets what is dropped.
fn eight_by_hand(list: Vec<(i32, i64)>) -> Vec<(i32, i64)> {
    let (mut sum, mut kept, mut last) = (1_i64, None, 0);
    let step = |(at, x): (i32, i64)| {
        let x = Some(x.wrapping_mul(3)).filter(|x| x % 5 != 0)?;
        sum = sum.wrapping_add(x);
        if kept.replace(sum) == Some(sum) {
            return None;
        }
        let x = Some(sum ^ 0x55).filter(|x| x % 7 != 0)?;
        Some((at, x.wrapping_sub(std::mem::replace(&mut last, x)).wrapping_add(1)))
    };
    list.into_iter().filter_map(step).collect()
}

#[test]
fn a_chain_of_sixty_four_adaptors_is_the_list_taken_through_them() {
    let list: Vec<(i32, i64)> = (1..400).map(|at| (at, i64::from(at) * 7 - 11)).collect();
    let chain = simulate(list.clone(), |x| eight!(eight!(eight!(eight!(eight!(eight!(eight!(eight!(x)))))))));
    let by_hand = (0..8).fold(list, |list, _| eight_by_hand(list));
    assert!(by_hand.len() > 5, "something is left to compare");
    assert_eq!(chain, by_hand);
}
