//! One trade of a tape, and how a line becomes one.

use super::error::{Expected, Fault};
use super::field;
use super::format::Format;
use super::scan::find;
use super::unit::TimeUnit;
use crate::time::Time;

/// One trade as the tape has it: integers, no market, no currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Line of the file, counted from 1, the header included.
    pub line: u64,
    /// The venue's id of the trade or aggregated trade.
    pub id: u64,
    /// Price in units of 1e-8; above zero.
    pub price: i64,
    /// Quantity in units of 1e-8; above zero.
    pub quantity: i64,
    /// The time as the file writes it, in the unit of the tape.
    pub stamp: i64,
    /// The same time as an instant.
    pub time: Time,
    /// Whether the buyer's order was the resting one, so that the seller took.
    pub buyer_is_maker: bool,
}

impl Row {
    /// Reads `line` as a row of `format`.
    ///
    /// The fields are used in the order they stand in, the rest of the line has to be used up: a line with a
    /// field too many or too few cannot pass, whatever the fields hold.
    #[inline]
    pub(super) fn parse(line: &[u8], number: u64, format: Format, unit: TimeUnit) -> Result<Self, Fault> {
        let (id, rest) = cut(line, 0)?;
        let id = field::unsigned(id).ok_or_else(|| Fault::at(0, Expected::Id))?;
        let (price, rest) = cut(rest, 1)?;
        let price = field::amount(price).map_err(|expected| Fault::at(1, expected))?;
        let (quantity, rest) = cut(rest, 2)?;
        let quantity = field::amount(quantity).map_err(|expected| Fault::at(2, expected))?;
        let at = format.time_index();
        let rest = pass_unused(rest, 3, at)?;
        let (stamp, rest) = cut(rest, at)?;
        let (stamp, time) = clock(stamp, unit).ok_or_else(|| Fault::at(at, Expected::Time(unit)))?;
        let buyer_is_maker = flags(rest, at + 1, format.has_best_match())?;
        Ok(Self { line: number, id, price, quantity, stamp, time, buyer_is_maker })
    }
}

/// The field up to the next comma, and what follows.
#[inline]
fn cut(rest: &[u8], index: usize) -> Result<(&[u8], &[u8]), Fault> {
    match find(rest, b',') {
        Some(at) => Ok((&rest[..at], &rest[at + 1..])),
        None => Err(Fault::at(index, Expected::Fields(index + 2))),
    }
}

/// Passes over the fields `from..to`, which only have to look like numbers.
#[inline]
fn pass_unused(mut rest: &[u8], from: usize, to: usize) -> Result<&[u8], Fault> {
    for index in from..to {
        let (unused, after) = cut(rest, index)?;
        if !field::is_number(unused) {
            return Err(Fault::at(index, Expected::Number));
        }
        rest = after;
    }
    Ok(rest)
}

#[inline]
fn clock(field: &[u8], unit: TimeUnit) -> Option<(i64, Time)> {
    let stamp = field::integer(field)?;
    Some((stamp, unit.time(stamp)?))
}

/// The one or two booleans that end a row; the first is the maker flag.
#[inline]
fn flags(rest: &[u8], index: usize, two: bool) -> Result<bool, Fault> {
    let read = |field, index| field::boolean(field).ok_or_else(|| Fault::at(index, Expected::Boolean));
    if !two {
        return read(rest, index);
    }
    // The second flag is nearly always True, so that one comparison mostly settles both.
    match rest {
        b"True,True" => return Ok(true),
        b"False,True" => return Ok(false),
        _ => {}
    }
    let (maker, best) = cut(rest, index)?;
    let maker = read(maker, index)?;
    read(best, index + 1)?;
    Ok(maker)
}
