//! One field of a row: integer, decimal, boolean, or a number that is not used.

use super::error::Expected;
use super::scan::eight_digits;
use crate::money::fixed::{self, FixedError};

/// One, in units of 1e-8; also the place value of what stands before eight digits.
const SCALE: u64 = fixed::SCALE.cast_unsigned();
/// Digits before the last eight that cannot overflow: 18 digits stay below 2^63.
const MOST_WHOLE: usize = 10;

/// A signed integer, for stamps and for recognising layouts.
#[inline]
pub(super) fn integer(field: &[u8]) -> Option<i64> {
    match field.strip_prefix(b"-") {
        Some(rest) => unsigned(rest).and_then(|n| 0_i64.checked_sub_unsigned(n)),
        None => unsigned(field).and_then(|n| i64::try_from(n).ok()),
    }
}

/// An integer without a sign.
#[inline]
pub(super) fn unsigned(field: &[u8]) -> Option<u64> {
    match field.split_last_chunk::<8>() {
        Some((head, last)) if head.len() <= MOST_WHOLE => Some(digits(head)? * SCALE + eight_digits(last)?),
        Some(_) => unsigned_checked(field),
        None if field.is_empty() => None,
        None => digits(field),
    }
}

/// The number that up to [`MOST_WHOLE`] digits write; none write 0.
#[inline]
fn digits(text: &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for &byte in text {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + u64::from(digit);
    }
    Some(number)
}

#[cold]
fn unsigned_checked(field: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(field).ok()?;
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// A price or quantity in units of 1e-8, above zero.
#[inline]
pub(super) fn amount(field: &[u8]) -> Result<i64, Expected> {
    match as_dumped(field) {
        Some(units) if units > 0 => Ok(units.cast_signed()),
        _ => any_amount(field),
    }
}

/// A number with exactly 8 decimals, which is how spot dumps write every amount.
#[inline]
fn as_dumped(field: &[u8]) -> Option<u64> {
    let (head, decimals) = field.split_last_chunk::<8>()?;
    let (point, whole) = head.split_last()?;
    if *point != b'.' || whole.is_empty() || whole.len() > MOST_WHOLE {
        return None;
    }
    Some(digits(whole)? * SCALE + eight_digits(decimals)?)
}

/// Every other number, and every error.
fn any_amount(field: &[u8]) -> Result<i64, Expected> {
    match fixed::parse(field) {
        Ok(units) if units > 0 => Ok(units),
        Ok(_) => Err(Expected::Positive),
        Err(error) => Err(expected_by(error)),
    }
}

/// `True` or `False`, in the spellings the dumps use.
#[inline]
pub(super) fn boolean(field: &[u8]) -> Option<bool> {
    match field {
        b"True" | b"true" | b"TRUE" => Some(true),
        b"False" | b"false" | b"FALSE" => Some(false),
        _ => None,
    }
}

/// Whether an unused field looks like a number: not empty, digits, points and signs only.
#[inline]
pub(super) fn is_number(field: &[u8]) -> bool {
    as_dumped(field).is_some() || looks_like_number(field)
}

fn looks_like_number(field: &[u8]) -> bool {
    !field.is_empty() && field.iter().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'-'))
}

#[cold]
fn expected_by(error: FixedError) -> Expected {
    match error {
        FixedError::TooManyDecimals { .. } => Expected::EightDecimals,
        FixedError::OutOfRange { .. } => Expected::InRange,
        FixedError::Empty | FixedError::NotADigit { .. } | FixedError::Unfinished { .. } => Expected::Decimal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn integers_end_where_64_bits_do() {
        assert_eq!(unsigned(b"18446744073709551615"), Some(u64::MAX));
        assert_eq!(unsigned(b"18446744073709551616"), None);
        assert_eq!(integer(b"-9223372036854775808"), Some(i64::MIN));
        assert_eq!(integer(b"9223372036854775808"), None);
        assert_eq!(integer(b"--1"), None);
    }

    proptest! {
        #[test]
        fn integers_of_every_length_are_read(number in any::<u64>(), shift in 0_u32..64) {
            let number = number >> shift;
            prop_assert_eq!(unsigned(number.to_string().as_bytes()), Some(number));
        }

        #[test]
        fn the_short_way_reads_what_the_crates_codec_reads(text in "[0-9]{1,11}[.]?[0-9x.-]{0,10}") {
            let short = amount(text.as_bytes());
            prop_assert_eq!(short, any_amount(text.as_bytes()));
        }
    }
}
