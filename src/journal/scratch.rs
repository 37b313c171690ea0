//! Where a value is written before it is part of something.

use serde::Serialize;

use super::JournalError;

/// Room for one value in bytes, kept for the next one: it grows to the longest.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch(Vec<u8>);

/// Longer than nearly every value.
const ROOM: usize = 512;

impl Scratch {
    /// Writes a value over the last one.
    pub(crate) fn write<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<&[u8], JournalError> {
        let length = loop {
            match postcard::to_slice(value, &mut self.0) {
                Ok(written) => break written.len(),
                Err(postcard::Error::SerializeBufferFull) => self.0.resize((2 * self.0.len()).max(ROOM), 0),
                Err(why) => {
                    let (of, why) = (std::any::type_name::<T>(), why.to_string());
                    return Err(JournalError::Unwritable { of, why });
                }
            }
        };
        Ok(&self.0[..length])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_has_room_for_values_of_any_length_one_after_the_other() {
        let mut scratch = Scratch::default();
        for length in [0, 1, ROOM - 2, ROOM - 1, ROOM, 3 * ROOM, 1, 20 * ROOM, 0] {
            let value = vec![7_u8; length];
            let written = scratch.write(&value).expect("bytes can be written");
            assert_eq!(postcard::from_bytes::<Vec<u8>>(written).expect("what was written"), value);
        }
    }
}
