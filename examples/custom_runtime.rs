//! A runtime of one's own: virtual time that passes at a fixed pace, so that one can watch a backtest.
//!
//! What a runtime has to be is a [`Host`]: what time it is, and waiting. Everything else is shared by all of them. The
//! program puts its runtime through the laws of runtimes, prints each with a check mark, and runs one strategy in it.

use std::thread;
use std::time::{Duration, Instant};

use tidegate::connector::synthetic::{Synthetic, SyntheticOptions};
use tidegate::connector::venue::SimulatedVenue;
use tidegate::prelude::*;
use tidegate::runtime::{AttachAll, Here, Host, Outcome, Reached, RunError, Runtime, Setup, drive};
use tidegate::testing::check_runtime;

/// Virtual time that passes so many times as fast as real time.
struct Paced {
    setup: Setup,
    times: u32,
}

impl Runtime for Paced {
    fn setup(&mut self) -> &mut Setup {
        &mut self.setup
    }

    fn run<P, S, C>(self, strategy: &S, connectors: C) -> Result<Outcome, RunError>
    where
        S: Strategy<P>,
        S::Terminals: AttachAll<C>,
    {
        drive(self.setup, Pace { times: self.times, began: None }, strategy, connectors)
    }
}

/// The clock of a run.
struct Pace {
    times: u32,
    /// The first time that was waited for, and when that was in real time.
    began: Option<(Time, Instant)>,
}

/// The longest wait without a look at who wants to stop.
const LONGEST: Duration = Duration::from_millis(5);

#[expect(clippy::disallowed_methods, reason = "here is where time passes")]
impl Pace {
    /// Lets time pass until then, a little at a time; whether it has come.
    fn has_come(&mut self, at: Time) -> bool {
        let (first, began) = *self.began.get_or_insert_with(|| (at, Instant::now()));
        let ahead = Duration::from_nanos(at.since(first).nanos().unsigned_abs()) / self.times;
        let left = ahead.saturating_sub(began.elapsed());
        thread::sleep(left.min(LONGEST));
        left <= LONGEST
    }
}

impl Host for Pace {
    /// Connectors work on the thread of the network.
    type Crew = Here;

    fn crew(&self) -> &Here {
        &Here
    }

    fn reach(&mut self, event: Option<Time>, due: Option<Time>) -> Reached {
        let first = Reached::first(event, due);
        match first.at() {
            Some(at) if self.has_come(at) => first,
            _ => Reached::Nothing,
        }
    }
}

/// Buys one lot at every tenth trade.
fn saver(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Advice<BtcUsdt>>, Done) {
    let buys = market.trades().every_nth(10).map_accum(0, |id, trade| {
        *id += 1;
        let quantity = "0.01".parse().expect("a quantity");
        let order = Action::Market { id: OrderId::new(*id), instrument: Only, side: Side::Buy, quantity };
        order.because(format!("trade {}", trade.id.0))
    });
    (buys, control.done_at_once())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let laws = check_runtime(|| Paced { setup: Setup::default(), times: 1_000 });
    println!("{laws}\n");

    let data = Synthetic::new(Only, SyntheticOptions::<BtcUsdt>::default().trades(500))?;
    let runtime = Paced { setup: Setup::default(), times: 100 };
    let outcome = runtime.run(&saver, (SimulatedVenue::new(data),))?;
    let (orders, hash) = (outcome.report.orders, outcome.trace_hash);
    let span = outcome.last.since(outcome.first);
    println!(
        "one strategy: {} events in {span}, {} orders filled, trace {hash:016x}",
        outcome.events, orders.filled
    );
    match laws.are_kept() {
        true => Ok(()),
        false => Err("the runtime breaks a law".into()),
    }
}
