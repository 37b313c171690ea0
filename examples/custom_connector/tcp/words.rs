//! The words of the protocol.

use tidegate::connector::ConnectorError;
use tidegate::market::{MarketEvent, OrderStatus, Standing, VenueOrderId};
use tidegate::prelude::*;
use tidegate::safety::{Admitted, Origin};

/// A request as a line.
pub(super) fn request(admitted: &Admitted<BtcUsdt>) -> String {
    let whose = if admitted.origin() == Origin::Advised { "strategy" } else { "runtime" };
    match *admitted.action() {
        Action::Limit { id, side, price, quantity, .. } => {
            format!("place {} {side} {price} {quantity} {whose}\n", id.number())
        }
        Action::Market { id, side, quantity, .. } => {
            format!("place {} {side} market {quantity} {whose}\n", id.number())
        }
        Action::Cancel { id, .. } => format!("cancel {} {whose}\n", id.number()),
    }
}

/// What a line of the venue says.
pub(super) fn answer(line: &str) -> Result<MarketEvent<BtcUsdt>, ConnectorError> {
    let wrong = || {
        let what = format!("expected an answer and the number of an order, found {line:?}");
        ConnectorError::input("tcp venue", what)
    };
    let (word, number) = line.split_once(' ').ok_or_else(wrong)?;
    let number = number.parse().map_err(|_| wrong())?;
    let (id, instrument) = (OrderId::new(number), Only);
    let status = |standing| OrderStatus { id, instrument, standing }.into();
    Ok(match word {
        "placed" => OrderEvent::Placed { id, instrument, venue: VenueOrderId(number) }.into(),
        "cancelled" => OrderEvent::Cancelled { id, instrument }.into(),
        "refused" => OrderEvent::CancelRefused { id, instrument, why: "unknown".into() }.into(),
        "working" => status(Standing::Working { filled: Quantity::ZERO }),
        "unknown" => status(Standing::NotFound),
        _ => return Err(wrong()),
    })
}
