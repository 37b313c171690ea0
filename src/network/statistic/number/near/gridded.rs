//! Sums of floats: whole numbers while all members lie on one grid, in two floats each otherwise.

use serde::{Deserialize, Serialize};

use crate::network::state::State;
use crate::network::statistic::number::Running;

/// Sums of whole numbers: of members that lie on one grid, which the first decides on.
pub trait Whole: State + Default {
    /// What is added up.
    type Member: Copy;
    /// The same sums in two floats.
    type Floats: Running<Self::Member>;
    /// How many members there are.
    fn count(&self) -> u64;
    /// How many there are in sums of floats.
    fn count_in(floats: &Self::Floats) -> u64;
    /// Adds a member. If it is not on the grid, nothing has changed.
    fn enter(&mut self, member: Self::Member) -> bool;
    /// Takes one away that has been added, and is not the last one.
    fn leave(&mut self, gone: Self::Member);
    /// Takes one away as another is added. If that is not on the grid, nothing has changed.
    fn replace(&mut self, gone: Self::Member, member: Self::Member) -> bool;
    /// These sums in two floats.
    fn in_floats(&self) -> Self::Floats;
}

/// Sums that are whole numbers while they can be.
///
/// Invariants: if `floats` is empty, `whole` has all members; else `floats` has all, and `whole` the newest in a row, fewer than all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Gridded<W, F> {
    whole: W,
    floats: F,
    /// How many have to leave before the newest are tried: 0 while they are.
    patience: u32,
    /// How many had to the last time: who tries in vain waits twice as long for the next.
    waited: u32,
}

/// So many leave between two tries, at most.
const LONGEST: u32 = 1 << 20;

impl<W: Whole> Gridded<W, W::Floats> {
    /// Sums of all members: whole ones if that is possible.
    #[inline(always)]
    pub(super) fn sums(&self) -> Result<&W, &W::Floats> {
        if W::count_in(&self.floats) == 0 { Ok(&self.whole) } else { Err(&self.floats) }
    }

    /// What these sums say, or those of floats.
    #[inline(always)]
    pub(super) fn says<T>(
        &self,
        of_whole: impl FnOnce(&W) -> T,
        of_floats: impl FnOnce(&W::Floats) -> T,
    ) -> T {
        match self.sums() {
            Ok(whole) => of_whole(whole),
            Err(floats) => of_floats(floats),
        }
    }

    /// Adds a member to sums of floats, or to whole ones that become such by it.
    #[inline(never)]
    fn enter_floats(&mut self, member: W::Member) {
        if self.sums().is_ok() {
            self.floats = self.whole.in_floats();
            self.fail();
        } else {
            self.follow(member);
        }
        self.floats.enter(member);
    }

    #[inline(never)]
    fn leave_floats(&mut self, gone: W::Member) {
        self.floats.leave(gone);
        self.patience = self.patience.saturating_sub(1);
        self.settle();
    }

    /// The same for one that is replaced.
    #[inline(never)]
    fn replace_floats(&mut self, gone: W::Member, member: W::Member) {
        if self.sums().is_ok() {
            self.leave(gone);
            self.enter(member);
        } else {
            self.floats.replace(gone, member);
            self.patience = self.patience.saturating_sub(1);
            self.follow(member);
            self.settle();
        }
    }

    /// Takes one in as the newest, if they are tried.
    fn follow(&mut self, member: W::Member) {
        if self.patience == 0 && !self.whole.enter(member) {
            self.fail();
        }
    }

    /// If the newest are all there are, nothing else is needed.
    fn settle(&mut self) {
        if W::count_in(&self.floats) == self.whole.count() {
            (self.floats, self.patience, self.waited) = (W::Floats::default(), 0, 0);
        }
    }

    fn fail(&mut self) {
        self.whole = W::default();
        self.waited = self.waited.saturating_mul(2).clamp(1, LONGEST);
        self.patience = self.waited;
    }
}

impl<W: Whole> Running<W::Member> for Gridded<W, W::Floats> {
    #[inline]
    fn enter(&mut self, member: W::Member) {
        if self.sums().is_err() || !self.whole.enter(member) {
            self.enter_floats(member);
        }
    }

    #[inline]
    fn leave(&mut self, gone: W::Member) {
        match self.sums() {
            Ok(sums) if sums.count() == 1 => self.whole = W::default(),
            Ok(_) => self.whole.leave(gone),
            Err(_) => self.leave_floats(gone),
        }
    }

    #[inline(always)]
    fn replace(&mut self, gone: W::Member, member: W::Member) {
        if self.sums().is_err() || !self.whole.replace(gone, member) {
            self.replace_floats(gone, member);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::squares::WholeSquares;
    use super::{Gridded, LONGEST, Whole};
    use crate::network::statistic::number::float_squares::FloatSquares;
    use crate::network::statistic::number::{Number, Running, Squares};
    use proptest::prelude::*;
    use std::collections::VecDeque;

    type Sums = Gridded<WholeSquares, FloatSquares>;

    /// Prices by eighths, of which the variance is that of whole numbers; and now and then what is not near them.
    fn member() -> impl Strategy<Value = f64> {
        prop_oneof![
            30 => (-4_000_i32..4_000).prop_map(|eighths| 60_000.0 + f64::from(eighths) / 8.0),
            1 => Just(0.0),
            1 => Just(f64::NAN),
            1 => Just(45_000.0),
            1 => Just(1.0e140),
        ]
    }

    fn whole(members: &VecDeque<f64>) -> bool {
        members.iter().all(|x| (59_000.0..61_000.0).contains(x))
    }

    /// Mean and variance of whole numbers.
    fn exact(members: &VecDeque<f64>) -> [Option<f64>; 2] {
        let mut sums = <i64 as Number>::Squares::default();
        members.iter().for_each(|x| sums.enter((x * 8.0) as i64));
        let mean = Squares::<i64>::mean(&sums).map(|mean| mean / 8.0);
        [mean, Squares::<i64>::variance(&sums).map(|variance| variance / 64.0)]
    }

    /// Of floats that have only come.
    fn in_two(members: &VecDeque<f64>) -> Option<f64> {
        let mut sums = FloatSquares::default();
        members.iter().for_each(|x| sums.enter(*x));
        sums.variance()
    }

    fn near(found: Option<f64>, expected: Option<f64>, bound: f64) -> bool {
        match (found, expected) {
            (Some(found), Some(expected)) if !expected.is_nan() => {
                (found - expected).abs() <= bound * expected
            }
            (found, expected) => found.map(f64::to_bits) == expected.map(f64::to_bits),
        }
    }

    proptest! {
        /// Members come, go, and are replaced; sums fall back to floats and recover.
        #[test]
        fn they_are_exact_whenever_all_members_are_near(
            size in 1_usize..12,
            steps in prop::collection::vec((member(), 0..10_u8), 0..200),
        ) {
            let (mut sums, mut members) = (Sums::default(), VecDeque::new());
            for (x, step) in steps {
                match step {
                    0 => members.pop_front().into_iter().for_each(|gone| sums.leave(gone)),
                    _ if members.len() == size => {
                        sums.replace(members.pop_front().unwrap(), x);
                        members.push_back(x);
                    }
                    _ => {
                        sums.enter(x);
                        members.push_back(x);
                    }
                }
                prop_assert_eq!(sums.count(), members.len() as u64);
                prop_assert!(near(sums.variance(), in_two(&members), 1e-12), "{sums:?}");
                if sums.sums().is_ok() && whole(&members) {
                    let [mean, variance] = exact(&members);
                    prop_assert!(near(sums.mean(), mean, f64::EPSILON), "{sums:?}");
                    prop_assert!(near(sums.variance(), variance, f64::EPSILON), "{sums:?}");
                }
            }
            members.drain(..).for_each(|gone| sums.leave(gone));
            prop_assert_eq!(sums, Sums::default());
        }
    }

    /// What a window of so many is after all of these have come.
    fn after(size: usize, members: impl IntoIterator<Item = f64>) -> Sums {
        let (mut sums, mut window) = (Sums::default(), VecDeque::new());
        for x in members {
            match window.len() == size {
                true => sums.replace(window.pop_front().unwrap(), x),
                false => sums.enter(x),
            }
            window.push_back(x);
        }
        sums
    }

    #[test]
    fn they_are_whole_again_a_window_after_what_is_not_near() {
        for spike in [0.0, f64::NAN, f64::INFINITY, 1.0e140, 45_000.0] {
            let prices = |n| std::iter::repeat_n(60_000.125, n);
            let sums = |later| after(10, prices(10).chain([spike]).chain(prices(later)));
            assert!(sums(0).sums().is_err(), "{spike} is not near");
            assert!(sums(9).sums().is_err(), "{spike} is in");
            assert_eq!(sums(10), after(10, prices(10)), "nothing is left of {spike}");
        }
    }

    /// As in windows of time, where nobody is replaced.
    #[test]
    fn they_are_whole_again_when_some_leave_and_others_enter() {
        let mut sums = after(10, std::iter::repeat_n(60_000.125, 9).chain([1.0]));
        assert!(sums.sums().is_err(), "1 is not near");
        for gone in std::iter::repeat_n(60_000.125, 9).chain([1.0]) {
            sums.leave(gone);
            sums.enter(60_000.125);
        }
        // The first one left before the try, the last one is still to be seen off.
        assert_eq!(sums, after(10, std::iter::repeat_n(60_000.125, 10)));
    }

    #[test]
    fn a_price_that_goes_away_finds_another_centre() {
        let away = (0..100_000).map(|i| 60_000.0 + f64::from(i));
        assert!(after(100, away.clone()).sums().is_ok());
        // 159,900 to 159,999: of 100 whole numbers in a row it is (100² - 1) / 12 · 100 / 99.
        assert_eq!(after(100, away).variance(), Some(9_999.0 / 12.0 * 100.0 / 99.0));
    }

    #[test]
    fn what_is_never_near_is_seldom_tried() {
        let apart = (0..3_000_000_u64).map(|i| f64::from_bits((1_023 + i % 40) << 52));
        let mut tries = 0;
        let (mut sums, mut window) = (Sums::default(), VecDeque::new());
        for x in apart {
            let before = sums.whole.count();
            if window.len() == 10 {
                sums.replace(window.pop_front().unwrap(), x)
            } else {
                sums.enter(x)
            }
            window.push_back(x);
            tries += u32::from(before == 0 && sums.whole.count() > 0);
        }
        assert!(tries <= LONGEST.ilog2() + 3, "{tries} tries");
    }

    #[test]
    fn who_only_comes_is_not_waited_for() {
        let sums = after(1_000, [60_000.0, 1.0].into_iter().chain(std::iter::repeat_n(60_000.0, 900)));
        assert_eq!(sums.whole, WholeSquares::default());
    }
}
