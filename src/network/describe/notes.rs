//! What is noted of each combinator while it is built: enough to make the parts from, when somebody looks.
//!
//! One flat list in the order in which combinators are closed, each after those that it works on. Most networks are
//! never looked at: so noting costs a few words a combinator and no allocation of its own, and what few of them
//! have, a name or further reads, lies apart.
//!
//! Invariants: a note of `size` n stands right after the n - 1 notes of what it works on; up to `settled` all notes
//! belong to joints; remarks belong to notes that are there.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::part::{self, Part, Read};
use crate::network::error::Place;
use crate::network::plan::JointId;

/// What all combinators of one kind that give one type have in common.
#[derive(Debug, PartialEq)]
pub(crate) struct Title {
    pub(crate) kind: &'static str,
    item: Item,
}

/// A title is the same in all notes, so that a note only points there.
pub(crate) type Label = &'static Title;

/// The label of a combinator of this kind that gives this type.
macro_rules! label {
    ($kind:expr, $item:ty) => {
        const { &$crate::network::Title::of::<$item>($kind) }
    };
}

pub(crate) use label;

/// What a combinator is, and where the author wrote it; without a place if no author has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Caption {
    pub(crate) label: Label,
    pub(crate) place: Option<Place>,
}

/// A type, whose name is asked for when somebody looks.
#[derive(Clone, Copy)]
struct Item(fn() -> &'static str);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Note {
    Combinator { caption: Caption, size: u32 },
    Reader { item: Item, joint: JointId, up: u32, wakes: bool },
}

/// What only few combinators have.
#[derive(Clone, Debug, Default, PartialEq)]
struct Remark {
    name: Option<Cow<'static, str>>,
    named_at: Option<Place>,
    reads: Vec<Read>,
    binds: Option<JointId>,
}

/// All notes of one scope.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Notes {
    list: Vec<Note>,
    settled: usize,
    remarks: BTreeMap<usize, Remark>,
    /// The names of joints, which may be given late.
    joints: BTreeMap<JointId, Cow<'static, str>>,
}

/// How one of the sub-networks of a joint looks: its joints, then what it gives.
pub(crate) type Look = std::sync::Arc<Notes>;

/// Where the inputs of a part under construction begin.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Opened(usize);

impl Title {
    /// A combinator that gives values of type `T`.
    pub(crate) const fn of<T>(kind: &'static str) -> Self {
        Self { kind, item: Item(std::any::type_name::<T>) }
    }
}

impl Notes {
    /// Begins a part: what is noted from here to [`close`](Notes::close) are its inputs.
    #[inline(always)]
    pub(crate) fn open(&self) -> Opened {
        Opened(self.list.len())
    }

    /// Ends a part.
    #[inline(always)]
    pub(crate) fn close(&mut self, opened: Opened, caption: Caption) {
        let size = (self.list.len() - opened.0) as u32 + 1;
        self.list.push(Note::Combinator { caption, size });
    }

    /// Ends a joint: all that was noted since the last one runs in it.
    #[inline(always)]
    pub(crate) fn joint(&mut self, caption: Caption) {
        self.close(Opened(self.settled), caption);
        self.settled = self.list.len();
    }

    /// Something that reads a joint, which is a `T`.
    #[inline(always)]
    pub(crate) fn reader<T>(&mut self, joint: JointId, up: usize, wakes: bool) {
        self.list.push(Note::Reader { item: Item(std::any::type_name::<T>), joint, up: up as u32, wakes });
    }

    /// Gives the part that was closed last the author's name. If it is a mere reader, says of which joint here.
    pub(crate) fn name(&mut self, name: Cow<'static, str>, named_at: Option<Place>) -> Option<JointId> {
        let last = self.list.len().checked_sub(1)?;
        let read = match self.reads(last).as_slice() {
            [Read { up: 0, joint, .. }] => Some(*joint as JointId),
            _ => None,
        };
        let remark = self.remarks.entry(last).or_default();
        (remark.name, remark.named_at) = (Some(name), named_at);
        read
    }

    /// Gives a joint a name, unless it has one.
    pub(crate) fn name_joint(&mut self, joint: JointId, name: Cow<'static, str>) {
        self.joints.entry(joint).or_insert(name);
    }

    /// The joint that was noted last, with this number, is one of the library's: it has a name, and no place.
    pub(crate) fn port(&mut self, joint: JointId, name: Cow<'static, str>) {
        self.joints.insert(joint, name);
        if let Some(Note::Combinator { caption, .. }) = self.list.last_mut() {
            caption.place = None;
        }
    }

    /// The joint that was noted last sets the value of this one.
    pub(crate) fn binds(&mut self, joint: JointId) {
        if let Some(last) = self.list.len().checked_sub(1) {
            self.remarks.entry(last).or_default().binds = Some(joint);
        }
    }

    /// The part closed last reads these joints too, by way of something that is described elsewhere.
    pub(crate) fn add_reads(&mut self, reads: &[Read]) {
        if let Some(last) = self.list.len().checked_sub(1) {
            self.remarks.entry(last).or_default().reads.extend_from_slice(reads);
        }
    }

    /// The joints that the part closed last reads, itself and through its inputs.
    pub(crate) fn all_reads(&self) -> Vec<Read> {
        part::each_once((self.last_part()..self.list.len()).flat_map(|at| self.reads(at)))
    }

    /// Forgets what was noted since the last joint.
    pub(crate) fn discard(&mut self) {
        self.truncate(self.settled);
    }

    /// Forgets the part that was closed last if it is of this kind.
    pub(crate) fn discard_last(&mut self, kind: &str) {
        match self.list.last() {
            Some(Note::Combinator { caption, .. }) if caption.label.kind == kind => {
                self.truncate(self.last_part())
            }
            _ => {}
        }
    }

    /// The part that was closed last, alone.
    pub(crate) fn last(&self) -> Notes {
        let from = self.last_part();
        let remarks = self.remarks.range(from..).map(|(at, remark)| (at - from, remark.clone())).collect();
        Notes { list: self.list[from..].to_vec(), settled: 0, remarks, joints: BTreeMap::new() }
    }

    /// The parts that all this describes: the joints, then what a sub-network gives.
    pub(crate) fn parts(&self) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        let mut begins: Vec<usize> = Vec::new();
        for at in 0..self.list.len() {
            let begin = at + 1 - self.size(at);
            let first_input = begins.partition_point(|input| *input < begin);
            begins.truncate(first_input);
            begins.push(begin);
            let inputs = parts.split_off(first_input);
            parts.push(self.part(at, inputs));
        }
        for (joint, name) in &self.joints {
            if let Some(part) = parts.get_mut(*joint as usize) {
                part.name = Some(name.clone());
            }
        }
        parts
    }

    fn part(&self, at: usize, inputs: Vec<Part>) -> Part {
        let remark = self.remarks.get(&at).cloned().unwrap_or_default();
        let (kind, item, place) = match self.list[at] {
            Note::Combinator { caption, .. } => (caption.label.kind, caption.label.item, caption.place),
            Note::Reader { item, .. } => ("read", item, None),
        };
        Part {
            name: remark.name,
            named_at: remark.named_at,
            binds: remark.binds.map(|joint| joint as usize),
            reads: self.reads(at),
            ..Part::new(kind, (item.0)(), place, inputs)
        }
    }

    /// What the combinator noted there reads itself.
    fn reads(&self, at: usize) -> Vec<Read> {
        let own = match self.list[at] {
            Note::Reader { joint, up, wakes, .. } => {
                Some(Read { up: up as usize, joint: joint as usize, wakes })
            }
            Note::Combinator { .. } => None,
        };
        let more = self.remarks.get(&at).map_or(&[][..], |remark| &remark.reads);
        own.into_iter().chain(more.iter().copied()).collect()
    }

    fn size(&self, at: usize) -> usize {
        match self.list[at] {
            Note::Combinator { size, .. } => size as usize,
            Note::Reader { .. } => 1,
        }
    }

    /// Where the part begins that was closed last.
    fn last_part(&self) -> usize {
        self.list.len() - self.list.len().checked_sub(1).map_or(0, |last| self.size(last))
    }

    fn truncate(&mut self, len: usize) {
        self.list.truncate(len);
        drop(self.remarks.split_off(&len));
    }
}

impl PartialEq for Caption {
    /// What stands at one address is not compared letter by letter.
    fn eq(&self, other: &Self) -> bool {
        let same_place = match (self.place, other.place) {
            (Some(a), Some(b)) => std::ptr::eq(a, b) || a == b,
            (a, b) => a == b,
        };
        same_place && (std::ptr::eq(self.label, other.label) || self.label == other.label)
    }
}

impl PartialEq for Item {
    fn eq(&self, other: &Self) -> bool {
        // One address gives one name; one name may have several addresses.
        std::ptr::fn_addr_eq(self.0, other.0) || (self.0)() == (other.0)()
    }
}

impl std::fmt::Debug for Item {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str((self.0)())
    }
}

#[cfg(test)]
mod tests {
    use super::{Caption, Label, Notes};

    fn closed(notes: &mut Notes, label: Label, inputs: impl FnOnce(&mut Notes)) {
        let opened = notes.open();
        inputs(notes);
        notes.close(opened, Caption { label, place: None });
    }

    /// Joint 0; joint 1 of `both` of `map` of a reader, and a constant; then what the sub-network gives.
    fn noted() -> Notes {
        let mut notes = Notes::default();
        notes.joint(Caption { label: label!("own", i64), place: None });
        closed(&mut notes, label!("both", i64), |notes| {
            closed(notes, label!("map", i64), |notes| notes.reader::<i64>(0, 0, true));
            closed(notes, label!("constant", i64), |_| {});
        });
        notes.joint(Caption { label: label!("share", i64), place: None });
        closed(&mut notes, label!("filter", i64), |notes| notes.reader::<i64>(1, 0, true));
        notes
    }

    #[test]
    fn parts_have_the_inputs_that_were_noted_between_open_and_close() {
        let shapes: Vec<String> = noted().parts().iter().map(super::Part::shape).collect();
        let share = "share<i64>(both<i64>(map<i64>(read 0), constant<i64>))";
        assert_eq!(shapes, ["own<i64>", share, "filter<i64>(read 1)"]);
    }

    #[test]
    fn what_is_noted_alike_is_equal_and_a_name_makes_a_difference() {
        let mut named = noted();
        assert_eq!(named, noted());
        assert_eq!(named.name("x".into(), None), None, "a filter is no mere reader");
        assert_ne!(named, noted());
    }

    #[test]
    fn what_is_forgotten_leaves_no_name_behind() {
        let mut notes = noted();
        notes.name("x".into(), None);
        assert_eq!(notes.last().parts()[0].name.as_deref(), Some("x"));
        notes.discard();
        notes.joint(Caption { label: label!("input", i64), place: None });
        let last = notes.parts().pop().expect("the joint was noted");
        assert_eq!((last.kind, last.name, last.inputs.len()), ("input", None, 0));
    }
}
