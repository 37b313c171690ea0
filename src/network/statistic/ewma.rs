//! `ewma` and `ewma_half_life`: averages that forget exponentially.

use crate::network::clock::timer::nonzero;
use crate::network::error::{BuildError, Place};
use crate::network::event::via::Operator;
use crate::network::machine::Env;
use crate::network::state::{Loader, Saver, StateError};
use crate::time::{Span, Time};

/// Operator of [`Smooth::ewma`](super::Smooth::ewma).
#[derive(Debug)]
pub struct Ewma {
    pub(super) alpha: f64,
    pub(super) average: Option<f64>,
}

impl Operator<f64> for Ewma {
    type Out = f64;
    const NAME: &'static str = "ewma";

    fn check(&self, used_at: Place) -> Result<(), BuildError> {
        match self.alpha > 0.0 && self.alpha <= 1.0 {
            true => Ok(()),
            false => Err(BuildError::OutOfRange {
                operator: Self::NAME,
                expected: "an alpha above 0, at most 1",
                found: self.alpha.to_string(),
                used_at,
            }),
        }
    }

    #[inline(always)]
    fn apply<E: Env>(&mut self, x: f64, _env: &E) -> Option<f64> {
        self.average = Some(self.average.map_or(x, |v| v + self.alpha * (x - v)));
        self.average
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.average);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.average = from.take()?;
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
