//! The job as a loop written by hand: one price after the other, the file in pieces.

use std::io::Read;

use super::Answer;

/// Averages, position and money.
#[derive(Default)]
pub(crate) struct Hand {
    averages: Option<(f64, f64)>,
    above: Option<bool>,
    orders: u64,
    position: i64,
    cash: i128,
    fees: i128,
    last: i64,
}

impl Hand {
    pub(crate) fn trade(&mut self, units: i64) {
        let price = units as f64 / 1e8;
        let (fast, slow) = self.averages.map_or((price, price), |(fast, slow)| {
            (fast + 2.0 / 13.0 * (price - fast), slow + 2.0 / 27.0 * (price - slow))
        });
        self.averages = Some((fast, slow));
        self.last = units;
        if (fast - slow).abs() <= 1e-9 * slow {
            return;
        }
        if self.above.replace(fast > slow).is_some_and(|before| before != (fast > slow)) {
            let sign = if fast > slow { 1 } else { -1 };
            let notional = i128::from(units) * 100_000_000;
            self.orders += 1;
            self.position += sign;
            self.cash -= i128::from(sign) * notional;
            self.fees += notional / 1_000;
        }
    }

    pub(crate) fn answer(&self) -> Answer {
        let worth = i128::from(self.position) * i128::from(self.last) * 100_000_000;
        (self.orders, self.position, self.cash + worth - self.fees, self.fees)
    }
}

/// All prices, in units of 1e-8.
pub(crate) fn in_memory(prices: impl Iterator<Item = i64>) -> Answer {
    let mut hand = Hand::default();
    prices.for_each(|units| hand.trade(units));
    hand.answer()
}

/// All lines of a tape.
pub(crate) fn from(mut tape: impl Read) -> Answer {
    let (mut buffer, mut filled, mut hand) = (vec![0; 256 * 1024], 0, Hand::default());
    loop {
        let read = tape.read(&mut buffer[filled..]).expect("the tape can be read");
        filled += read;
        let end = buffer[..filled].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        for line in buffer[..end].split_inclusive(|byte| *byte == b'\n') {
            hand.trade(second_field(line));
        }
        buffer.copy_within(end..filled, 0);
        filled -= end;
        if read == 0 {
            return hand.answer();
        }
    }
}

/// The price of a line, in 1e-8.
fn second_field(line: &[u8]) -> i64 {
    let from = line.iter().position(|byte| *byte == b',').map_or(0, |at| at + 1);
    let digits = line[from..].iter().take_while(|byte| **byte != b',').filter(|byte| **byte != b'.');
    digits.fold(0, |units, digit| units * 10 + i64::from(digit - b'0'))
}
