//! Pictures of the best bid and ask.

use tidegate::indicator::{Quote, order_flow, order_flow_imbalance, sma};
use tidegate::network::{Event, Fold, Windowed, last};

use crate::day::Minute;
use crate::drawn::{Picture, picture};

fn quote(minute: &Minute) -> Quote {
    minute.quote
}

pub(crate) fn of_books(day: &[(i32, Minute)]) -> Vec<Picture> {
    // Of what jumps from minute to minute: a day of it would be one block of colour.
    let two_hours = &day[810..930];
    vec![
        picture!(
            "Spread, and how far the microprice is above the middle, two hours",
            "spread = ask - bid,  microprice = (bid · ask_size + ask · bid_size) / (bid_size + ask_size)",
            two_hours,
            |minutes| minutes.map_ref(quote),
            |quote| { "spread": Some(quote.spread()), "microprice - mid": Some(quote.microprice() - quote.mid()) }
        ),
        picture!(
            "Book imbalance, mean of half an hour",
            "imbalance = (bid_size - ask_size) / (bid_size + ask_size)",
            day,
            |minutes| minutes.total(sma(30).of(|minute: &Minute| minute.quote.imbalance())),
            |mean| { "imbalance": mean }
        ),
        picture!(
            "Order flow, from each quote to the next, two hours",
            "the bid size that came less the ask size that came; of a worse bid or ask what was there has gone",
            two_hours,
            |minutes| minutes.total(last().of_steps(order_flow).of(quote)),
            |flow| { "flow": flow }
        ),
        picture!(
            "Order flow imbalance (30)",
            "Σ order flow of the last 30 quotes",
            day,
            |minutes| minutes.total(order_flow_imbalance(30).of(quote)),
            |flow| { "flow": flow }
        ),
    ]
}
