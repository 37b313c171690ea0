//! Quotes as far below the market as the settings say.

use tidegate::prelude::*;

use crate::settings::Settings;

/// A new quote at every trade, once it has settings, and the one before taken back.
pub(crate) fn quoter(
    market: MarketPort<BtcUsdt>,
    settings: Feed<Result<Settings, String>>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let (good, wrong) = settings.events().split_result();
    let distance = good.map(|settings| Some(settings.distance)).hold(None);
    let wanted = market.trades().sample(distance, |trade, distance| Some((trade.price, distance?)));
    let quotes = wanted.filter_map(|wanted| wanted).map_accum(0, |last, (price, distance)| {
        let stale = (*last > 0).then(|| Action::Cancel { id: OrderId::new(*last), instrument: Only }.into());
        *last += 1;
        let below = Price::from_units(price.units() - i64::from(distance) * 100_000_000).ok();
        let quote = below.zip(Quantity::from_units(1_000_000).ok()).map(|(price, quantity)| {
            let (id, side) = (OrderId::new(*last), Side::Buy);
            Action::Limit { id, instrument: Only, side, price, quantity }.because(format!("{distance} below"))
        });
        stale.into_iter().chain(quote).collect()
    });
    (quotes, control.done_at_once().reporting(wrong.map(|why| Complaint::new(1, why))))
}
