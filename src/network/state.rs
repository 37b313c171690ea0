//! State as data: what a network keeps can be saved and put back at an instant boundary.
//!
//! A [`Snapshot`] belongs to one shape of network: it is restored into a network that the same
//! code has built. Each joint's part is written with its length, so that a difference in shape is
//! found at the first joint where it shows.

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
    pub(crate) at: Time,
    pub(crate) parts: Vec<Vec<u8>>,
}

impl Snapshot {
    /// The timestamp of the last instant before the snapshot.
    pub fn at(&self) -> Time {
        self.at
    }
}

/// Receives the state of a machine, part by part.
#[derive(Debug, Default)]
pub struct Saver {
    bytes: Vec<u8>,
    failure: Option<String>,
}

impl Saver {
    /// Appends one value.
    pub fn put<T: Serialize>(&mut self, value: &T) {
        match postcard::to_extend(value, std::mem::take(&mut self.bytes)) {
            Ok(bytes) => self.bytes = bytes,
            Err(error) => self.failure = Some(error.to_string()),
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
    joint: usize,
}

impl<'a> Loader<'a> {
    pub(crate) fn new(bytes: &'a [u8], joint: usize) -> Self {
        Self { bytes, joint }
    }

    /// The next value.
    ///
    /// # Errors
    /// [`StateError::Shape`] if the bytes at this place are not a `T`.
    pub fn take<T: DeserializeOwned>(&mut self) -> Result<T, StateError> {
        match postcard::take_from_bytes(self.bytes) {
            Ok((value, rest)) => {
                self.bytes = rest;
                Ok(value)
            }
            Err(error) => Err(self.misfit(std::any::type_name::<T>(), error.to_string())),
        }
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
