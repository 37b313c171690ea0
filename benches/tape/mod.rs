//! The tape of the backtest bench, and who reads it.

pub(crate) mod hand;
pub(crate) mod ours;
pub(crate) mod peers;
pub(crate) mod process;

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

/// Rows of the whole tape.
pub(crate) const ROWS: usize = 2_000_000;
/// Rows of its first part, to see whether a row costs more the more there are.
pub(crate) const PART: usize = 200_000;
/// Rows of the recorded day that small figures were quoted for.
pub(crate) const DAY: usize = 9_757;

/// Orders, position, and the units of profit and fees in 1e-16.
pub(crate) type Answer = (u64, i64, i128, i128);

/// The tape and its parts in a folder of their own, which goes when this does.
pub(crate) struct Tapes(PathBuf);

impl Tapes {
    pub(crate) fn write() -> io::Result<Self> {
        let tapes = Self(std::env::temp_dir().join(format!("tidegate-backtest-{}", std::process::id())));
        fs::create_dir_all(&tapes.0)?;
        let text = generate();
        for rows in [ROWS, PART, DAY, 1] {
            let end = text.match_indices('\n').nth(rows - 1).map_or(text.len(), |(at, _)| at + 1);
            fs::write(tapes.csv(rows), &text[..end])?;
            let mut packed = GzEncoder::new(File::create(tapes.gzip(rows))?, Compression::default());
            packed.write_all(&text.as_bytes()[..end])?;
            packed.finish()?;
        }
        Ok(tapes)
    }

    /// The first `rows` rows.
    pub(crate) fn csv(&self, rows: usize) -> PathBuf {
        self.0.join(format!("{rows}.csv"))
    }

    /// The same, packed.
    pub(crate) fn gzip(&self, rows: usize) -> PathBuf {
        self.0.join(format!("{rows}.csv.gz"))
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.0
    }
}

impl Drop for Tapes {
    fn drop(&mut self) {
        // What cannot be removed stays in the folder for temporary files.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A linear congruential walk, a quarter of the rows with a new price.
fn generate() -> String {
    let mut state = 42_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as i64
    };
    let (mut price, mut time, mut text) = (6_000_000, 1_700_000_000_000_i64, String::new());
    for id in 1..=ROWS {
        time += next() % 100;
        if next() % 4 == 0 {
            price += next() % 201 - 100;
        }
        let (quantity, maker) = (1 + next() % 100_000, next() % 2 == 1);
        let worth = price * quantity * 10;
        let maker = if maker { "True" } else { "False" };
        let (p, q, w) = (
            (price / 100, price % 100),
            (quantity / 100_000, quantity % 100_000),
            (worth / 100_000_000, worth % 100_000_000),
        );
        writeln!(
            text,
            "{id},{}.{:02}000000,{}.{:05}000,{}.{:08},{time},{maker},True",
            p.0, p.1, q.0, q.1, w.0, w.1
        )
        .expect("a string takes everything");
    }
    text
}
