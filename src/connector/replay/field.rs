//! One field of a row: integer, decimal, boolean, or a number that is not used.

use super::error::Expected;
use crate::money::fixed::{self, FixedError};

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
    // 19 digits cannot overflow 64 bits; only longer fields pay for the check.
    if field.is_empty() || field.len() > 19 {
        return unsigned_checked(field);
    }
    let mut number = 0_u64;
    for &byte in field {
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
