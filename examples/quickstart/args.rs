//! The flags, and what their types cannot say.

use std::path::{Path, PathBuf};

use clap::Parser;
use clap::error::ErrorKind;
use tidegate::connector::venue::FillRule;
use tidegate::prelude::*;

/// A moving-average crossover strategy on recorded or synthetic trades.
///
/// Exit code 0: a clean end, also after Ctrl-C; 2: a flag or a file cannot be used; others: see "Shutdown".
#[derive(Parser)]
pub(crate) struct Args {
    /// A CSV of trades or aggTrades, plain or .gz; the synthetic market without it
    #[arg(long, value_name = "FILE")]
    pub(crate) trades: Option<PathBuf>,
    /// Samples of the fast average
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..1_000_000))]
    pub(crate) fast: u32,
    /// Samples of the slow average, more than of the fast one
    #[arg(long, value_name = "N", default_value_t = 26, value_parser = clap::value_parser!(u32).range(1..1_000_000))]
    pub(crate) slow: u32,
    /// Seed of the synthetic market
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// What one order trades, in the base currency
    #[arg(long, value_name = "BTC", default_value = "0.1", allow_hyphen_values = true)]
    pub(crate) quantity: Quantity<BtcUsdt>,
    /// Fee as a fraction of the notional
    #[arg(long, value_name = "FRACTION", default_value = "0.001", allow_hyphen_values = true)]
    pub(crate) fee: Rate,
    /// Fill at the price of the trade that caused the order (same) or of the one after it (next)
    #[arg(long, value_name = "same|next", default_value = "same")]
    pub(crate) fill: FillRule,
    /// Write a page with pictures: one file, nothing to load
    #[arg(long, value_name = "FILE.html")]
    pub(crate) report: Option<PathBuf>,
    /// Print one JSON document and nothing else
    #[arg(long)]
    pub(crate) json: bool,
}

impl Args {
    pub(crate) fn check(self) -> Result<Self, clap::Error> {
        let refuse = |text: String| Err(clap::Error::raw(ErrorKind::ValueValidation, format!("{text}\n")));
        match &self {
            Args { fast, slow, .. } if fast >= slow => {
                refuse(format!("expected --fast below --slow, found {fast} and {slow}"))
            }
            Args { quantity, .. } if quantity.is_zero() => {
                refuse("expected --quantity above 0, found 0".into())
            }
            Args { fee, .. } if !(0.0..1.0).contains(&fee.to_f64()) => {
                refuse(format!("expected --fee from 0 to below 1, found {fee}"))
            }
            Args { trades: Some(trades), report: Some(report), .. } if is_same_file(trades, report) => {
                refuse(format!(
                    "expected --report to be another file than --trades, found {}",
                    report.display()
                ))
            }
            _ => Ok(self),
        }
    }
}

/// Whether both paths lead to one file that is there.
fn is_same_file(a: &Path, b: &Path) -> bool {
    let both = (a.canonicalize(), b.canonicalize());
    matches!(both, (Ok(a), Ok(b)) if a == b)
}
