//! Back-offs are within their bounds, whatever they are made of.

use proptest::prelude::*;
use tidegate::scope::BackOff;
use tidegate::time::Span;

fn span() -> impl Strategy<Value = Span> {
    prop_oneof![0_u64..1_000, 0..=u64::MAX].prop_map(Span::from_nanos)
}

proptest! {
    #[test]
    fn without_jitter_the_waits_grow_up_to_the_cap(base in span(), cap in span(), factor: u32) {
        let waits: Vec<Span> = BackOff::new(base).factor(factor).cap(cap).take(80).collect();
        prop_assert_eq!(waits[0], base.min(cap));
        prop_assert!(waits.is_sorted());
        prop_assert!(waits.iter().all(|wait| *wait <= cap));
        if factor >= 2 && !base.is_zero() {
            prop_assert_eq!(waits[79], cap);
        }
    }

    #[test]
    fn with_jitter_each_wait_is_between_half_and_all_of_it(base in span(), cap in span(), factor: u32, seed: u64) {
        let plain = BackOff::new(base).factor(factor).cap(cap);
        let spread = plain.clone().jitter(seed);
        for (part, whole) in spread.clone().zip(plain).take(80) {
            prop_assert!(part <= whole && part.nanos() >= whole.nanos() - whole.nanos() / 2);
        }
        prop_assert!(spread.clone().take(80).eq(spread.take(80)), "the seed decides");
    }
}

#[test]
fn seeds_differ_and_a_reset_begins_anew() {
    let of = |seed| BackOff::new(Span::from_secs(1)).jitter(seed).take(5).collect::<Vec<_>>();
    assert_ne!(of(1), of(2));
    let mut back_off = BackOff::new(Span::from_secs(1));
    assert_eq!([back_off.step(), back_off.step()], [1, 2].map(Span::from_secs));
    back_off.reset();
    assert_eq!(back_off.step(), Span::from_secs(1));
}
