//! A market that tells ten times as much as the strategy can take: what the operator says is heard all the same.

use std::collections::VecDeque;
use std::hint::black_box;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use tidegate::connector::synthetic::{Synthetic, SyntheticOptions};
use tidegate::connector::venue::SimulatedVenue;
use tidegate::control::ControlEvent;
use tidegate::prelude::*;
use tidegate::runtime::{Intake, Outcome, Runtime, Stop, Threads};

/// The time between two words of the operator.
const BETWEEN: Duration = Duration::from_millis(2);
/// Rounds of work for each trade: about ten microseconds.
const ROUNDS: u64 = 10_000;

/// When the operator said something that was not heard so far, and how long what was heard had taken.
#[derive(Default)]
struct Words {
    said: VecDeque<Instant>,
    took: Vec<Duration>,
}

type Shared = Arc<Mutex<Words>>;

fn lock(words: &Shared) -> MutexGuard<'_, Words> {
    words.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Something that takes its time.
fn work(seed: u64) -> u64 {
    (0..ROUNDS).fold(seed, |x, n| black_box(x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(n)))
}

/// Works at every trade, and notes when it hears the operator.
fn hard(words: &Shared) -> impl Fn(MarketPort<BtcUsdt>, Control) -> (Wanted, Done) + use<> {
    let words = Arc::clone(words);
    move |market, control| {
        let words = Arc::clone(&words);
        let worked = market.trades().filter_map(|trade| (work(trade.id.0) == 0).then(Actions::new)).share();
        let heard = control.events().filter(|event| *event == ControlEvent::Reload).filter_map(move |_| {
            let mut words = lock(&words);
            let said = words.said.pop_front().expect("it was said");
            words.took.push(said.elapsed());
            None::<Complaint>
        });
        (worked, control.done_at_once().reporting(heard))
    }
}

/// What the actions of a strategy are.
type Wanted = tidegate::network::Shared<Actions<BtcUsdt>>;

/// Runs that long; how long each word took, the shortest first.
fn overload(length: Duration) -> (Outcome, Vec<Duration>) {
    let (stop, words) = (Stop::new(), Shared::default());
    let (asking, saying) = (stop.clone(), Arc::clone(&words));
    let operator = thread::spawn(move || {
        let begun = Instant::now();
        while begun.elapsed() < length {
            thread::sleep(BETWEEN);
            lock(&saying).said.push_back(Instant::now());
            asking.reload();
        }
        asking.request();
    });
    let options = SyntheticOptions::<BtcUsdt>::default().trades(1 << 32);
    let venue = SimulatedVenue::new(Synthetic::new(Only, options).expect("options"));
    let threads = Threads::new().intake(Intake::Shed(1_024)).stop_on(stop);
    let outcome = threads.run(&hard(&words), (venue,)).expect("it begins");
    operator.join().expect("it only speaks");
    let mut took = std::mem::take(&mut lock(&words).took);
    took.sort_unstable();
    (outcome, took)
}

/// The time within which so many of ten thousand were heard.
fn quantile(took: &[Duration], of_ten_thousand: usize) -> Duration {
    took[(took.len() * of_ten_thousand / 10_000).min(took.len() - 1)]
}

fn check(length: Duration, median: Duration, within: Duration) {
    let (outcome, took) = overload(length);
    let left_out = outcome.connectors.first().expect("one connector").left_out;
    let (heard, offered) = (outcome.events, outcome.events + left_out);
    println!(
        "{offered} events offered, {heard} heard; {} words of the operator: median {:?}, 99 % {:?}, 99.9 % {:?}",
        took.len(),
        quantile(&took, 5_000),
        quantile(&took, 9_900),
        quantile(&took, 9_990)
    );
    assert!(offered > 10 * heard, "it is no overload: {offered} offered, {heard} heard");
    assert!(took.len() as u128 > length.as_millis() / 10, "hardly anything was said: {}", took.len());
    assert!(quantile(&took, 5_000) < median, "{:?} for one in two", quantile(&took, 5_000));
    assert!(quantile(&took, 9_990) < within, "{:?} for 99.9 of a hundred", quantile(&took, 9_990));
    assert_eq!(outcome.report.exit_code().0, 0, "{}", outcome.report);
}

/// The bounds are those of a busy machine: what is to be shown is that no word waits behind the market's.
#[test]
fn an_operator_is_heard_in_milliseconds_under_tenfold_load() {
    check(Duration::from_secs(5), Duration::from_millis(5), Duration::from_millis(500));
}

#[test]
#[ignore = "a minute, on a machine that does nothing else: by name"]
fn an_operator_is_heard_within_a_millisecond_for_a_minute_of_tenfold_load() {
    check(Duration::from_secs(60), Duration::from_millis(1), Duration::from_millis(1));
}
