//! wingfoil: an interpreted graph; an interpreted source with one compiled island; a compiled graph.
//!
//! One wiring serves all three tiers. It is straight-line code, so where a graph needs a loop (`sparse`) there is
//! no compiled one.

mod source;
mod sum_of_ten;

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use ::wingfoil::adapters::statistics::StatisticsOps;
use ::wingfoil::prelude::*;
use ::wingfoil::{NanoTime, RunFor, RunMode};

use self::source::*;
use self::sum_of_ten::*;
use crate::workload::spec::{
    FAST, Happened, LAST, Market, Orders, Position, SECOND, SLOW, Walk, changed, f, g, mix, mix_window,
    quote, tick,
};
use crate::{Engine, Whole};

const HISTORY: RunMode = RunMode::HistoricalFrom(NanoTime::ZERO);

/// As many cycles as events.
fn cycles(events: u64) -> RunFor {
    RunFor::Cycles(events.try_into().expect("a run of fewer than four thousand million events"))
}

/// Runs a graph of interpreted nodes or islands, and gives what its last stream holds.
fn run<T: Clone + 'static>(g: &GraphBuilder, answer: &Stream<T>, events: u64) -> T {
    let mut runner = g.build();
    runner.run(HISTORY, cycles(events)).expect("the graph runs");
    runner.value(answer)
}

/// A workload for all three tiers: its events, what the last stream holds and the checksum in it, the wiring.
macro_rules! tiers {
    ($name:ident($events:expr => $item:ty): $last:ty, $checksum:expr, |$x:ident| { $($wiring:tt)* }) => {
        #[allow(clippy::needless_borrow, reason = "what is a stream in the whole is a reference to one in the island")]
        mod $name {
            use super::*;

            ::wingfoil::nitro! {
                pub(super) fn whole(g: &GraphBuilder) -> Stream<$last> {
                    let $x = g.feed($events);
                    $($wiring)*
                }
            }

            ::wingfoil::nitro! {
                pub(super) fn inner(g: &GraphBuilder, $x: &Stream<$item>) -> Stream<$last> {
                    $($wiring)*
                }
            }

            fn checked((last, nanos): ($last, f64)) -> (u64, f64) {
                let checksum: fn(&$last) -> u64 = $checksum;
                (checksum(&last), nanos)
            }

            pub(super) fn interpreted(untimed: u64, timed: u64) -> (u64, f64) {
                checked(watched(untimed, || {
                    let g = GraphBuilder::new();
                    let last = inner::wire(&g, &g.feed($events));
                    run(&g, &last, untimed + timed)
                }))
            }

            pub(super) fn island(untimed: u64, timed: u64) -> (u64, f64) {
                checked(watched(untimed, || {
                    let g = GraphBuilder::new();
                    let last = inner::nested(&g, &g.feed($events));
                    run(&g, &last, untimed + timed)
                }))
            }

            pub(super) fn nitro(untimed: u64, timed: u64) -> (u64, f64) {
                checked(watched(untimed, || {
                    whole::compiled(HISTORY, cycles(untimed + timed)).expect("the graph runs").0
                }))
            }
        }
    };
}

/// A workload of words, whose results are mixed.
macro_rules! mixed {
    ($name:ident($x:ident) => $result:ident: $($wiring:tt)*) => {
        tiers! {
            $name(each(|word| word) => u64): u64, |h| *h, |$x| {
                $($wiring)*
                let last = $result.fold(0u64, |h, v| *h = mix(*h, *v));
                last
            }
        }
    };
}

mixed!(chain_0(x) => y: let y = x.map_n(0, |x: &u64| f(*x)););
mixed!(chain_8(x) => y: let y = x.map_n(8, |x: &u64| f(*x)););
mixed!(chain_32(x) => y: let y = x.map_n(32, |x: &u64| f(*x)););
mixed!(chain_128(x) => y: let y = x.map_n(128, |x: &u64| f(*x)););

/// A branch for each name and number.
macro_rules! fanout {
    ($x:ident; $first:ident 1, $($branch:ident $b:literal),*) => {
        mixed!(fanout($x) => sum:
            let $first = $x.map(|x: &u64| f(x.wrapping_add(1))).map_n(9, |x: &u64| f(*x));
            $(let $branch = $x.map(|x: &u64| f(x.wrapping_add($b))).map_n(9, |x: &u64| f(*x));)*
            let sum = $first.sum_of_ten($(&$branch),*);
        );
    };
}

fanout!(x; b1 1, b2 2, b3 3, b4 4, b5 5, b6 6, b7 7, b8 8, b9 9, b10 10);

/// Names for each level: what it shares, the side, what comes of it.
macro_rules! diamond {
    ($name:ident: $first:ident; $(($from:ident $side:ident $to:ident))*; $deepest:ident) => {
        mixed!($name($first) => $deepest: $(
            let $side = $from.map(|x: &u64| g(*x));
            let $to = $from.map(|x: &u64| f(*x)).join(&$side, |a: &u64, b: &u64| a.wrapping_add(*b));
        )*);
    };
}

diamond!(
    diamond_5: x;
    (x a x1) (x1 b x2) (x2 c x3) (x3 d x4) (x4 e x5);
    x5
);
diamond!(
    diamond_10: x;
    (x a x1) (x1 b x2) (x2 c x3) (x3 d x4) (x4 e x5)
    (x5 i x6) (x6 j x7) (x7 k x8) (x8 l x9) (x9 m x10);
    x10
);
diamond!(
    diamond_15: x;
    (x a x1) (x1 b x2) (x2 c x3) (x3 d x4) (x4 e x5)
    (x5 i x6) (x6 j x7) (x7 k x8) (x8 l x9) (x9 m x10)
    (x10 n x11) (x11 o x12) (x12 p x13) (x13 q x14) (x14 r x15);
    x15
);

tiers! {
    ema_cross(crossing() => f64): Position, |book| book.answer(), |price| {
        let slow = price.ewma_per_tick(SLOW);
        let above = price.ewma_per_tick(FAST).join(&slow, |fast, slow| fast > slow);
        let actions = above.distinct().join_passive(&price, |buy, price| (*buy, *price));
        let last = actions.fold(Position::default(), |book, action: &(bool, f64)| *book = book.act(action.0, action.1));
        last
    }
}

fn crossing() -> Feed<impl Events<Item = f64>> {
    let mut walk = Walk::new();
    each(move |word| walk.next(word))
}

tiers! {
    quotes(happenings() => Happened): Orders, |orders| orders.checksum, |it| {
        let fills = it.map_filter(|it: &Happened| (it.fill.unwrap_or(0), it.fill.is_some()));
        let inventory = fills.fold(0i64, |inventory, fill| *inventory += fill);
        let mid2 = it.map_filter(|it: &Happened| it.book.map_or((0, false), |best| (best.bid + best.ask, true)));
        let wanted = mid2.join_passive(&inventory, |mid2: &i64, inventory: &i64| quote(*mid2, *inventory));
        let last = wanted.distinct().fold(Orders::default(), |orders, wanted| *orders = orders.replace(*wanted));
        last
    }
}

fn happenings() -> Feed<impl Events<Item = Happened>> {
    let mut market = Market::new();
    each(move |word| market.next(word))
}

tiers! {
    window(ahead() => f64): u64, |h| *h, |x| {
        let std = x.rolling_std(LAST);
        let sum = x.time_windowed_sum(Duration::from_nanos(SECOND));
        let joined = x.rolling_mean(LAST).join3(&std, &sum, |mean, std, sum| (*mean, *std, *sum));
        let last = joined.fold(0u64, |h, v: &(f64, f64, f64)| *h = mix_window(*h, v.0, v.1, v.2 as i64));
        last
    }
}

::wingfoil::nitro! {
    fn counts(g: &GraphBuilder, ticks: &Stream<(u32, f64)>) -> Stream<u64> {
        let price = ticks.map(|tick: &(u32, f64)| tick.1);
        let slow = price.ewma_per_tick(SLOW);
        let above = price.ewma_per_tick(FAST).join(&slow, |fast, slow| fast > slow);
        let last = above.distinct().count();
        last
    }
}

/// Nodes for each instrument behind a demultiplexer, wired one by one or as an island each.
fn sparse<const INSTRUMENTS: u64, const ISLANDS: bool>(untimed: u64, timed: u64) -> (u64, f64) {
    watched(untimed, || {
        let (g, h) = (GraphBuilder::new(), Rc::new(Cell::new(0)));
        let ticks = g.feed(each(|word| tick(word, INSTRUMENTS))).handle();
        let (children, _) =
            g.with_builder(|builder| builder.demux(ticks, INSTRUMENTS as usize, |tick| tick.0 as usize));
        for (instrument, ticks) in (0..).zip(children) {
            let (ticks, h) = (g.wrap(ticks), Rc::clone(&h));
            let counts = if ISLANDS { counts::nested(&g, &ticks) } else { counts::wire(&g, &ticks) };
            counts.for_each(move |count| {
                h.set(mix(h.get(), changed(instrument, *count)));
                Ok(())
            });
        }
        g.build().run(HISTORY, cycles(untimed + timed)).expect("the graph runs");
        h.get()
    })
}

/// What a tier makes of a workload that all tiers can carry.
macro_rules! engine {
    ($tier:ident, $name:expr) => {
        Some(match $name {
            "chain/0" => chain_0::$tier as Whole,
            "chain/8" => chain_8::$tier,
            "chain/32" => chain_32::$tier,
            "chain/128" => chain_128::$tier,
            "fanout" => fanout::$tier,
            "diamond/5" => diamond_5::$tier,
            "diamond/10" => diamond_10::$tier,
            "diamond/15" => diamond_15::$tier,
            "ema_cross" => ema_cross::$tier,
            "quote" => quotes::$tier,
            "window" => window::$tier,
            _ => return None,
        })
        .map(Engine::Whole)
    };
}

pub(crate) fn interpreted(name: &str) -> Option<Engine> {
    match name {
        "sparse/100" => Some(Engine::Whole(sparse::<100, false>)),
        "sparse/1000" => Some(Engine::Whole(sparse::<1_000, false>)),
        "sparse/10000" => Some(Engine::Whole(sparse::<10_000, false>)),
        _ => engine!(interpreted, name),
    }
}

pub(crate) fn island(name: &str) -> Option<Engine> {
    match name {
        "sparse/100" => Some(Engine::Whole(sparse::<100, true>)),
        "sparse/1000" => Some(Engine::Whole(sparse::<1_000, true>)),
        "sparse/10000" => Some(Engine::Whole(sparse::<10_000, true>)),
        _ => engine!(island, name),
    }
}

pub(crate) fn nitro(name: &str) -> Option<Engine> {
    engine!(nitro, name)
}
