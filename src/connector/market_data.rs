//! Market data without a venue: what simulated venues are fed with.

use super::ConnectorError;
use crate::market::{Book, Trade, plain_enum};
use crate::money::Market;
use crate::time::Time;

/// A recorded or generated message about the market.
pub enum Quote<M: Market> {
    /// Others traded.
    Trade(Trade<M>),
    /// The whole book.
    Book(Book<M>),
}

plain_enum!(clone Quote { Trade { 0: trade }, Book { 0: book } });

/// A stream of quotes whose times do not decrease.
pub trait MarketData<M: Market>: Send + 'static {
    /// The next quote with its time, `None` after the last.
    ///
    /// # Errors
    /// [`ConnectorError::Input`] if it cannot be read.
    fn next_quote(&mut self) -> Result<Option<(Time, Quote<M>)>, ConnectorError>;
}
