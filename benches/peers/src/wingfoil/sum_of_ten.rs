//! The n-ary node of a fanout: wingfoil's own joins take three streams at most, and its `combine` collects a list.

use ::wingfoil::anyhow::Result;
use ::wingfoil::op;
use ::wingfoil::op::Op;
use ::wingfoil::prelude::*;

/// The sum of ten streams, once in each cycle.
pub(crate) struct SumOfTen;

type Ten<'a> = (&'a u64, &'a u64, &'a u64, &'a u64, &'a u64, &'a u64, &'a u64, &'a u64, &'a u64, &'a u64);

#[op(build = sum_of_ten)]
impl Op for SumOfTen {
    type Cfg = ();
    type State = ();
    type In<'a> = (&'a u64, &'a u64, &'a u64, &'a u64, &'a u64, &'a u64, &'a u64, &'a u64, &'a u64, &'a u64);
    type Out = u64;
    const ACTIVATION: Activation = Activation::NONE;

    #[inline(always)]
    fn cycle(_: &mut (), _: &mut (), x: Ten<'_>, _: &mut Ctx<'_>) -> Result<Tick<u64>> {
        let all = [x.0, x.1, x.2, x.3, x.4, x.5, x.6, x.7, x.8, x.9];
        Ok(Tick::Value(all.into_iter().fold(0, |sum, x| sum.wrapping_add(*x))))
    }
}

pub(crate) trait Sum {
    #[expect(clippy::too_many_arguments, reason = "an op has a fixed number of inputs")]
    fn sum_of_ten(
        &self,
        b: &Self,
        c: &Self,
        d: &Self,
        e: &Self,
        f: &Self,
        g: &Self,
        h: &Self,
        i: &Self,
        j: &Self,
    ) -> Self;
}

impl Sum for Stream<u64> {
    fn sum_of_ten(
        &self,
        b: &Self,
        c: &Self,
        d: &Self,
        e: &Self,
        f: &Self,
        g: &Self,
        h: &Self,
        i: &Self,
        j: &Self,
    ) -> Self {
        let [b, c, d, e, f, g, h, i, j] = [b, c, d, e, f, g, h, i, j].map(|stream| stream.handle());
        self.wire(|builder, a| builder.sum_of_ten(a, b, c, d, e, f, g, h, i, j))
    }
}
