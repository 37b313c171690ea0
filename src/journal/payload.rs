//! A value inside a record, in bytes.

use std::borrow::Cow;
use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::JournalError;
use super::scratch::Scratch;

/// A value of some type, as `postcard` writes it. Which type follows from the stream and the port.
///
/// ```
/// use tidegate::journal::Payload;
/// let payload = Payload::of(&(1_u8, "one"))?;
/// assert_eq!(payload.decode::<(u8, String)>()?, (1, "one".to_owned()));
/// assert!(payload.decode::<u8>().is_err(), "there is more");
/// # Ok::<(), tidegate::journal::JournalError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Payload<'a>(Cow<'a, [u8]>);

impl<'a> Payload<'a> {
    /// Writes a value.
    ///
    /// # Errors
    /// [`JournalError::Unwritable`].
    pub fn of<T: Serialize>(value: &T) -> Result<Payload<'static>, JournalError> {
        let mut scratch = Scratch::default();
        Ok(Payload(Cow::Owned(scratch.write(value)?.to_vec())))
    }

    /// A value that has been written.
    pub(crate) const fn written(bytes: &'a [u8]) -> Self {
        Payload(Cow::Borrowed(bytes))
    }

    /// Reads the value.
    ///
    /// # Errors
    /// [`JournalError::Unreadable`] if it is of another type.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, JournalError> {
        let unreadable = |why: String| JournalError::Unreadable { of: std::any::type_name::<T>(), why };
        match postcard::take_from_bytes(&self.0) {
            Ok((value, [])) => Ok(value),
            Ok((_, rest)) => Err(unreadable(format!("{} bytes are left", rest.len()))),
            Err(error) => Err(unreadable(error.to_string())),
        }
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The same, on its own.
    #[must_use]
    pub fn into_owned(self) -> Payload<'static> {
        Payload(Cow::Owned(self.0.into_owned()))
    }
}

impl fmt::Debug for Payload<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Payload(")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
        f.write_str(")")
    }
}

impl Serialize for Payload<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(&self.0)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Payload<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        <&[u8]>::deserialize(from).map(Payload::written)
    }
}
