//! `ewma` and `ewma_half_life`: averages that forget exponentially.

use crate::network::clock::timer::nonzero;
use crate::network::error::{BuildError, Place};
use crate::network::event::via::Operator;
use crate::network::machine::Env;
use crate::network::state::{Loader, Saver, StateError};
use crate::time::{Span, Time};

/// Operator of [`Smooth::ewma`](super::Smooth::ewma).
///
/// Two words, since there is one for each key of a `per_key`: the sign of `alpha` says whether there is an average.
#[derive(Debug)]
pub struct Ewma {
    /// Negative until the first occurrence.
    alpha: f64,
    average: f64,
}

impl Ewma {
    pub(super) fn new(alpha: f64) -> Self {
        Self { alpha: -alpha, average: 0.0 }
    }

    /// The first occurrence is the first average.
    // Apart, so that the common case is a branch that is foreseen and not a choice that is computed.
    #[cold]
    fn begin(&mut self, x: f64) -> f64 {
        *self = Self { alpha: self.alpha.abs(), average: x };
        x
    }
}

impl Operator<f64> for Ewma {
    type Out = f64;
    const NAME: &'static str = "ewma";

    fn check(&self, used_at: Place) -> Result<(), BuildError> {
        let alpha = -self.alpha;
        match alpha > 0.0 && alpha <= 1.0 {
            true => Ok(()),
            false => Err(BuildError::OutOfRange {
                operator: Self::NAME,
                expected: "an alpha above 0, at most 1",
                found: alpha.to_string(),
                used_at,
            }),
        }
    }

    #[inline(always)]
    fn apply<E: Env>(&mut self, x: f64, _env: &E) -> Option<f64> {
        if self.alpha < 0.0 {
            return Some(self.begin(x));
        }
        self.average += self.alpha * (x - self.average);
        Some(self.average)
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&(self.alpha > 0.0).then_some(self.average));
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        let alpha = self.alpha.abs();
        *self = match from.take()? {
            None => Self::new(alpha),
            Some(average) => Self { alpha, average },
        };
        Ok(())
    }
}

/// Operator of [`Smooth::ewma_half_life`](super::Smooth::ewma_half_life).
#[derive(Debug)]
pub struct EwmaHalfLife {
    pub(super) half_life: Span,
    /// With the time of the last occurrence.
    pub(super) average: Option<(Time, f64)>,
}

impl Operator<f64> for EwmaHalfLife {
    type Out = f64;
    const NAME: &'static str = "ewma_half_life";

    fn check(&self, at: Place) -> Result<(), BuildError> {
        nonzero(self.half_life, Self::NAME, at)
    }

    fn apply<E: Env>(&mut self, x: f64, env: &E) -> Option<f64> {
        let now = env.core().now().at;
        let average = match self.average {
            None => x,
            Some((then, v)) => v + self.weight(now.since(then)) * (x - v),
        };
        self.average = Some((now, average));
        Some(average)
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.average);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.average = from.take()?;
        Ok(())
    }
}

impl EwmaHalfLife {
    /// 1 - 2^(-elapsed / half life), without losing digits where little time has passed.
    fn weight(&self, elapsed: Span) -> f64 {
        let half_lives = elapsed.nanos() as f64 / self.half_life.nanos() as f64;
        -libm::expm1(-half_lives * std::f64::consts::LN_2)
    }
}
