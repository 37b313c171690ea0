//! What passes between a strategy and a market, and the contract both keep.
//!
//! Actions go out ([`Action`]), events come in ([`MarketEvent`]). The contract, with the numbers of
//! the requirements; [`Contract`] checks it while a program runs:
//!
//! 1. **O2** An action is a request that will be made, at no promised time; its outcome is an event.
//! 2. **O3** Orders are named by their client's [`OrderId`] alone. Ids rise strictly within a market,
//!    so an id can never be used twice; one number remembers them all.
//! 3. **O4** No fill, cancel or done before the place event of that order.
//! 4. **O5** All fills of a cancelled order come before its cancel event.
//! 5. **O6** A done event follows the last fill of a fully executed order, at some time.
//! 6. **O7** Cancel and done exclude each other; after either, that order has no more events.
//! 7. **O8** A fills event is a list, perhaps empty; a fill names order, side, price and quantity.
//! 8. **O9** Books stand in no order with one's own orders; each one is whole.
//! 9. **O10** What a venue says of orders that are not ours is dropped before it becomes an event.
//! 10. **O11** A cancel for an order that has ended is ignored, never an error.
//! 11. **O12** An order can be cancelled once its place event was seen, not before.
//! 12. **O13** Market orders may be cancelled like all others.
//!
//! What a safe end of a program adds:
//!
//! 13. **Expired** is an end like cancelled: the venue ended the order by its own rule. Its fills come
//!     before, and nothing after.
//! 14. **Lost** says of an order under way that nobody here knows whether the venue has it: a submission
//!     timed out, or was given up after bytes had left. It is no end; each later answer resolves it, the
//!     place event too, if that is then told again.
//! 15. **Cancel refused** says that the venue did not take a cancel. It is no end and changes no state. For
//!     an order that has ended it is ignored, because cancels race with ends (O2).
//! 16. **Status** answers a query, for the runtime alone. What the query teaches about the past is fired as
//!     those events first, then the status: *working* comes after all fills it counts, *ended* after the end.
//!     *Not found* is not conclusive, as a request may still be on its way; a connector that knows that an
//!     order never arrived and never will fires its refusal, then *ended*.
//! 17. **Repeats** A fill may be told twice, as in the answer to a request and on the stream of events. The
//!     number of its trade says so, and the second one is dropped before anybody counts it ([`Repeats`]).
//! 18. **Forward only** What is known of an order only grows. A place event that comes late or again, or a
//!     cancel after done, is a breach and changes nothing.
//!
//! An order that is refused, by a gate here or by the venue, has that as its only event, but for the loss
//! that it resolves. When the link breaks, what became of an order may be *unknown*: that is a state of its
//! own, not a failure.

mod account;
mod action;
mod batch;
mod book;
mod contract;
mod event;
mod fill;
mod id;
mod ledger;
mod order;
mod plain;
mod position;
mod repeats;
mod side;
mod status;
mod trade;

pub use account::Account;
pub use action::{Action, Actions, Advice};
pub use book::{Book, BookError, Level, Taken};
pub use contract::{Breach, Contract, Rule, Sent};
pub use event::{Link, MarketEvent, OrderEvent};
pub use fill::{Fill, Fills, Liquidity};
pub use id::{OrderId, TradeId, VenueOrderId};
pub use ledger::{Counts, Ledger, LedgerError};
pub use order::{
    Cancelled, Done, Existing, Expired, Filled, Life, Losable, Misfit, Order, OrderError, OrderState,
    Pending, Progress, Refused, Requested, State, Unknown, Working,
};
pub use position::{Position, Realized};
pub use repeats::Repeats;
pub use side::Side;
pub use status::{OrderStatus, Standing};
pub use trade::Trade;

pub(crate) use batch::batch;
pub(crate) use plain::{plain_enum, plain_struct};
