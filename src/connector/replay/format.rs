//! The four dump layouts and how a row without a header is told to be one of them.
//!
//! Six and eight columns have one reading each. Seven columns are spot trades or futures aggregated trades;
//! what decides is where the time stands and which fields are booleans, never the size of a price.

use super::field;
use super::unit::TimeUnit;

/// Fields looked at when a line is compared with the layouts: more than the longest has.
const FIELDS_LOOKED_AT: usize = 16;

/// The columns of a tape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// `id,price,qty,quote_qty,time,is_buyer_maker,is_best_match`
    SpotTrades,
    /// `id,price,qty,quote_qty,time,is_buyer_maker`
    FuturesTrades,
    /// `agg_trade_id,price,quantity,first_trade_id,last_trade_id,time,is_buyer_maker,is_best_match`
    SpotAggregates,
    /// `agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker`
    FuturesAggregates,
}

impl Format {
    /// All layouts.
    pub const ALL: [Self; 4] =
        [Self::SpotTrades, Self::FuturesTrades, Self::SpotAggregates, Self::FuturesAggregates];

    /// The columns, in the venue's words.
    ///
    /// ```
    /// use tidegate::connector::replay::Format;
    /// assert_eq!(Format::FuturesTrades.columns().len(), 6);
    /// assert_eq!(Format::FuturesAggregates.columns()[5], "transact_time");
    /// ```
    pub const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::SpotTrades => {
                &["id", "price", "qty", "quote_qty", "time", "is_buyer_maker", "is_best_match"]
            }
            Self::FuturesTrades => &["id", "price", "qty", "quote_qty", "time", "is_buyer_maker"],
            Self::SpotAggregates => &[
                "agg_trade_id",
                "price",
                "quantity",
                "first_trade_id",
                "last_trade_id",
                "time",
                "is_buyer_maker",
                "is_best_match",
            ],
            Self::FuturesAggregates => &[
                "agg_trade_id",
                "price",
                "quantity",
                "first_trade_id",
                "last_trade_id",
                "transact_time",
                "is_buyer_maker",
            ],
        }
    }

    /// Where the time stands, counted from 0.
    pub(super) const fn time_index(self) -> usize {
        match self {
            Self::SpotTrades | Self::FuturesTrades => 4,
            Self::SpotAggregates | Self::FuturesAggregates => 5,
        }
    }

    /// Whether a boolean follows the maker flag.
    pub(super) const fn has_best_match(self) -> bool {
        matches!(self, Self::SpotTrades | Self::SpotAggregates)
    }

    /// The layout and time unit of a row that no header describes.
    pub(super) fn of_row(line: &[u8]) -> Option<(Self, TimeUnit)> {
        Self::ALL.into_iter().find_map(|format| Some((format, format.unit_of(line)?)))
    }

    /// The time unit of `line`, if its shape is this layout's: field count, integers, time, booleans.
    pub(super) fn unit_of(self, line: &[u8]) -> Option<TimeUnit> {
        let fields: Vec<&[u8]> = line.split(|&b| b == b',').take(FIELDS_LOOKED_AT).collect();
        let time = self.time_index();
        if fields.len() != self.columns().len() {
            return None;
        }
        let integers = fields[4..time].iter().all(|f| field::integer(f).is_some());
        let flags = fields[time + 1..].iter().all(|f| field::boolean(f).is_some());
        let stamp = field::integer(fields[time])?;
        if integers && flags { TimeUnit::of(stamp) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPOT: &[u8] = b"1,2.0,3.0,6.0,1700000000000,True,False";
    const AGG: &[u8] = b"1,2.0,3.0,10,11,1700000000000,true";

    #[test]
    fn seven_columns_are_told_apart_by_the_place_of_the_time() {
        assert_eq!(Format::of_row(SPOT), Some((Format::SpotTrades, TimeUnit::Millis)));
        assert_eq!(Format::of_row(AGG), Some((Format::FuturesAggregates, TimeUnit::Millis)));
    }

    #[test]
    fn first_and_last_ids_that_look_like_times_do_not_mislead() {
        let row = b"1,2.0,3.0,1700000000001,1700000000002,1700000000003000,true";
        assert_eq!(Format::of_row(row), Some((Format::FuturesAggregates, TimeUnit::Micros)));
    }

    #[test]
    fn a_shape_that_is_no_layout_is_none() {
        for row in ["1,2,3", "1,2,3,4,5,6,7", "1,2,3,4,1700000000000,True,7", "", ",,,,,,", "1,2,3,4,17,True"]
        {
            assert_eq!(Format::of_row(row.as_bytes()), None, "{row}");
        }
    }
}
