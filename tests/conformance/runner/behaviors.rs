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
            Op::SwitchB { p, sel, ps } => return self.switch(p, sel, &ps),
            Op::Stepper { x, init } => return self.hold(init, &[x], move |wires| wires.event(x)),
            Op::AccumB { x, init, f } => {
                let sums = move |wires: &Wires| Ok(wires.event(x)?.scan(init, move |s, x| f.of(*s, x)));
                return self.hold(init, &[x], sums);
            }
            Op::UnionsB { xs, init, fns } => {
                let sources = xs.clone();
                let states = move |wires: &Wires| Ok(wires.unions(&xs, &fns)?.scan(init, |s, f| f.of(*s)));
                return self.hold(init, &sources, states);
            }
            _ => return Err(CaseError::Constant { node: id, reason: "the operation is not supported" }),
        };
        Ok((pointwise, None))
    }

    /// The place that `selector` picked last, out of `len`; -1 before it occurs.
    pub(super) fn chosen(&self, selector: Id, len: usize) -> Made {
        let places: Vec<i64> = (0..).take(len).collect();
        self.hold(-1, &[selector], move |wires| Ok(wires.event(selector)?.map(move |v| pick(v, &places))))
    }

    /// Alternatives that all exist from the start: which one is read depends on what was picked last.
    fn switch(&self, first: Id, selector: Id, alternatives: &[Id]) -> Made {
        let (chosen, duty) = self.chosen(selector, alternatives.len())?;
        let mut value = self.behavior(first)?;
        for (place, alternative) in (0..).zip(alternatives) {
            let this = chosen.clone().lift2(self.behavior(*alternative)?, move |chosen, alternative| {
                (chosen == place).then_some(alternative)
            });
            value = value.lift2(this, |value, this| this.unwrap_or(value)).boxed();
        }
        Ok((value, duty))
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
