//! Pictures of trades and their volume.

use tidegate::indicator::{Run, obv, trade_run, vwap};
use tidegate::market::{Side, Trade};
use tidegate::money::BtcUsdt;
use tidegate::network::{Event, Fold, Stretch, Windowed, last};
use tidegate::time::{Span, Time};

use crate::day::Minute;
use crate::drawn::{Picture, picture};
use crate::prices::close;

/// Three sessions of eight hours.
pub(crate) fn sessions() -> Vec<Stretch> {
    let time = |hour: i32| Time::from_secs(3_600 * hour);
    [0, 8, 16].map(|hour| Stretch { start: time(hour), end: time(hour + 8) }).to_vec()
}

pub(crate) fn trade(minute: &Minute) -> Trade<BtcUsdt> {
    minute.trade
}

/// Close and volume.
fn traded(minute: &Minute) -> (f64, f64) {
    (minute.bar.close, minute.volume)
}

/// Sales below zero.
fn signed(run: Run) -> f64 {
    if run.side == Side::Buy { run.length as f64 } else { -(run.length as f64) }
}

pub(crate) fn of_volumes(day: &[(i32, Minute)]) -> Vec<Picture> {
    vec![
        picture!(
            "On-balance volume",
            "the sum before, + volume where the close rises, - volume where it falls",
            day,
            |minutes| minutes.total(obv().of(traded)),
            |obv| { "obv": Some(obv) }
        ),
        picture!(
            "VWAP, anchored to sessions of eight hours",
            "Σ price · quantity / Σ quantity, of the trades since the session began",
            day,
            |minutes| minutes.total_in(sessions(), (last().of(close), vwap().of(trade))),
            |(close, vwap)| { "close": close, "vwap": vwap }
        ),
        picture!(
            "VWAP, rolling over an hour",
            "Σ price · quantity / Σ quantity, of the trades of the last hour",
            day,
            |minutes| minutes.window_at(Span::from_secs(3_600), (last().of(close), vwap().of(trade))),
            |(close, vwap)| { "close": close, "vwap": vwap }
        ),
        picture!(
            "Trades in a row on one side, sales below zero",
            "how many, with the newest, have had its side since one had the other",
            day,
            |minutes| minutes.total(trade_run().of(|minute: &Minute| minute.trade.aggressor)),
            |run| { "run": run.map(signed) }
        ),
    ]
}
