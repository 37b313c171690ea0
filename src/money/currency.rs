//! Currencies, instruments and markets as types: what keeps two venues apart.
//!
//! A market is a venue together with the currencies traded there. Two venues that trade the same
//! pair are two types, so that an order cannot be bound to the wrong one (O14, O19).

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{
    fmt::{self, Debug, Display},
    hash::Hash,
};

/// A currency, named at compile time.
pub trait Currency: Send + Sync + 'static {
    /// The code the trade uses, such as `BTC`.
    const CODE: &'static str;
}

/// A venue with the currencies in which it trades and the way it names its instruments.
///
/// A user defines one in a few lines:
///
/// ```
/// use tidegate::money::{Eur, Market, Only, Price, Xrp};
/// struct KrakenXrpEur;
/// impl Market for KrakenXrpEur {
///     type Base = Xrp;
///     type Quote = Eur;
///     type Instrument = Only;
///     const NAME: &'static str = "kraken:XRPEUR";
/// }
/// let price: Price<KrakenXrpEur> = "0.5312".parse()?;
/// assert_eq!(format!("{price:?}"), "Price(0.5312 kraken:XRPEUR)");
/// # Ok::<(), tidegate::money::MoneyError>(())
/// ```
pub trait Market: Send + Sync + 'static {
    /// What is bought and sold; quantities count it.
    type Base: Currency;
    /// What it is paid with; prices and amounts count it.
    type Quote: Currency;
    /// How events and actions name the instrument: [`Only`] if there is one, [`InstrumentId`] for
    /// a whole venue, or a type of yours.
    type Instrument: Instrument;
    /// Venue and pair, for people: `binance:BTCUSDT`.
    const NAME: &'static str;
}

/// What can name an instrument: any small, ordered, printable, serialisable value.
///
/// Ordered, so that everything kept per instrument is walked in the same order on every machine.
pub trait Instrument:
    Copy + Ord + Hash + Debug + Display + Send + Sync + Serialize + DeserializeOwned + 'static
{
}

impl<T> Instrument for T where
    T: Copy + Ord + Hash + Debug + Display + Send + Sync + Serialize + DeserializeOwned + 'static
{
}

/// The one instrument of a market that has no other; takes no space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Only;

impl Display for Only {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad("only")
    }
}

/// The number of an instrument at a venue that has many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InstrumentId(pub u32);

impl Display for InstrumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Display::fmt(&self.0, f)
    }
}

macro_rules! currencies {
    ($($name:ident $code:literal $doc:literal),+ $(,)?) => {$(
        #[doc = $doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name;

        impl Currency for $name {
            const CODE: &'static str = $code;
        }
    )+};
}

currencies! {
    Btc "BTC" "Bitcoin.",
    Eth "ETH" "Ether.",
    Usdt "USDT" "Tether, a token meant to be worth a US dollar.",
    Usd "USD" "The US dollar.",
    Eur "EUR" "The euro.",
    Xrp "XRP" "XRP.",
}

/// Bitcoin against Tether at Binance, spot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct BtcUsdt;

impl Market for BtcUsdt {
    type Base = Btc;
    type Quote = Usdt;
    type Instrument = Only;
    const NAME: &'static str = "binance:BTCUSDT";
}

/// Ether against Tether at Binance, spot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct EthUsdt;

impl Market for EthUsdt {
    type Base = Eth;
    type Quote = Usdt;
    type Instrument = Only;
    const NAME: &'static str = "binance:ETHUSDT";
}
