//! Pictures of volume, of the book, and of windows.

use tidegate::indicator::{Run, obv, order_flow, order_flow_imbalance, sma, trade_run, vwap};
use tidegate::market::{Side, Trade};
use tidegate::money::BtcUsdt;
use tidegate::network::{
    Event, Fold, Stretch, Windowed, correlation, kurtosis, last, mean, median, quantile, skewness, std,
};
use tidegate::time::{Span, Time};

use crate::day::Minute;
use crate::drawn::{Picture, drawn};

/// Three sessions of eight hours.
pub(crate) fn sessions() -> Vec<Stretch> {
    let time = |hour: i32| Time::from_secs(3_600 * hour);
    [0, 8, 16].map(|hour| Stretch { start: time(hour), end: time(hour + 8) }).to_vec()
}

fn close(minute: &Minute) -> f64 {
    minute.bar.close
}

fn trade(minute: &Minute) -> Trade<BtcUsdt> {
    minute.trade
}

pub(crate) fn of_volumes_and_books(day: &[(i32, Minute)]) -> Vec<Picture> {
    let traded = |minute: &Minute| (minute.bar.close, minute.volume);
    // Of what jumps from minute to minute: a day of it would be one block of colour.
    let two_hours = &day[810..930];
    vec![
        drawn(day, "On-balance volume", ["obv"], |x| x.total(obv().of(traded)).map(|obv| [Some(obv)])),
        drawn(day, "VWAP, anchored to sessions of eight hours", ["close", "vwap"], |x| {
            x.total_in(sessions(), (last().of(close), vwap().of(trade))).map(|(close, vwap)| [close, vwap])
        }),
        drawn(day, "VWAP, rolling over an hour", ["close", "vwap"], |x| {
            let hour = Span::from_secs(3_600);
            x.window_at(hour, (last().of(close), vwap().of(trade))).map(|(close, vwap)| [close, vwap])
        }),
        drawn(
            two_hours,
            "Spread, and how far the microprice is above the middle, two hours",
            ["spread", "microprice - mid"],
            |x| x.map(|m| [Some(m.quote.spread()), Some(m.quote.microprice() - m.quote.mid())]),
        ),
        drawn(day, "Book imbalance, mean of half an hour", ["imbalance"], |x| {
            x.map(|minute| minute.quote.imbalance()).total(sma(30)).map(|mean| [mean])
        }),
        drawn(two_hours, "Order flow, from each quote to the next, two hours", ["flow"], |x| {
            x.map(|minute| minute.quote).total(last().of_steps(order_flow)).map(|flow| [flow])
        }),
        drawn(day, "Order flow imbalance (30)", ["flow"], |x| {
            x.map(|minute| minute.quote).total(order_flow_imbalance(30)).map(|flow| [flow])
        }),
        drawn(day, "Trades in a row on one side, sales below zero", ["run"], |x| {
            x.map(|minute| minute.trade.aggressor).total(trade_run()).map(|run| {
                let signed = |run: Run| {
                    if run.side == Side::Buy { run.length as f64 } else { -(run.length as f64) }
                };
                [run.map(signed)]
            })
        }),
    ]
}

pub(crate) fn of_windows(day: &[(i32, Minute)]) -> Vec<Picture> {
    let traded = |before: &Minute, now: &Minute| ((now.bar.close / before.bar.close).ln().abs(), now.volume);
    vec![
        drawn(day, "Quartiles of closes, two hours", ["lower", "median", "upper"], |x| {
            let quartiles = (quantile(0.25), median(), quantile(0.75));
            x.map(|minute| minute.bar.close)
                .window_of(120, quartiles)
                .full()
                .map(|(low, middle, high)| [low, middle, high])
        }),
        drawn(day, "Mean and deviation of volume, an hour", ["mean", "std"], |x| {
            x.map(|minute| minute.volume).window_of(60, (mean(), std())).full().map(|(mean, std)| [mean, std])
        }),
        drawn(day, "Skewness and kurtosis of volume, two hours", ["skewness", "kurtosis"], |x| {
            x.map(|minute| minute.volume)
                .window_of(120, (skewness(), kurtosis()))
                .full()
                .map(|(skewness, kurtosis)| [skewness, kurtosis])
        }),
        drawn(day, "Correlation of the size of returns with volume, since midnight", ["correlation"], |x| {
            x.total(correlation().of_steps(traded)).map(|together| [together])
        }),
    ]
}
