//! From the marks of a panic to the combinator that it came from.

use super::part::Part;
use crate::network::trail::{Mark, Step};

/// Names the combinator at the end of `trail`, and those around it that say more of where that is.
///
/// The marks tell the way through the description; a sub-network brings its own. A part that was not described
/// leaves the one around it as the best answer.
pub(crate) fn name(joints: &[Part], trail: &[Step]) -> String {
    let looks: Vec<Vec<Part>> = trail.iter().map(look).collect();
    let mut way: Vec<&Part> = Vec::new();
    let mut scope = joints;
    for (step, look) in trail.iter().zip(&looks) {
        let next = match (step, way.last()) {
            (Step::At(Mark::Joint(joint)), _) => scope.get(*joint as usize),
            (Step::At(Mark::Input(input)), Some(part)) => part.inputs.get(*input),
            (Step::At(Mark::Input(_)), None) => None,
            (Step::Inside(_), _) => {
                scope = look;
                scope.last()
            }
        };
        // What a sub-network gives is no part of the way to one of its joints.
        if matches!(step, Step::At(Mark::Joint(_))) {
            way.pop_if(|part| scope.last().is_some_and(|result| std::ptr::eq(*part, result)));
        }
        way.extend(next);
    }
    said(way)
}

/// What a step into a sub-network brings.
fn look(step: &Step) -> Vec<Part> {
    match step {
        Step::At(_) => Vec::new(),
        Step::Inside(look) => look.parts(),
    }
}

/// The last of them, with those around it that have names, and with the nearest that has a place.
fn said(mut way: Vec<&Part>) -> String {
    let Some(here) = way.pop() else {
        return "a combinator".to_owned();
    };
    let mut text = here.to_string();
    let mut placed = here.place.is_some();
    for outer in way.iter().rev() {
        if outer.name.is_some() || !placed {
            text.push_str(&format!(", in {outer}"));
            placed |= outer.place.is_some();
        }
    }
    text
}
