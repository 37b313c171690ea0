//! Pictures of the volume that was traded at each price.

use tidegate::indicator::{VolumeProfile, volume_profile};
use tidegate::money::{BtcUsdt, MoneyError, Price};
use tidegate::network::{Event, Fold, Windowed, simulate};

use crate::day::Minute;
use crate::drawn::{Across, Line, Picture, picture};
use crate::volumes::{sessions, trade};

type Profile = VolumeProfile<BtcUsdt>;

/// The width of a step of prices, in whole units of the quote currency.
const STEP: i32 = 10;

fn step() -> Result<Price<BtcUsdt>, MoneyError> {
    Price::from_units(i64::from(STEP) * 100_000_000)
}

/// Stairs, down to zero where nothing was traded.
fn stairs(profile: &Profile) -> Line {
    let mut stairs = Line::new();
    for (at, volume) in profile.levels() {
        let (edge, volume) = (at.to_f64() as i32, volume as f64 / 1e8);
        let before = stairs.last().map_or(edge, |(upper, _)| *upper);
        if before < edge {
            stairs.extend([(before, 0.0), (edge, 0.0)]);
        }
        stairs.extend([(edge, volume), (edge + STEP, volume)]);
    }
    stairs
}

pub(crate) fn of_profiles(day: &[(i32, Minute)]) -> Result<Vec<Picture>, MoneyError> {
    let step = step()?;
    let trades = || day.iter().map(|(second, minute)| (*second, minute.trade));
    let whole_day = simulate(trades(), |x| x.total(volume_profile(step)));
    let volume = whole_day.last().map(|(_, profile)| stairs(profile)).unwrap_or_default();
    Ok(vec![
        Picture {
            title: "Volume by price, the day in steps of 10",
            formula: "Σ quantity of the trades from each step of prices to the next",
            code: "trades.total(volume_profile(step))",
            across: Across::Prices,
            levels: Vec::new(),
            lines: vec![("volume", volume)],
        },
        picture!(
            "Point of control and 70 % of the volume, since the session began",
            "the step with the most volume, and the steps around it that hold 70 %",
            day,
            |minutes| minutes.total_in(sessions(), volume_profile(step).of(trade)),
            |profile| {
                "lower": profile.value_area(0.7).map(|(lower, _)| lower.to_f64()),
                "point of control": profile.point_of_control().map(Price::to_f64),
                "upper": profile.value_area(0.7).map(|(_, upper)| upper.to_f64()),
            }
        ),
    ])
}
