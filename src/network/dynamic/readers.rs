//! Which sub-networks read which joints outside.

use super::index::Number;
use crate::network::core::Core;
use crate::network::registry::JointRef;

/// For each joint outside the numbers of the sub-networks that read it.
///
/// A joint that was read once stays a source of the joint that owns this: being woken for nothing is harmless,
/// and sub-networks come and go with the same reads.
#[derive(Debug, Default)]
pub(crate) struct Outside {
    readers: Vec<(JointRef, Vec<Number>)>,
}

impl Outside {
    /// From now on sub-network `number` of the joint `owner` runs whenever one of `reads` occurs.
    pub(crate) fn add(&mut self, number: Number, reads: Vec<JointRef>, owner: JointRef, core: &mut Core) {
        for read in reads {
            match self.readers.iter_mut().find(|(known, _)| *known == read) {
                Some((_, numbers)) if numbers.contains(&number) => {}
                Some((_, numbers)) => numbers.push(number),
                None => {
                    self.readers.push((read, vec![number]));
                    core.connect(read, owner);
                }
            }
        }
    }

    pub(crate) fn remove(&mut self, number: Number) {
        for (_, numbers) in &mut self.readers {
            numbers.retain(|reader| *reader != number);
        }
    }

    /// Appends those that read something that occurs in this instant.
    pub(crate) fn occurring(&self, core: &Core, woken: &mut Vec<Number>) {
        for (read, numbers) in &self.readers {
            if !numbers.is_empty() && core.registry.occurred(*read, &core.owner, core.stamp) {
                woken.extend_from_slice(numbers);
            }
        }
    }
}
