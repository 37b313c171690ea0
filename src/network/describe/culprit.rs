//! From the marks of a panic to the combinator that it came from.

use super::part::Part;
use crate::network::trail::Mark;

/// Names the combinator at the end of `trail`, and those around it that have names.
pub(crate) fn name(joints: &[Part], trail: &[Mark]) -> String {
    let (mut here, mut scope): (Option<&Part>, &[Part]) = (None, joints);
    let mut around: Vec<String> = Vec::new();
    for mark in trail {
        if let Some(part) = here.filter(|part| part.name.is_some()) {
            around.push(part.to_string());
        }
        let next = match (mark, here) {
            (Mark::Joint(joint), _) => scope.get(*joint as usize),
            (Mark::Input(input), Some(part)) => part.inputs.get(*input),
            (Mark::Input(input), None) => scope.last().and_then(|part| part.inputs.get(*input)),
            (Mark::Inside, Some(part)) => {
                scope = &part.inside;
                scope.last()
            }
            (Mark::Inside, None) => None,
        };
        // A part that was not described leaves the one around it as the best answer.
        here = next.or(here);
    }
    let mut text = here.map_or_else(|| "a combinator".to_owned(), Part::to_string);
    for outer in around.iter().rev() {
        text.push_str(&format!(", in {outer}"));
    }
    text
}
