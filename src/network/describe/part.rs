//! A part of a network as one looks at it: a combinator with what it works on.

use std::borrow::Cow;

use serde::Serialize;

use super::meter::Counts;
use super::place;
use crate::network::error::Place;

/// One combinator, with those that are fused into it.
///
/// As JSON it has these fields in this order; those that would be empty are left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The combinator's name: `map`, `scan`, `share`, …; `read` where a joint is read.
    pub kind: &'static str,
    /// What the author calls it; of two names the outer one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Cow<'static, str>>,
    /// The type of what it gives, with all paths.
    pub item: &'static str,
    /// Where the author wrote it; none for what the library adds.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "place::serialize")]
    pub place: Option<Place>,
    /// The joints that it reads itself, not through its inputs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reads: Vec<Read>,
    /// For the joint that closes a loop: the joint, declared ahead beside it, whose value it sets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub binds: Option<usize>,
    /// What it works on, in the order of its arguments.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<Part>,
    /// For a joint that builds sub-networks, how one of them looks: its joints in order, then what it gives.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inside: Vec<Part>,
    /// What it has done, if it has a name and is, or was, measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measured: Option<Counts>,
    /// Where it got its name: with the name, what it is measured under.
    #[serde(skip)]
    pub(crate) named_at: Option<Place>,
}

/// Which joint is read, seen from where the reader stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Read {
    /// How many sub-networks one has to leave to find it: 0 is the reader's own.
    pub up: usize,
    /// Its position among the joints there.
    pub joint: usize,
    /// Whether the reader runs when it occurs, or only looks when something else does.
    pub wakes: bool,
}

impl Part {
    /// A combinator without a name of its own.
    pub(super) fn new(
        kind: &'static str,
        item: &'static str,
        place: Option<Place>,
        inputs: Vec<Part>,
    ) -> Self {
        let (name, binds, measured, named_at) = (None, None, None, None);
        let (reads, inside) = (Vec::new(), Vec::new());
        Self { kind, name, item, place, reads, binds, inputs, inside, measured, named_at }
    }

    /// Everything that this part and its inputs read, each joint once, in order of first mention.
    pub(crate) fn all_reads(&self) -> Vec<Read> {
        let mut all = Vec::new();
        self.each(&mut |part| all.extend_from_slice(&part.reads));
        each_once(all)
    }

    /// Visits this part and its inputs, not what is inside.
    fn each(&self, visit: &mut impl FnMut(&Part)) {
        visit(self);
        self.inputs.iter().for_each(|input| input.each(visit));
    }
}

/// Each joint once, in order of first mention.
pub(super) fn each_once(reads: impl IntoIterator<Item = Read>) -> Vec<Read> {
    let mut seen: Vec<Read> = Vec::new();
    for read in reads {
        match seen.iter_mut().find(|known| (known.up, known.joint) == (read.up, read.joint)) {
            Some(known) => known.wakes |= read.wakes,
            None => seen.push(read),
        }
    }
    seen
}

impl Part {
    /// What has to be the same for a saved state to fit: combinators, names, types, and who reads whom.
    pub(crate) fn shape(&self) -> String {
        let mut shape = String::new();
        self.write_shape(&mut shape);
        shape
    }

    fn write_shape(&self, out: &mut String) {
        use std::fmt::Write as _;
        out.push_str(self.kind);
        if let Some(name) = &self.name {
            let _ = write!(out, " {name:?}"); // a string takes everything
        }
        match self.reads.as_slice() {
            [] => {
                let _ = write!(out, "<{}>", self.item);
            }
            reads => reads.iter().for_each(|read| {
                let _ = write!(out, " {}", read.joint);
            }),
        }
        for (at, input) in self.inputs.iter().enumerate() {
            out.push_str(if at == 0 { "(" } else { ", " });
            input.write_shape(out);
        }
        if !self.inputs.is_empty() {
            out.push(')');
        }
    }
}

impl std::fmt::Display for Part {
    /// The combinator as a message names it: what it is, what it is called and where it stands.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}`", self.kind)?;
        if let Some(name) = &self.name {
            write!(f, " {name:?}")?;
        }
        match self.place {
            Some(place) => write!(f, " at {place}"),
            None => Ok(()),
        }
    }
}
