//! Heights in a column: as near as can be to where each item wants to be, without overlap.

/// The tops of items of these heights, in this order, with `gap` between them, whose squared distances from `wanted`
/// are least together.
///
/// Without the heights of what stands above, tops only have to rise: neighbours that want to fall share the middle of
/// their wishes (pool adjacent violators).
pub(super) fn spread(wanted: &[f64], heights: &[f64], gap: f64) -> Vec<f64> {
    let mut above = Vec::with_capacity(heights.len());
    let mut sum = 0.0;
    for height in heights {
        above.push(sum);
        sum += height + gap;
    }
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (wish, above) in wanted.iter().zip(&above) {
        pools.push((wish - above, 1));
        while let [.., a, b] = *pools.as_slice() {
            if a.0 <= b.0 {
                break;
            }
            let count = a.1 + b.1;
            let middle = (a.0 * a.1 as f64 + b.0 * b.1 as f64) / count as f64;
            pools.truncate(pools.len() - 2);
            pools.push((middle, count));
        }
    }
    let tops = pools.into_iter().flat_map(|(middle, count)| std::iter::repeat_n(middle, count));
    tops.zip(above).map(|(top, above)| top + above).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::spread;

    #[test]
    fn who_has_room_gets_its_wish_and_others_meet_in_the_middle() {
        assert_eq!(spread(&[0.0, 50.0], &[10.0, 10.0], 5.0), [0.0, 50.0]);
        assert_eq!(spread(&[20.0, 20.0], &[10.0, 10.0], 0.0), [15.0, 25.0]);
        assert_eq!(spread(&[], &[], 5.0), [] as [f64; 0]);
    }

    proptest! {
        #[test]
        fn nothing_overlaps(items in prop::collection::vec((-500_i32..500, 1_u8..80), 0..20)) {
            let wanted: Vec<f64> = items.iter().map(|(wish, _)| f64::from(*wish)).collect();
            let heights: Vec<f64> = items.iter().map(|(_, height)| f64::from(*height)).collect();
            let tops = spread(&wanted, &heights, 7.0);
            for at in 1..tops.len() {
                prop_assert!(tops[at - 1] + heights[at - 1] + 7.0 <= tops[at] + 1e-6);
            }
        }
    }
}
