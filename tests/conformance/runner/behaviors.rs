//! The nodes of a case that are behaviors.

use tidegate::network::{Behavior, Event, constant, forward};

use super::case::{Id, Op};
use super::error::CaseError;
use super::function::{Affine, pick};
use super::graph::{Duty, Value, Wires};

/// A behavior, and what it still has to be given.
type Made = Result<(Value, Option<Duty>), CaseError>;

impl Wires {
    pub(super) fn make_behavior(&self, id: Id, op: Op) -> Made {
        let pointwise = match op {
            Op::Const { c } => constant(c).boxed(),
            Op::MapB { p, a, b } => self.behavior(p)?.map(move |p| Affine(a, b).of(p)).boxed(),
            Op::Lift2 { p, q, f } => {
                self.behavior(p)?.lift2(self.behavior(q)?, move |p, q| f.of(p, q)).boxed()
            }
            Op::Param => constant(self.parameter).boxed(),
            Op::SwitchB { p, sel, ps } => {
                let alternatives: Vec<_> = ps.iter().map(|p| self.behavior(*p)).collect::<Result<_, _>>()?;
                let chosen = move |v: &i64| pick(*v, &alternatives);
                self.event(sel)?.switch_behavior(self.behavior(p)?, chosen).boxed()
            }
            Op::DynSwitchB { p, trig, sub } => {
                let (out, build) = (sub.out, self.builder(sub));
                let built = move |v: &i64| build(v).behavior(out).expect("checked to be a behavior");
                self.event(trig)?.switch_behavior(self.behavior(p)?, built).boxed()
            }
            Op::Stepper { x, init } => {
                return self.hold(init.of(self.parameter), &[x], move |wires| wires.event(x));
            }
            Op::AccumB { x, init, f } => {
                let init = init.of(self.parameter);
                let sums = move |wires: &Wires| Ok(wires.event(x)?.scan(init, move |s, x| f.of(*s, x)));
                return self.hold(init, &[x], sums);
            }
            Op::UnionsB { xs, init, fns } => {
                let (sources, init) = (xs.clone(), init.of(self.parameter));
                let states = move |wires: &Wires| Ok(wires.unions(&xs, &fns)?.scan(init, |s, f| f.of(*s)));
                return self.hold(init, &sources, states);
            }
            _ => return Err(CaseError::Constant { node: id, reason: "the operation is not supported" }),
        };
        Ok((pointwise, None))
    }

    /// A held event: at once if everything it is made of is there, else declared ahead.
    fn hold<E: Event<Item = i64>>(
        &self,
        init: i64,
        sources: &[Id],
        make: impl FnOnce(&Wires) -> Result<E, CaseError> + 'static,
    ) -> Made {
        if sources.iter().all(|source| self.events.contains_key(source)) {
            let event = make(self)?;
            let held = if self.boxed { event.boxed().hold(init) } else { event.hold(init) };
            return Ok((held.boxed(), None));
        }
        let (held, duty) = forward(init);
        let bind: Duty = Box::new(move |wires| {
            let event = make(wires)?;
            if wires.boxed {
                duty.bind(event.boxed())
            } else {
                duty.bind(event)
            }
            Ok(())
        });
        Ok((held.boxed(), Some(bind)))
    }
}
