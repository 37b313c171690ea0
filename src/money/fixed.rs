//! The one codec between decimal text and fixed point: exact in both directions.
//!
//! A replay calls [`parse`] twice for each of millions of rows, so the usual number (up to 19 bytes,
//! up to 8 decimals) takes one straight loop without a bounds or overflow check per digit. Whatever
//! that loop does not know goes to the complete reader, which alone decides what an error is.
//!
//! Grammar: `-? digit+ ( '.' digit+ )?`. No `+`, no exponent, no spaces, no separators.

use std::fmt;
use thiserror::Error;

/// Decimals of prices, quantities and rates.
pub const DECIMALS: u32 = 8;
/// Units in one, for prices, quantities and rates.
pub const SCALE: i64 = 100_000_000;
/// 19 digits stay below 2^64, so a loop over so many bytes cannot overflow.
const SHORT: usize = 19;
const POWERS: [u64; 9] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

/// Why a text is no fixed point number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FixedError {
    /// There is no text.
    #[error("expected a decimal number, found an empty text")]
    Empty,
    /// A byte that is no digit, where only a digit may be.
    #[error("byte {at}: expected a digit, found {:?}", char::from(*.found))]
    NotADigit {
        /// Position in the text, from 0.
        at: usize,
        /// The byte found there.
        found: u8,
    },
    /// The text ends where a digit has to follow.
    #[error("byte {at}: expected a digit, found the end of the text")]
    Unfinished {
        /// Position in the text, from 0: its length.
        at: usize,
    },
    /// A digit other than zero beyond the last decimal that can be held.
    #[error("byte {at}: expected at most {most} decimals, found a digit that is not zero behind them")]
    TooManyDecimals {
        /// Position of that digit, from 0.
        at: usize,
        /// The decimals that can be held.
        most: u32,
    },
    /// The number does not fit.
    #[error("expected a number that fits {bits} bits with {decimals} decimals, found a larger one")]
    OutOfRange {
        /// Bits of the type that was to hold it.
        bits: u32,
        /// Decimals of that type.
        decimals: u32,
    },
}

/// Reads a decimal text as a count of 1e-8.
///
/// ```
/// use tidegate::money::fixed::{FixedError, parse};
/// assert_eq!(parse(b"61837.63"), Ok(6_183_763_000_000));
/// assert_eq!(parse(b"-0.00000001"), Ok(-1));
/// assert_eq!(parse(b"1.5000000000000"), Ok(150_000_000));
/// assert_eq!(parse(b"1e5"), Err(FixedError::NotADigit { at: 1, found: b'e' }));
/// ```
///
/// # Errors
/// Each variant of [`FixedError`], with the byte at which the text goes wrong.
#[inline]
pub fn parse(text: &[u8]) -> Result<i64, FixedError> {
    match parse_short(text) {
        Some(units) => Ok(units),
        None => parse_complete(text),
    }
}

/// The usual number, or `None` for everything that needs a second look.
#[inline]
fn parse_short(text: &[u8]) -> Option<i64> {
    if text.len() > SHORT {
        return None;
    }
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let mut units: u64 = 0;
    let mut rest = digits.iter();
    let mut whole = 0;
    let mut decimals = 0;
    let mut point = false;
    for &byte in rest.by_ref() {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            point = true;
            if byte != b'.' {
                return None;
            }
            break;
        }
        units = units * 10 + u64::from(digit);
        whole += 1;
    }
    for &byte in rest {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        units = units * 10 + u64::from(digit);
        decimals += 1;
    }
    if whole == 0 || (point && decimals == 0) {
        return None;
    }
    let missing = (DECIMALS as usize).checked_sub(decimals)?;
    let units = i64::try_from(units.checked_mul(POWERS[missing])?).ok()?;
    Some(if negative { -units } else { units })
}

#[cold]
fn parse_complete(text: &[u8]) -> Result<i64, FixedError> {
    let too_large = FixedError::OutOfRange { bits: 64, decimals: DECIMALS };
    let wide = parse_wide(text, DECIMALS).map_err(|error| match error {
        FixedError::OutOfRange { .. } => too_large,
        other => other,
    })?;
    i64::try_from(wide).map_err(|_| too_large)
}

/// Reads a decimal text of any length as a count of the given decimals, at most 38 of them.
///
/// ```
/// use tidegate::money::fixed::parse_wide;
/// assert_eq!(parse_wide(b"-2.5", 16), Ok(-25_000_000_000_000_000));
/// ```
///
/// # Errors
/// Each variant of [`FixedError`], with the byte at which the text goes wrong.
pub fn parse_wide(text: &[u8], decimals: u32) -> Result<i128, FixedError> {
    let too_large = FixedError::OutOfRange { bits: 128, decimals };
    let start = usize::from(text.first().ok_or(FixedError::Empty)? == &b'-');
    let point = text.iter().position(|&byte| byte == b'.').unwrap_or(text.len());
    check_digits(text, start, point)?;
    if point < text.len() {
        check_digits(text, point + 1, text.len())?;
    }
    let behind = text.get(point + 1..).unwrap_or(&[]);
    let kept = &behind[..behind.len().min(decimals as usize)];
    if let Some(over) = behind[kept.len()..].iter().position(|&byte| byte != b'0') {
        return Err(FixedError::TooManyDecimals { at: point + 1 + kept.len() + over, most: decimals });
    }
    // Counted downwards, because the range reaches one further below zero than above.
    let mut units: i128 = 0;
    for &byte in text[start..point].iter().chain(kept) {
        let digit = i128::from(byte - b'0');
        units = units.checked_mul(10).and_then(|u| u.checked_sub(digit)).ok_or(too_large)?;
    }
    for _ in kept.len()..decimals as usize {
        units = units.checked_mul(10).ok_or(too_large)?;
    }
    if start == 1 { Ok(units) } else { units.checked_neg().ok_or(too_large) }
}

/// Whether the bytes from `start` to `end` are digits, at least one.
fn check_digits(text: &[u8], start: usize, end: usize) -> Result<(), FixedError> {
    if let Some(at) = (start..end).find(|&at| !text[at].is_ascii_digit()) {
        return Err(FixedError::NotADigit { at, found: text[at] });
    }
    match text.get(start) {
        _ if start < end => Ok(()),
        Some(&found) => Err(FixedError::NotADigit { at: start, found }),
        None => Err(FixedError::Unfinished { at: start }),
    }
}

/// A count of small units, to be shown as a decimal number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Printed {
    units: i128,
    decimals: u32,
    trimmed: bool,
}

/// The shortest exact decimal: zeros at the end are left out.
///
/// ```
/// use tidegate::money::fixed::print;
/// assert_eq!(print(6_183_763_000_000, 8).to_string(), "61837.63");
/// assert_eq!(print(-1, 8).to_string(), "-0.00000001");
/// assert_eq!(print(0, 8).to_string(), "0");
/// ```
#[must_use]
pub fn print(units: i128, decimals: u32) -> Printed {
    Printed { units, decimals: decimals.min(38), trimmed: true }
}

/// All decimals, zeros as well: columns of such numbers line up.
///
/// ```
/// use tidegate::money::fixed::print_fixed;
/// assert_eq!(print_fixed(150_000_000, 8).to_string(), "1.50000000");
/// ```
#[must_use]
pub fn print_fixed(units: i128, decimals: u32) -> Printed {
    Printed { units, decimals: decimals.min(38), trimmed: false }
}

/// Width, fill and sign of the format are honoured.
impl fmt::Display for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Up to 39 digits, a point, and zeros up to the point.
        let mut buffer = [b'0'; 48];
        let start = self.write_back(&mut buffer);
        let text = std::str::from_utf8(&buffer[start..]).map_err(|_| fmt::Error)?;
        f.pad_integral(self.units >= 0, "", text)
    }
}

impl Printed {
    /// Writes from the end of the buffer towards its front; returns where the text starts.
    fn write_back(&self, buffer: &mut [u8; 48]) -> usize {
        let mut left = self.units.unsigned_abs();
        let mut decimals = self.decimals;
        while self.trimmed && decimals > 0 {
            let (shorter, 0) = tenth(left) else { break };
            left = shorter;
            decimals -= 1;
        }
        let mut text = Backwards { buffer, at: 48, written: 0, decimals };
        // Nearly every number fits one word, of which a digit is cheap.
        while left > u128::from(u64::MAX) {
            text.digit((left % 10) as u8);
            left /= 10;
        }
        let mut left = left as u64;
        while left > 0 || text.written <= decimals {
            text.digit((left % 10) as u8);
            left /= 10;
        }
        text.at
    }
}

/// A number that is written from its last digit.
struct Backwards<'a> {
    buffer: &'a mut [u8; 48],
    at: usize,
    written: u32,
    decimals: u32,
}

impl Backwards<'_> {
    #[inline]
    fn digit(&mut self, digit: u8) {
        self.push(b'0' + digit);
        self.written += 1;
        if self.written == self.decimals {
            self.push(b'.');
        }
    }

    #[inline]
    fn push(&mut self, byte: u8) {
        self.at -= 1;
        self.buffer[self.at] = byte;
    }
}

/// A tenth, and the digit that is left: nearly every number fits one word, of which that is much cheaper.
#[inline]
fn tenth(number: u128) -> (u128, u8) {
    match u64::try_from(number) {
        Ok(number) => (u128::from(number / 10), (number % 10) as u8),
        Err(_) => (number / 10, (number % 10) as u8),
    }
}

#[cfg(test)]
mod tests {
    use super::{FixedError, parse, parse_complete, print, print_fixed};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_printed_parses_as_the_same_number(units in any::<i64>()) {
            prop_assert_eq!(parse(print(units.into(), 8).to_string().as_bytes()), Ok(units));
            prop_assert_eq!(parse(print_fixed(units.into(), 8).to_string().as_bytes()), Ok(units));
        }

        #[test]
        fn what_is_printed_wide_parses_as_the_same_number(units in any::<i128>(), decimals in 0..=38_u32) {
            let text = print(units, decimals).to_string();
            prop_assert_eq!(super::parse_wide(text.as_bytes(), decimals), Ok(units));
        }

        #[test]
        fn the_short_way_and_the_complete_way_agree(text in "-?[0-9]{0,12}[.]?[0-9]{0,10}[0-9.x -]?") {
            prop_assert_eq!(parse(text.as_bytes()), parse_complete(text.as_bytes()));
        }
    }

    #[test]
    fn the_ends_of_the_range_are_in_and_the_next_numbers_are_out() {
        let too_large = Err(FixedError::OutOfRange { bits: 64, decimals: 8 });
        assert_eq!(parse(b"92233720368.54775807"), Ok(i64::MAX));
        assert_eq!(parse(b"-92233720368.54775808"), Ok(i64::MIN));
        assert_eq!(parse(b"92233720368.54775808"), too_large);
        assert_eq!(parse(b"9999999999999999999"), too_large);
        assert_eq!(parse(&[b'9'; 100]), too_large);
    }

    #[test]
    fn each_wrong_text_has_its_error() {
        let wrong = |at, found| Err(FixedError::NotADigit { at, found });
        assert_eq!(parse(b""), Err(FixedError::Empty));
        assert_eq!(parse(b"-"), Err(FixedError::Unfinished { at: 1 }));
        assert_eq!(parse(b"1."), Err(FixedError::Unfinished { at: 2 }));
        assert_eq!(parse(b".5"), wrong(0, b'.'));
        assert_eq!(parse(b"+5"), wrong(0, b'+'));
        assert_eq!(parse(b"1.2.3"), wrong(3, b'.'));
        assert_eq!(parse(b" 1"), wrong(0, b' '));
        assert_eq!(parse(b"1.000000001"), Err(FixedError::TooManyDecimals { at: 10, most: 8 }));
        assert_eq!(parse(b"000000000000000000000000000001.50"), Ok(150_000_000));
    }
}
