//! Workers that are gone amid a run: whoever waits for one of them hears it.

use std::io;
use std::sync::Arc;
use std::task::{Wake, Waker};
use std::thread::{self, Thread};

use tidegate::control::{ExitCode, Phase, Priority};
use tidegate::prelude::*;
use tidegate::runtime::{Hook, Live, Next, Runtime, Sim, Worker, Workers};
use tidegate::testing::Script;

/// Threads that leave after so many turns.
#[derive(Clone)]
struct Quitting {
    turns: u32,
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

impl Workers for Quitting {
    fn hire(&self, _: &str, mut worker: Box<dyn Worker>) -> io::Result<()> {
        let turns = self.turns;
        thread::spawn(move || {
            let waker = Waker::from(Arc::new(Unpark(thread::current())));
            for _ in 0..turns {
                match worker.step(&waker) {
                    Next::Now => {}
                    Next::In(time) => thread::park_timeout(time),
                    Next::Woken => thread::park(),
                    Next::Never => return,
                }
            }
        });
        Ok(())
    }

    fn leave(&self) -> Vec<String> {
        Vec::new()
    }
}

fn ends_and_says_so<R: Runtime>(runtime: impl Fn(Quitting) -> R) {
    fn watch(
        market: MarketPort<BtcUsdt>,
        rates: Feed<u64>,
        control: Control,
    ) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        let heard = rates.events().filter_map(|_| None::<Complaint>);
        (market.trades().filter_map(|_| None), control.done_at_once().reporting(heard))
    }
    for turns in 0..60 {
        let script = Script::<BtcUsdt>::new().trade(1, "100", "1").trade(2, "101", "1").trade(3, "102", "1");
        let rates = [1, 2, 3].map(|rate| (Time::from_secs(1), rate)).into_iter();
        let hook = Hook::new("flush", Phase::SaveState, Priority::Normal, |_| async { Ok(()) });
        match runtime(Quitting { turns }).hook(hook).run(&watch, (script, rates)) {
            Err(error) => assert_ne!(error.exit_code(), ExitCode::CLEAN, "{turns}: {error}"),
            Ok(outcome) => {
                let is_whole = outcome.events == 6 && outcome.report.exit_code() == ExitCode::CLEAN;
                let is_told = outcome.report.exit_code() != ExitCode::CLEAN;
                assert!(is_whole || is_told, "{turns}: {}", outcome.report);
            }
        }
    }
}

#[test]
fn a_simulation_whose_workers_leave_it_ends_and_says_so() {
    ends_and_says_so(|workers| Sim::new().with_workers(workers));
}

#[test]
fn a_live_run_whose_workers_leave_it_ends_and_says_so() {
    ends_and_says_so(Live::on);
}
