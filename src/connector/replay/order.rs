//! Ids and times only go one way.
//!
//! Ids strictly increase, gaps are fine (a dump leaves out what the venue withdrew). Times never decrease;
//! equal times are usual and keep the order of the file. A refused row does not move the marks, so a row
//! that jumps back costs one row. A row that jumps far ahead cannot be told from a quiet market and is believed;
//! the rows after it are refused, and their count is what shows it.

use super::error::{Expected, Fault};
use super::format::Format;
use super::row::Row;
use super::unit::TimeUnit;

/// How far the tape has come.
#[derive(Debug, Default)]
pub(super) struct Order {
    last: Option<(u64, i64)>,
}

impl Order {
    /// Reads `line` as the row that follows the last one.
    #[inline]
    pub(super) fn read(
        &mut self,
        line: &[u8],
        number: u64,
        format: Format,
        unit: TimeUnit,
    ) -> Result<Row, Fault> {
        let row = Row::parse(line, number, format, unit)?;
        self.admit(&row, format)?;
        Ok(row)
    }

    /// Lets `row` pass if it follows the last row that passed.
    #[inline]
    fn admit(&mut self, row: &Row, format: Format) -> Result<(), Fault> {
        if let Some((id, stamp)) = self.last {
            if row.id <= id {
                return Err(Fault::at(0, Expected::IdAfter(id)));
            }
            if row.stamp < stamp {
                return Err(Fault::at(format.time_index(), Expected::TimeFrom(stamp)));
            }
        }
        self.last = Some((row.id, row.stamp));
        Ok(())
    }
}
