//! Stand-in until money and time land.
use std::num::TryFromIntError;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time(i64);
#[allow(missing_docs)]
impl Time {
    #[inline]
    pub fn from_millis(n: i64) -> Result<Self, TryFromIntError> {
        n.checked_mul(1_000_000)
            .map(Time)
            .ok_or_else(|| u8::try_from(300).unwrap_err())
    }
    #[inline]
    pub fn from_micros(n: i64) -> Result<Self, TryFromIntError> {
        n.checked_mul(1_000)
            .map(Time)
            .ok_or_else(|| u8::try_from(300).unwrap_err())
    }
}
pub mod fixed {
    //! x
    pub(crate) enum FixedError {
        NotANumber,
        Decimals,
        Range,
    }
    #[inline]
    pub(crate) fn parse(field: &[u8]) -> Result<i64, FixedError> {
        if let Some(r) = field.strip_prefix(b"-") {
            return slow(r).map(|n| -n);
        }
        if field.len() > 18 {
            return slow(field);
        }
        let mut n = 0_i64;
        let mut decimals = None;
        for (i, &b) in field.iter().enumerate() {
            let d = b.wrapping_sub(b'0');
            if d <= 9 {
                n = n * 10 + i64::from(d);
            } else if b == b'.' && decimals.is_none() {
                decimals = Some(i + 1);
            } else {
                return Err(FixedError::NotANumber);
            }
        }
        let decimals = decimals.map_or(0, |at| field.len() - at);
        if decimals == 8 {
            return Ok(n);
        }
        slow(field)
    }
    #[inline(never)]
    fn slow(field: &[u8]) -> Result<i64, FixedError> {
        let text = std::str::from_utf8(field).map_err(|_| FixedError::NotANumber)?;
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        if whole.is_empty()
            || part.is_empty()
            || !(whole.to_owned() + part).bytes().all(|b| b.is_ascii_digit())
        {
            return Err(FixedError::NotANumber);
        }
        if part.trim_end_matches('0').len() > 8 {
            return Err(FixedError::Decimals);
        }
        let part = &part[..part.len().min(8)];
        let w: i64 = whole.parse().map_err(|_| FixedError::Range)?;
        let p: i64 = format!("{part:0<8}").parse().map_err(|_| FixedError::Range)?;
        w.checked_mul(100_000_000)
            .and_then(|w| w.checked_add(p))
            .ok_or(FixedError::Range)
    }
}
