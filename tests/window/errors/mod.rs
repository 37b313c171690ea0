//! The largest error of each statistic, against whole numbers of 640 bits and fractions of 192.
//!
//! One stream of prices, and one of all sizes up to 2⁷⁰, with constants, steps, spikes, walks and NaN; windows of 200, and all that
//! has come. Each error is looked at where it stands in the table, and fails beyond its bound. To see the table:
//! `cargo test --release --test window errors:: -- --nocapture`, with `--ignored` that of 10⁸ ticks.

mod beside;
mod faded;
mod fine;
mod grown;
mod growth;
mod keys;
mod over_time;
mod pairs;
mod places;
mod plain;
mod table;
mod ticks;
mod whole;

use std::collections::VecDeque;

use self::beside::{Care, Greatest, Reach, Step, Watched};
use self::table::Table;
use self::ticks::{Sizes, Tick, Ticks};

const MILLION: u64 = 1_000_000;
const WINDOW: usize = 200;

/// What has running state, and could drift.
fn windowed() -> Vec<Box<dyn Watched>> {
    let singles = [plain::window(), growth::window(), over_time::window(), keys::window()];
    singles.into_iter().chain(pairs::window()).collect()
}

fn totals() -> Vec<Box<dyn Watched>> {
    let singles = [plain::total(), growth::total(), over_time::total(), keys::total()];
    singles.into_iter().chain(pairs::total()).chain(faded::total()).collect()
}

/// Some folds, and how much has come of what they are of.
struct Line {
    watched: Vec<Box<dyn Watched>>,
    members: VecDeque<Tick>,
    came: u64,
    greatest: Greatest,
    table: Table,
}

impl Line {
    fn new(title: String, watched: Vec<Box<dyn Watched>>) -> Self {
        let (members, greatest) = (VecDeque::with_capacity(WINDOW), Greatest::default());
        Self { watched, members, came: 0, greatest, table: Table::new(title) }
    }

    fn step(&mut self, comes: Tick, gone: Option<(Tick, Tick)>, care: Care) {
        self.came += 1;
        self.greatest.see(&comes);
        self.watched.iter_mut().for_each(|one| one.step(&Step { comes, gone, care }));
    }

    /// Takes in one, and lets the oldest go; `until` the next look there are so many to come.
    fn slide(&mut self, comes: Tick, until: u64, rarely: bool) {
        let gone = match self.members.len() {
            WINDOW => self.members.pop_front().map(|gone| (gone, self.members[0])),
            _ => None,
        };
        self.members.push_back(comes);
        if rarely && until == WINDOW as u64 - 1 {
            self.watched.iter_mut().for_each(|one| one.restart());
        }
        let care = match rarely {
            false => Care::All,
            true if until < WINDOW as u64 => Care::Comes,
            true => Care::Nothing,
        };
        self.step(comes, gone, care);
    }

    fn look(&mut self, most: u64) {
        let reach = Reach { came: self.came, most: most as f64, greatest: self.greatest };
        self.watched.iter().for_each(|one| one.look(reach, &mut self.table));
    }
}

/// Looks at every so many of the ticks, and at the last. How many rows each table has.
fn table_of(sizes: Sizes, count: u64, every: u64, windowed: Vec<Box<dyn Watched>>) -> (usize, usize) {
    let title = |of: &str| format!("{sizes:?}, {count} ticks, {of}");
    let mut last = Line::new(title("the last 200"), windowed);
    let mut all = Line::new(title("all"), totals());
    let (mut ticks, mut ordinary) = (Ticks::new(sizes, 7), None);
    for came in 1..=count {
        let comes = ticks.next();
        let until = (every - came % every) % every;
        let until = until.min(count - came);
        last.slide(comes, until, every > WINDOW as u64);
        // A NaN would stay in all, and so would a 0 in a product: there the last other values come again.
        let [x, y, _] = comes.whole;
        if !comes.is_nan() && x != 0 {
            ordinary = Some((comes.x, comes.y, [x, y]));
        }
        let (x, y, whole) = ordinary.unwrap_or((1.0, 1.0, [1, 1]));
        let whole = [whole[0], whole[1], comes.whole[2]];
        all.step(Tick { x, y, whole, ..comes }, None, Care::All);
        if until == 0 {
            last.look(WINDOW as u64);
            all.look(came);
        }
    }
    println!("{}{}", last.table, all.table);
    let wrong: Vec<String> = last.table.all_wrong().chain(all.table.all_wrong()).collect();
    assert!(wrong.is_empty(), "beyond their bounds, in each row the first:\n{}", wrong.join("\n"));
    // Correlations of all sizes have a bound that says something at a quarter of the looks.
    let looks = count / every / 4;
    (last.table.rows_seen(looks), all.table.rows_seen(looks))
}

/// Also what has no running state.
fn of_a_million(sizes: Sizes) {
    let windowed = windowed().into_iter().chain([places::window()]).collect();
    assert_eq!(table_of(sizes, MILLION, 31, windowed), (34, 36));
}

#[test]
fn of_a_million_prices() {
    of_a_million(Sizes::Prices);
}

#[test]
fn of_a_million_of_all_sizes() {
    of_a_million(Sizes::All);
}

#[test]
#[ignore = "10^8 ticks: minutes in release"]
fn of_a_hundred_million_prices() {
    assert_eq!(table_of(Sizes::Prices, 100 * MILLION, 9_973, windowed()), (19, 36));
}

#[test]
#[ignore = "10^8 ticks: minutes in release"]
fn of_a_hundred_million_of_all_sizes() {
    assert_eq!(table_of(Sizes::All, 100 * MILLION, 9_973, windowed()), (19, 36));
}
