//! The functions that a case may name. All arithmetic wraps, all remainders are Euclidean.

use serde::{Deserialize, Serialize};

/// A function of two values.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Function {
    Add,
    Sub,
    Mul,
    Left,
    Right,
    Max,
    Min,
    Mul31,
    Inc,
}

impl Function {
    pub(crate) fn of(self, l: i64, r: i64) -> i64 {
        match self {
            Function::Add => l.wrapping_add(r),
            Function::Sub => l.wrapping_sub(r),
            Function::Mul => l.wrapping_mul(r),
            Function::Left => l,
            Function::Right => r,
            Function::Max => l.max(r),
            Function::Min => l.min(r),
            Function::Mul31 => l.wrapping_mul(31).wrapping_add(r),
            Function::Inc => l.wrapping_add(1),
        }
    }
}

/// A comparison of two values.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Compare {
    Lt,
    Le,
    Gt,
    Ge,
    Eq,
    Ne,
    Par,
}

impl Compare {
    pub(crate) fn holds(self, l: i64, r: i64) -> bool {
        match self {
            Compare::Lt => l < r,
            Compare::Le => l <= r,
            Compare::Gt => l > r,
            Compare::Ge => l >= r,
            Compare::Eq => l == r,
            Compare::Ne => l != r,
            Compare::Par => l.wrapping_sub(r) % 2 == 0,
        }
    }
}

/// `x -> a · x + b`.
#[derive(Debug, Clone, Copy, Deserialize, Serialize)]
pub(crate) struct Affine(pub(crate) i64, pub(crate) i64);

impl Affine {
    pub(crate) fn of(self, x: i64) -> i64 {
        self.0.wrapping_mul(x).wrapping_add(self.1)
    }

    /// `x -> self(inner(x))`.
    pub(crate) fn after(self, inner: Affine) -> Affine {
        Affine(self.0.wrapping_mul(inner.0), self.of(inner.1))
    }
}

/// The element that `v` picks.
pub(crate) fn pick<T: Clone>(v: i64, from: &[T]) -> T {
    from[v.rem_euclid(from.len() as i64) as usize].clone()
}
