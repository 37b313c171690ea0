//! State as data: what a network keeps can be saved and put back at an instant boundary.
//!
//! A [`Snapshot`] belongs to one shape of network: it is restored into a network that the same
//! code has built. It says what it was taken from, joint by joint, and each value says its type, in
//! sub-networks too: a difference is found where it begins, and named.
//!
//! # The saved form
//!
//! | field | meaning |
//! |---|---|
//! | `version` | [`Snapshot::VERSION`]; another one is refused |
//! | `at` | timestamp of the last instant |
//! | `joints` | for each joint in order of construction its combinators with their names and types, as text |
//! | `types` | the names of the types of all values, each once |
//! | `parts` | for each joint the values in the order of its combinators: position of the type in `types` (postcard varint), then the value (postcard) |
//!
//! A sub-network is saved as what it was made from (its key, or the value that triggered it) and its values.
//! Alarms are not saved: they follow from what the timers keep. Type names are those of the compiler
//! ([`std::any::type_name`]): a snapshot is for the same program, or one whose kept types have kept their names.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::error::BuildError;
use crate::time::Time;

/// What a combinator may keep from one instant to the next.
///
/// Implemented for every type that can be cloned, sent, shared and serialised.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be kept as the state of a network",
    label = "this value would have to survive from one instant to the next",
    note = "state is data: derive `Clone`, `serde::Serialize` and `serde::Deserialize` for it, and keep handles, \
            locks and borrowed values out of it"
)]
pub trait State: Clone + Send + Sync + Serialize + DeserializeOwned + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Clone + Send + Sync + Serialize + DeserializeOwned + 'static> State for T {}

/// Why a snapshot could not be taken or put back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StateError {
    /// A value's own serialisation refused.
    #[error("state of joint {joint}: {reason}")]
    Value {
        /// Position of the joint in order of construction.
        joint: usize,
        /// What the serialiser said.
        reason: String,
    },
    /// The snapshot was taken from a network of another shape.
    #[error("snapshot does not fit at joint {joint}: expected {expected}, found {found}")]
    Shape {
        /// Position of the first joint that differs.
        joint: usize,
        /// What this network has there.
        expected: String,
        /// What the snapshot has there.
        found: String,
    },
    /// The snapshot was written in another form.
    #[error("snapshot of version {found}: expected version {expected}")]
    Version {
        /// The version that this library reads.
        expected: u32,
        /// The version of the snapshot.
        found: u32,
    },
    /// Building a part that the snapshot asks for failed.
    #[error("rebuilding joint {joint}: {reason}")]
    Rebuild {
        /// Position of the joint that owns the part.
        joint: usize,
        /// The build error, as text.
        reason: String,
    },
    /// The network has run an instant: what it keeps already would mix with the snapshot.
    #[error("the network has run already: expected one that was just built")]
    Started,
    /// A user function panicked earlier: the state is not one that an instant ended with.
    #[error("the network is poisoned: its state is not that of an instant boundary")]
    Poisoned,
}

/// The state of a whole network between two instants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    pub(crate) version: u32,
    pub(crate) at: Time,
    pub(crate) joints: Vec<String>,
    pub(crate) types: Vec<String>,
    pub(crate) parts: Vec<Vec<u8>>,
}

impl Snapshot {
    /// The version of the saved form; it changes when the form does.
    pub const VERSION: u32 = 3;

    /// The timestamp of the last instant before the snapshot.
    pub fn at(&self) -> Time {
        self.at
    }

    /// Refuses a snapshot that was not taken from a network of these joints.
    pub(crate) fn check(&self, joints: &[String]) -> Result<(), StateError> {
        if self.version != Self::VERSION {
            return Err(StateError::Version { expected: Self::VERSION, found: self.version });
        }
        let nothing = "nothing".to_owned();
        for joint in 0..joints.len().max(self.joints.len()) {
            let expected = joints.get(joint).unwrap_or(&nothing);
            let found = self.joints.get(joint).unwrap_or(&nothing);
            if expected != found {
                return Err(StateError::Shape { joint, expected: expected.clone(), found: found.clone() });
            }
        }
        match self.parts.len() == joints.len() {
            true => Ok(()),
            false => Err(StateError::Shape {
                joint: self.parts.len().min(joints.len()),
                expected: format!("the state of {} joints", joints.len()),
                found: format!("that of {}", self.parts.len()),
            }),
        }
    }
}

/// Names of types, each once.
#[derive(Debug, Default)]
pub(crate) struct Types {
    numbers: BTreeMap<&'static str, u32>,
    names: Vec<String>,
}

impl Types {
    fn number(&mut self, name: &'static str) -> u32 {
        *self.numbers.entry(name).or_insert_with(|| {
            self.names.push(name.to_owned());
            (self.names.len() - 1) as u32
        })
    }

    pub(crate) fn into_names(self) -> Vec<String> {
        self.names
    }
}

/// Receives the state of a machine, part by part.
#[derive(Debug)]
pub struct Saver<'a> {
    bytes: Vec<u8>,
    types: &'a mut Types,
    failure: Option<String>,
}

impl<'a> Saver<'a> {
    pub(crate) fn new(types: &'a mut Types) -> Self {
        Self { bytes: Vec::new(), types, failure: None }
    }

    /// Appends one value.
    pub fn put<T: Serialize>(&mut self, value: &T) {
        let number = self.types.number(std::any::type_name::<T>());
        self.append(&number);
        self.append(value);
    }

    fn append<T: Serialize>(&mut self, value: &T) {
        match postcard::to_extend(value, std::mem::take(&mut self.bytes)) {
            Ok(bytes) => self.bytes = bytes,
            Err(error) => {
                self.failure.get_or_insert_with(|| error.to_string());
            }
        }
    }

    pub(crate) fn finish(self, joint: usize) -> Result<Vec<u8>, StateError> {
        match self.failure {
            None => Ok(self.bytes),
            Some(reason) => Err(StateError::Value { joint, reason }),
        }
    }
}

/// Gives back what a [`Saver`] received, in the same order.
#[derive(Debug)]
pub struct Loader<'a> {
    bytes: &'a [u8],
    types: &'a [String],
    joint: usize,
}

impl<'a> Loader<'a> {
    pub(crate) fn new(bytes: &'a [u8], types: &'a [String], joint: usize) -> Self {
        Self { bytes, types, joint }
    }

    /// The next value.
    ///
    /// # Errors
    /// [`StateError::Shape`] if what lies at this place is not a `T`.
    pub fn take<T: DeserializeOwned>(&mut self) -> Result<T, StateError> {
        let expected = std::any::type_name::<T>();
        if self.bytes.is_empty() {
            return Err(self.misfit(expected, "the end of its state".to_owned()));
        }
        let number: u32 = self.cut(expected)?;
        match self.types.get(number as usize) {
            Some(found) if found == expected => self.cut(expected),
            Some(found) => Err(self.misfit(expected, found.clone())),
            None => Err(self.misfit(expected, format!("type {number} of {}", self.types.len()))),
        }
    }

    fn cut<T: DeserializeOwned>(&mut self, expected: &str) -> Result<T, StateError> {
        let cut = postcard::take_from_bytes(self.bytes);
        let (value, rest) = cut.map_err(|error| self.misfit(expected, error.to_string()))?;
        self.bytes = rest;
        Ok(value)
    }

    /// The error of a part that the snapshot asks for and that cannot be built.
    pub(crate) fn rebuild(&self, error: &BuildError) -> StateError {
        StateError::Rebuild { joint: self.joint, reason: error.to_string() }
    }

    /// Refuses what is left over.
    pub(crate) fn finish(self) -> Result<(), StateError> {
        match self.bytes.len() {
            0 => Ok(()),
            left => Err(self.misfit("the end of its state", format!("{left} bytes more"))),
        }
    }

    /// The error of a part that is not what this network expects.
    pub(crate) fn misfit(&self, expected: &str, found: String) -> StateError {
        StateError::Shape { joint: self.joint, expected: expected.to_owned(), found }
    }
}
