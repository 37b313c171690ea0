//! Header lines: recognised by a first field that is no number, decided by the names in them.
//!
//! The dumps, their documentation and the mirrors spell the same column in several ways (`qty`, `quantity`;
//! `quote_qty`, `quoteQty`; `time`, `transact_time`, `Timestamp`). Names are compared by letters only, after
//! that the sequence of columns has to be that of one layout, in order and complete.

use super::format::Format;

/// What a column holds, whatever it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Id,
    Price,
    Quantity,
    Quote,
    First,
    Last,
    Time,
    Maker,
    Best,
}

/// Whether `line` is a header: its first field could not be read as a number.
pub(super) fn is_header(line: &[u8]) -> bool {
    let first = line.split(|&b| b == b',').next().unwrap_or_default();
    first.is_empty() || !first.iter().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'-' | b'+'))
}

/// The layout that the names in `line` describe.
pub(super) fn format_of(line: &[u8]) -> Option<Format> {
    let text = std::str::from_utf8(line).ok()?;
    let roles: Vec<Role> = text.split(',').map(role).collect::<Option<_>>()?;
    Format::ALL.into_iter().find(|format| roles_of(*format) == roles)
}

fn roles_of(format: Format) -> Vec<Role> {
    format.columns().iter().filter_map(|name| role(name)).collect()
}

fn role(name: &str) -> Option<Role> {
    let letters: String =
        name.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
    Some(match letters.as_str() {
        "id" | "tradeid" | "aggid" | "aggtradeid" | "aggregatetradeid" => Role::Id,
        "price" => Role::Price,
        "qty" | "quantity" => Role::Quantity,
        "quoteqty" | "quotequantity" => Role::Quote,
        "firstid" | "firsttradeid" => Role::First,
        "lastid" | "lasttradeid" => Role::Last,
        "time" | "timestamp" | "transacttime" => Role::Time,
        "isbuyermaker" | "wasthebuyerthemaker" => Role::Maker,
        "isbestmatch" | "isbestpricematch" | "wasthetradethebestpricematch" => Role::Best,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layouts_own_names_are_recognised() {
        for format in Format::ALL {
            let line = format.columns().join(",");
            assert!(is_header(line.as_bytes()));
            assert_eq!(format_of(line.as_bytes()), Some(format));
        }
    }

    #[test]
    fn other_spellings_are_recognised() {
        let spot = b"trade Id,price,qty,quoteQty,time,isBuyerMaker,isBestMatch";
        assert_eq!(format_of(spot), Some(Format::SpotTrades));
        let agg = b"agg_id,price,quantity,first_id,last_id,timestamp,is_buyer_maker,is_best_match";
        assert_eq!(format_of(agg), Some(Format::SpotAggregates));
    }

    #[test]
    fn a_missing_swapped_or_unknown_name_is_refused() {
        for names in [
            "id,price,qty,quote_qty,time",
            "id,qty,price,quote_qty,time,is_buyer_maker",
            "id,price,qty,quote_qty,time,is_buyer_maker,note",
            ",timestamp,id,type,side,price,amount,cost,date",
        ] {
            assert!(is_header(names.as_bytes()));
            assert_eq!(format_of(names.as_bytes()), None, "{names}");
        }
    }

    #[test]
    fn a_row_is_no_header() {
        assert!(!is_header(b"1,2,3"));
        assert!(!is_header(b"-1,2,3"));
    }
}
