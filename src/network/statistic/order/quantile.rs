//! `quantile` and `median`: the value of a place among the members.

use super::interpolate::Interpolate;
use super::sorted::Sorted;
use crate::network::error::{BuildError, Place};
use crate::network::state::State;
use crate::network::statistic::fold::{Aggregate, Fold};

/// Fold of [`quantile`](super::quantile()): a number between two members, or, by choice, one of the members.
#[derive(Clone, Copy, Debug)]
pub struct Quantile {
    pub(super) q: f64,
    /// Instead of what is left of the place, one half, if anything is.
    pub(super) midpoint: bool,
}

/// A [`Quantile`] that is one of the members.
#[derive(Clone, Copy, Debug)]
pub struct QuantileMember {
    q: f64,
    choice: Choice,
}

#[derive(Clone, Copy, Debug)]
enum Choice {
    Lower,
    Higher,
    Nearest,
}

/// How many steps of the place are whole, and which part of one is left.
fn place(q: f64, len: usize) -> (usize, f64) {
    let place = q * len.saturating_sub(1) as f64;
    (place as usize, place.fract())
}

fn check(q: f64, used_at: Place) -> Result<(), BuildError> {
    match (0.0..=1.0).contains(&q) {
        true => Ok(()),
        false => Err(BuildError::OutOfRange {
            operator: "quantile",
            expected: "a part of the members, from 0 to 1",
            found: q.to_string(),
            used_at,
        }),
    }
}

impl Quantile {
    /// Halfway between the two members, where the place lies between two.
    ///
    /// ```
    /// use tidegate::network::{quantile, simulate, Windowed};
    /// let seen = simulate([(1, 10), (2, 20)], |x| x.total(quantile(0.25).midpoint()));
    /// assert_eq!(seen, [(1, Some(10.0)), (2, Some(15.0))]);
    /// ```
    #[must_use = "a fold does nothing until a window or a bar applies it"]
    pub fn midpoint(self) -> Self {
        Self { midpoint: true, ..self }
    }

    /// The member at the place, or before it: `order[⌊(n - 1) · q⌋]`. Of anything that can be compared.
    ///
    /// ```
    /// use tidegate::network::{quantile, simulate, Windowed};
    /// let seen = simulate([(1, 'b'), (2, 'a')], |x| x.total(quantile(0.5).lower()));
    /// assert_eq!(seen, [(1, Some('b')), (2, Some('a'))]);
    /// ```
    pub fn lower(self) -> QuantileMember {
        QuantileMember { q: self.q, choice: Choice::Lower }
    }

    /// The member at the place, or after it: `order[⌈(n - 1) · q⌉]`. Of anything that can be compared.
    ///
    /// ```
    /// use tidegate::network::{quantile, simulate, Windowed};
    /// let seen = simulate([(1, 10), (2, 20)], |x| x.total(quantile(0.1).higher()));
    /// assert_eq!(seen, [(1, Some(10)), (2, Some(20))]);
    /// ```
    pub fn higher(self) -> QuantileMember {
        QuantileMember { q: self.q, choice: Choice::Higher }
    }

    /// The member nearest to the place; halfway between two, the one at the even place, counted from 0. Of anything that can
    /// be compared.
    ///
    /// ```
    /// use tidegate::network::{quantile, simulate, Windowed};
    /// let seen = simulate([(1, 10), (2, 20), (3, 30)], |x| x.total(quantile(0.3).nearest()));
    /// assert_eq!(seen, [(1, Some(10)), (2, Some(10)), (3, Some(20))]);
    /// ```
    pub fn nearest(self) -> QuantileMember {
        QuantileMember { q: self.q, choice: Choice::Nearest }
    }
}

impl<X: Interpolate> Fold<X> for Quantile {
    type State = Sorted<X>;
    type Out = Option<f64>;

    fn check(&self, at: Place) -> Result<(), BuildError> {
        check(self.q, at)
    }

    fn start(&self) -> Sorted<X> {
        Sorted::new()
    }

    fn restart(&self, members: &mut Sorted<X>) {
        members.clear();
    }

    #[inline]
    fn enter(&self, members: &mut Sorted<X>, x: &X) {
        members.insert(x);
    }

    #[inline]
    fn out(&self, members: &Sorted<X>) -> Option<f64> {
        let (whole, part) = place(self.q, members.len());
        let lower = members.get(whole)?;
        if part == 0.0 {
            return Some(lower.between(lower, 0.0));
        }
        let part = if self.midpoint { 0.5 } else { part };
        Some(lower.between(members.get(whole + 1)?, part))
    }
}

impl<X: Interpolate> Aggregate<X> for Quantile {
    #[inline]
    fn leave(&self, members: &mut Sorted<X>, gone: &X, _next: Option<&X>) {
        members.remove(gone);
    }
}

impl<T: State + PartialOrd> Fold<T> for QuantileMember {
    type State = Sorted<T>;
    type Out = Option<T>;

    fn check(&self, at: Place) -> Result<(), BuildError> {
        check(self.q, at)
    }

    fn start(&self) -> Sorted<T> {
        Sorted::new()
    }

    fn restart(&self, members: &mut Sorted<T>) {
        members.clear();
    }

    #[inline]
    fn enter(&self, members: &mut Sorted<T>, member: &T) {
        members.insert(member);
    }

    #[inline]
    fn out(&self, members: &Sorted<T>) -> Option<T> {
        let (whole, part) = place(self.q, members.len());
        let up = match self.choice {
            Choice::Lower => false,
            Choice::Higher => part > 0.0,
            Choice::Nearest if part == 0.5 => whole % 2 == 1,
            Choice::Nearest => part > 0.5,
        };
        members.get(whole + usize::from(up)).cloned()
    }
}

impl<T: State + PartialOrd> Aggregate<T> for QuantileMember {
    #[inline]
    fn leave(&self, members: &mut Sorted<T>, gone: &T, _next: Option<&T>) {
        members.remove(gone);
    }
}
