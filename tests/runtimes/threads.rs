//! What only a runtime of threads can be asked: whether one lives on, and how fast it hears.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::thread;
use std::time::{Duration, Instant};

use tidegate::connector::{
    Connector, ConnectorError, Ending, Executor, Handler, Parts, Producer, Started, Terminator,
};
use tidegate::prelude::*;
use tidegate::runtime::{Runtime, Stop, ThreadWorkers, Threads};
use tidegate::safety::Admitted;
use tidegate::testing::Script;

/// A market whose name no other test has.
#[derive(Debug)]
struct Leftover;

impl Market for Leftover {
    type Base = Btc;
    type Quote = Usdt;
    type Instrument = Only;
    const NAME: &'static str = "test:leftover";
}

#[test]
#[cfg(target_os = "linux")]
#[expect(clippy::disallowed_methods, reason = "the kernel is given time")]
fn no_thread_of_a_run_lives_on() {
    fn watch(market: MarketPort<Leftover>) -> (impl Event<Item = Actions<Leftover>>,) {
        (market.trades().filter_map(|_| None),)
    }
    let script = || Script::<Leftover>::new().trade(1, "100", "1").trade(2, "101", "1");
    for _ in 0..20 {
        let outcome = Threads::new().run(&uncontrolled(watch), (script(),)).expect("it begins");
        assert_eq!((outcome.events, outcome.left_behind.len()), (2, 0));
        // Who has been waited for is listed until the kernel has put it away; who lives on is listed for ever.
        let patience = Instant::now() + Duration::from_secs(5);
        while !left().is_empty() {
            assert!(Instant::now() < patience, "these live: {:?}", left());
            thread::yield_now();
        }
    }
}

/// The threads of this process that have the name of the market.
#[cfg(target_os = "linux")]
fn left() -> Vec<String> {
    let tasks = std::fs::read_dir("/proc/self/task").expect("the threads of this process");
    let name = |task: std::io::Result<std::fs::DirEntry>| {
        // One that ends meanwhile has no name.
        std::fs::read_to_string(task.ok()?.path().join("comm")).ok()
    };
    tasks.filter_map(name).filter(|name| name.contains("leftover")).collect()
}

#[test]
fn a_worker_that_is_hired_while_others_leave_is_waited_for() {
    crate::late::who_is_hired_late_is_waited_for(ThreadWorkers::new());
}

/// A market that tells what somebody else puts in.
#[derive(Clone, Default)]
struct Wire(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    trades: VecDeque<u64>,
    waker: Option<Waker>,
}

impl Wire {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, number: u64) {
        let mut state = self.state();
        state.trades.push_back(number);
        let waker = state.waker.clone();
        drop(state);
        waker.into_iter().for_each(Waker::wake);
    }
}

impl Connector<Leftover> for Wire {
    type Producer = Wire;
    type Executor = Wire;
    type Terminator = Wire;

    fn start(self) -> Result<Started<Self, Leftover>, ConnectorError> {
        Ok(Parts { producer: self.clone(), executor: self.clone(), terminator: self })
    }
}

impl Producer<Leftover> for Wire {
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        Ok(self.state().trades.front().map(|_| Time::EPOCH))
    }

    fn produce(&mut self, events: &mut dyn Handler<Leftover>) -> Result<(), ConnectorError> {
        let taken = self.state().trades.pop_front();
        if let Some(id) = taken.map(TradeId) {
            let (price, quantity) = ("100".parse().expect("a price"), "1".parse().expect("a quantity"));
            let trade = Trade { instrument: Only, id, price, quantity, aggressor: Side::Buy };
            events.fire(Time::EPOCH, trade.into());
        }
        Ok(())
    }

    fn listen(&mut self, waker: &Waker) -> bool {
        self.state().waker = Some(waker.clone());
        true
    }
}

impl Executor<Leftover> for Wire {
    fn execute(
        &mut self,
        _at: Time,
        _admitted: Admitted<Leftover>,
        _events: &mut dyn Handler<Leftover>,
    ) -> Result<(), ConnectorError> {
        Ok(())
    }
}

impl Terminator for Wire {
    fn terminate(&mut self, _at: Time) -> Result<Ending, ConnectorError> {
        Ok(Ending::Over)
    }
}

/// What comes in is heard because somebody rings, not at the next look around: a quarter of a second would be far above
/// the bound, and so would be a hundredth.
#[test]
#[expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]
fn what_comes_in_is_heard_at_once() {
    let heard: Arc<Mutex<Vec<Instant>>> = Arc::default();
    let (wire, stop, hearing) = (Wire::default(), Stop::new(), Arc::clone(&heard));
    let watch = move |market: MarketPort<Leftover>, control: Control| {
        let hearing = Arc::clone(&hearing);
        let trades = market.trades().filter_map(move |_| {
            hearing.lock().unwrap_or_else(PoisonError::into_inner).push(Instant::now());
            None::<Complaint>
        });
        (never::<Actions<Leftover>>().share(), control.done_at_once().reporting(trades))
    };
    let (feeding, asking, listening) = (wire.clone(), stop.clone(), Arc::clone(&heard));
    let feeder = thread::spawn(move || {
        let mut told = Vec::new();
        for number in 1..=200 {
            thread::sleep(Duration::from_millis(2));
            told.push(Instant::now());
            feeding.put(number);
        }
        let has_all = || listening.lock().unwrap_or_else(PoisonError::into_inner).len() == 200;
        let begun = Instant::now();
        while !has_all() && begun.elapsed() < Duration::from_secs(10) {
            thread::sleep(Duration::from_millis(1));
        }
        asking.request();
        told
    });
    let outcome = Threads::new().stop_on(stop).run(&watch, (wire,)).expect("it begins");
    let told = feeder.join().expect("no panic");
    assert_eq!(outcome.events, 200);
    let heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
    let mut took: Vec<Duration> =
        told.iter().zip(heard.iter()).map(|(told, heard)| heard.saturating_duration_since(*told)).collect();
    took.sort();
    println!("heard after {:?} in the middle, {:?} at most", took[100], took[199]);
    assert!(took[100] < Duration::from_millis(2), "half of them later than {:?}", took[100]);
}
