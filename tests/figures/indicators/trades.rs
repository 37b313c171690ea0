//! Indicators of volume, of trades and of quotes.

use tidegate::indicator::{
    Quote, VolumeProfile, obv, order_flow, order_flow_imbalance, trade_run, volume_profile, vwap,
};
use tidegate::market::{Side, Trade};
use tidegate::money::{BtcUsdt, Price};
use tidegate::network::{Event, Fold, Windowed, last, sum};
use tidegate::time::Span;

use super::row::Row;
use crate::run::Run;
use crate::windows::sessions;

fn traded(row: &Row) -> (f64, f64) {
    (row.bar.close, row.volume)
}

fn trade(row: &Row) -> Trade<BtcUsdt> {
    row.trade
}

fn quote(row: &Row) -> Quote {
    row.quote
}

pub(super) fn add(run: &mut Run<Row>, step: Price<BtcUsdt>) {
    add_volumes(run);
    add_profiles(run, step);
    add_flows(run);
    add_quotes(run);
}

fn add_volumes(run: &mut Run<Row>) {
    run.see("obv", |rows| rows.total(obv().of(traded)).map(Some));
    run.see("obv since the session began", |rows| rows.total_in(sessions(), obv().of(traded)).map(Some));
    run.see("vwap so far", |rows| rows.total(vwap().of(trade)));
    run.see("vwap of the last 20", |rows| rows.window_of(20, vwap().of(trade)));
    run.see("vwap of 10 s", |rows| rows.window_at(Span::from_secs(10), vwap().of(trade)));
    run.see("vwap since the session began", |rows| rows.total_in(sessions(), vwap().of(trade)));
}

type Profile = VolumeProfile<BtcUsdt>;

/// What is asked of a profile, and the answer in units of 10⁻⁸.
type Question = (&'static str, fn(&Profile) -> Option<i128>);

const OF_PROFILES: [Question; 5] = [
    ("point of control", |profile| Some(profile.point_of_control()?.units().into())),
    ("volume there", |profile| {
        let fullest = profile.point_of_control()?;
        profile.levels().find(|(at, _)| *at == fullest).map(|(_, volume)| volume)
    }),
    ("steps", |profile| Some(profile.levels().count() as i128 * 100_000_000)),
    ("lower edge of 70 %", |profile| Some(profile.value_area(0.7)?.0.units().into())),
    ("upper edge of 70 %", |profile| Some(profile.value_area(0.7)?.1.units().into())),
];

fn add_profiles(run: &mut Run<Row>, step: Price<BtcUsdt>) {
    for (name, of) in OF_PROFILES {
        let figure = move |profile: Profile| of(&profile).map(|units| units as f64 / 1e8);
        run.see_exactly(&format!("volume_profile so far: {name}"), |rows| {
            rows.total(volume_profile(step).of(trade)).map(figure)
        });
        run.see_exactly(&format!("volume_profile of the last 30: {name}"), |rows| {
            rows.window_of(30, volume_profile(step).of(trade)).map(figure)
        });
    }
}

fn add_flows(run: &mut Run<Row>) {
    run.see_exactly("trade_run", |rows| {
        rows.map(|row: Row| row.trade.aggressor).total(trade_run()).map(|run| {
            let run = run?;
            Some(if run.side == Side::Buy { run.length as f64 } else { -(run.length as f64) })
        })
    });
    run.see("order_flow", |rows| rows.total(last().of_steps(order_flow).of(quote)));
    run.see("order_flow_imbalance (10)", |rows| rows.total(order_flow_imbalance(10).of(quote)));
    run.see("order_flow since the session began", |rows| {
        rows.total_in(sessions(), sum().of_steps(order_flow).of(quote)).map(Some)
    });
}

fn add_quotes(run: &mut Run<Row>) {
    run.see("quote mid", |rows| rows.map(|row: Row| Some(row.quote.mid())));
    run.see("quote spread", |rows| rows.map(|row: Row| Some(row.quote.spread())));
    run.see("quote imbalance", |rows| rows.map(|row: Row| Some(row.quote.imbalance())));
    run.see("quote microprice", |rows| rows.map(|row: Row| Some(row.quote.microprice())));
}
