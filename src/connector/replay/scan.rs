//! Eight bytes at a time: finding a byte, reading eight digits.
//!
//! A row has some seventy bytes and these two searches are most of its cost. Words of 64 bits do them in safe
//! code, without the mispredicted exit that a loop by bytes pays at the end of every field of varying length.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// The place of the first `wanted`.
#[inline]
pub(super) fn find(bytes: &[u8], wanted: u8) -> Option<usize> {
    let pattern = ONES * u64::from(wanted);
    let (words, rest) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        // A byte of x is zero where the input has the wanted one; the subtraction borrows into the high bit of
        // the lowest such byte first, so the lowest hit is always true.
        let x = u64::from_le_bytes(*word) ^ pattern;
        let hits = x.wrapping_sub(ONES) & !x & HIGHS;
        if hits != 0 {
            return Some(index * 8 + hits.trailing_zeros() as usize / 8);
        }
    }
    let at = rest.iter().position(|&b| b == wanted)?;
    Some(words.len() * 8 + at)
}

/// The place of the first line end.
///
/// A line is longer than a field: strides of 32 bytes, which the compiler compares with vector instructions,
/// pass over most of it (66 to 57 ns a row), and words find the place in the last one.
#[inline]
pub(super) fn find_line_end(bytes: &[u8]) -> Option<usize> {
    let (strides, _) = bytes.as_chunks::<32>();
    let without =
        strides.iter().take_while(|stride| !stride.iter().fold(false, |hit, &b| hit | (b == b'\n')));
    let passed = without.count() * 32;
    Some(passed + find(&bytes[passed..], b'\n')?)
}

/// The number that eight digits write, or `None` if one of them is no digit.
#[inline]
pub(super) fn eight_digits(text: &[u8; 8]) -> Option<u64> {
    let word = u64::from_le_bytes(*text);
    // A digit has the high half 3, and still has it after adding 6.
    let high = word & (ONES * 0xf0);
    let carried = word.wrapping_add(ONES * 0x06) & (ONES * 0xf0);
    if (high | (carried >> 4)) != ONES * 0x33 {
        return None;
    }
    // Neighbours join to pairs, pairs to fours, fours to the whole: three multiplications for eight digits.
    let digits = word - ONES * u64::from(b'0');
    let pairs = digits * 10 + (digits >> 8);
    let outer = (pairs & 0x0000_00ff_0000_00ff).wrapping_mul(100 + (1_000_000 << 32));
    let inner = ((pairs >> 16) & 0x0000_00ff_0000_00ff).wrapping_mul(1 + (10_000 << 32));
    Some(outer.wrapping_add(inner) >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_first_of_several_is_found() {
        for length in 0..40 {
            for at in 0..length {
                let mut bytes = vec![0x0b; length]; // one above a line end: the borrow's neighbour
                bytes[at..].fill(b'\n');
                assert_eq!(find(&bytes, b'\n'), Some(at));
            }
            assert_eq!(find(&vec![0x8a; length], b'\n'), None);
        }
    }

    #[test]
    fn line_ends_are_found_in_and_behind_the_strides() {
        for length in 0..140 {
            let mut bytes = vec![b','; length];
            assert_eq!(find_line_end(&bytes), None);
            for at in (0..length).rev() {
                bytes[at] = b'\n';
                assert_eq!(find_line_end(&bytes), Some(at));
            }
        }
    }

    #[test]
    fn a_byte_that_is_no_digit_is_seen_at_every_place() {
        for at in 0..8 {
            for byte in 0..=255_u8 {
                let mut text = *b"90817263";
                text[at] = byte;
                assert_eq!(eight_digits(&text).is_some(), byte.is_ascii_digit(), "{byte} at {at}");
            }
        }
    }

    proptest! {
        #[test]
        fn eight_digits_are_the_number_they_write(number in 0_u64..100_000_000) {
            let text = format!("{number:08}");
            let text: &[u8; 8] = text.as_bytes().try_into().expect("eight");
            prop_assert_eq!(eight_digits(text), Some(number));
        }
    }
}
