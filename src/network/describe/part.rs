//! A part of a network as one looks at it: a combinator with what it works on.

use std::borrow::Cow;

use crate::network::error::Place;
use crate::network::registry::JointRef;

/// One combinator, with those that are fused into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The combinator's name: `map`, `scan`, `share`, ….
    pub kind: &'static str,
    /// What the author calls it.
    pub name: Option<Cow<'static, str>>,
    /// The type of what it gives.
    pub item: &'static str,
    /// Where the author wrote it.
    pub place: Option<Place>,
    /// What it works on, in the order of its arguments.
    pub inputs: Vec<Part>,
    /// How one of the sub-networks looks that it builds: its joints in order, then what it gives.
    pub inside: Vec<Part>,
    /// For a reader: the joint that it reads.
    pub(crate) reads: Option<JointRef>,
}

impl Part {
    /// A combinator without a name of its own.
    pub(crate) fn new(
        kind: &'static str,
        item: &'static str,
        place: Option<Place>,
        inputs: Vec<Part>,
    ) -> Self {
        Self { kind, name: None, item, place, inputs, inside: Vec::new(), reads: None }
    }

    /// A joint, with what runs in it.
    pub(crate) fn joint<T>(kind: &'static str, place: Place, input: Option<Part>) -> Self {
        Self::new(kind, std::any::type_name::<T>(), Some(place), input.into_iter().collect())
    }

    /// Something that reads a joint.
    pub(crate) fn reader(joint: JointRef, item: &'static str) -> Self {
        Self { reads: Some(joint), ..Self::new("read", item, None, Vec::new()) }
    }
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
        match self.reads {
            Some(joint) => {
                let _ = write!(out, " {}", joint.joint);
            }
            None => {
                let _ = write!(out, "<{}>", self.item);
            }
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
