//! Plays a case once, under the schedule of the moment.

use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use shuttle::rand::Rng;
use shuttle::thread;
use tidegate::control::{Budgets, Phase};
use tidegate::money::Market;
use tidegate::prelude::*;
use tidegate::runtime::{OnHalt, Outcome, RunError, Runtime, Stop, Threads};
use tidegate::safety::{KillSwitch, Posture};

use crate::aides::with_aides;
use crate::books::{Books, Heard};
use crate::case::{Asks, Case, Pace, Part, Whim, World};
use crate::judge::Played;
use crate::market::{Odd, TRADES};
use crate::tally::Tally;
use crate::traders::{done, restless};

/// Events of the feed.
const TICKS: u64 = 3;

/// A few milliseconds each: times do not matter, as they pass in leaps.
fn budgets() -> Budgets {
    let short = Span::from_millis(20);
    Budgets {
        strategy: short,
        drain: short,
        cancel: Span::from_millis(40),
        close: short,
        save: short,
        connectors: short,
        overall: Span::from_millis(200),
        patience: Span::from_millis(5),
        hook: Span::from_millis(10),
        forced: Span::from_millis(10),
    }
}

/// Plays the case.
pub(crate) fn play(case: Case, tally: &Tally) {
    tally.begin();
    let world = World::of(case);
    let (kill, stop) = (KillSwitch::new(Posture::Running, Time::EPOCH), Stop::new());
    let watching = Arc::clone(&world);
    let runtime = Threads::new()
        .intake(case.intake)
        .budgets(budgets())
        .stop_on(stop.clone())
        .kill_on(kill.clone(), OnHalt::Stop)
        .watch(move |phase, _| {
            watching.is_sealed.fetch_or(phase == Phase::CancelPending, Ordering::Relaxed);
        });
    let runtime = with_aides(runtime, &world);
    let asking = {
        let (world, after) = (Arc::clone(&world), shuttle::rand::thread_rng().gen_range(0..=case.latest));
        thread::spawn(move || ask(&world, after, &stop, &kill))
    };
    let (books, heard) = ([Arc::<Books>::default(), Arc::default()], [Arc::default(), Arc::default()]);
    let result = run(runtime, &world, &books, &heard);
    let alive = world.alive();
    // In haste, who is left behind may have an action in its hands.
    let is_whole = result.as_ref().is_ok_and(|outcome| outcome.left_behind.is_empty());
    world.has_returned.store(is_whole || case.pace == Pace::Patient, Ordering::Relaxed);
    let played = Played { case, result, books, heard, alive };
    tally.count(&played.result);
    played.check();
    world.over.open();
    world.steps.finish();
    asking.join().expect("it only asks");
    // Those that were left behind come to their end, and nothing is left of them.
    while world.alive() > 0 {
        thread::yield_now();
    }
    played.check_books();
}

/// Asks for the end when the markets have done so much.
fn ask(world: &World, after: u64, stop: &Stop, kill: &KillSwitch) {
    // A run that begins halted goes on: a kill switch alone is thrown when an order has been sent.
    let least = if world.case.asks == Asks::ByKillSwitch { TRADES + 1 } else { 0 };
    world.steps.wait_for(after.max(least));
    if matches!(world.case.asks, Asks::ByKillSwitch | Asks::ByKillSwitchAndSignal) {
        kill.halt("on purpose", Time::EPOCH);
        world.is_halted.store(true, Ordering::Relaxed);
    }
    if world.case.asks != Asks::ByKillSwitch {
        stop.signal();
    }
    world.asked.open();
    if world.case.asks == Asks::Twice {
        world.steps.wait_for(after + 2);
        stop.signal();
    }
}

/// Runs a strategy in one market, or in two with a feed.
fn run(
    runtime: Threads,
    world: &Arc<World>,
    books: &[Arc<Books>; 2],
    heard: &[Arc<Heard>; 2],
) -> Result<Outcome, RunError> {
    let [first, second] = heard.clone();
    let odd = market::<BtcUsdt>(world, world.case.whim, &books[0]);
    if world.case.markets == 1 {
        let strategy =
            move |market: MarketPort<BtcUsdt>, control: Control| (restless(&market, &first), done(control));
        return runtime.run(&strategy, (odd,));
    }
    let strategy =
        move |odd: MarketPort<BtcUsdt>, other: MarketPort<EthUsdt>, feed: Feed<u64>, control: Control| {
            let counting = Arc::clone(&second);
            let ticks = feed.events().map(move |tick| counting.open().ticks.push(tick));
            let other = restless(&other, &second).or(ticks.filter_map(|()| None));
            (restless(&odd, &first), other, done(control))
        };
    let healthy = market::<EthUsdt>(world, Whim::Nothing, &books[1]);
    let ticks = (1..=TICKS).map(|tick| (Time::EPOCH, tick));
    runtime.run(&strategy, (odd, healthy, ticks))
}

fn market<M: Market>(world: &Arc<World>, whim: Whim, books: &Arc<Books>) -> Odd<M> {
    Odd { whim, part: Part::of(world), books: Arc::clone(books), market: PhantomData }
}
