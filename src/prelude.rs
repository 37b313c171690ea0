//! What the author of a strategy imports.

pub use crate::control::{Cause, Complaint, ControlEvent, DoneCode, Notice};
pub use crate::market::{
    Action, Actions, Advice, Book, Fill, Fills, Link, MarketEvent, OrderEvent, OrderId, Side, Trade, TradeId,
};
pub use crate::money::{
    Amount, Btc, BtcUsdt, Currency, Eth, EthUsdt, Eur, InstrumentId, Market, Only, Price, Quantity, Rate,
    Usd, Usdt,
};
pub use crate::network::{
    Aggregate, Behavior, Clock, EitherOrBoth, Event, Fold, Held, Join, Released, Sequence, Shared, Smooth,
    Windowed, accumulate, after, at, collect_all, constant, every, every_from, feedback, first_of, merge_all,
    never,
};
pub use crate::strategy::{Control, Done, Feed, MarketPort, Strategy, uncontrolled};
pub use crate::time::{Span, Time};
