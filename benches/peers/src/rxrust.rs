//! rxRust in its `Local` context: static chains, boxed each eighth node; a `Subject` where a value is shared.
//!
//! Values that belong together are paired with `zip`, which is right here because both sides always tick; what
//! comes first where two sides tick at once is the order of subscriptions, and the wiring has to know it.

use std::cell::Cell;
use std::convert::Infallible;
use std::rc::Rc;

use ::rxrust::prelude::*;

use crate::Engine;
use crate::workload::Run;
use crate::workload::hand::{Last, Recent};
use crate::workload::spec::{
    BRANCHES, Best, FAST, Happened, LAST, Market, Orders, Position, SLOW, Samples, Walk, Words, average,
    changed, f, g, mix, mix_window, quote, tick,
};

type Source<T> = Local<InnerSubject<'static, T, Infallible>>;
type Boxed<T> = LocalBoxedObservable<'static, T, Infallible>;

/// Feeds what `source` makes of each word.
fn fed<T: Clone + 'static>(
    mut source: impl FnMut(u64) -> T + 'static,
    wire: impl FnOnce(Source<T>, Rc<Cell<u64>>),
) -> Run {
    let (mut input, checksum) = (Local::subject(), Rc::new(Cell::new(0)));
    wire(input.clone(), Rc::clone(&checksum));
    let mut words = Words::new();
    Box::new(move |n| {
        for _ in 0..n {
            input.next(source(words.next()));
        }
        checksum.get()
    })
}

/// What comes of the words is mixed.
macro_rules! mixed {
    (|$x:ident| $results:expr) => {
        fed(
            |word| word,
            |$x, h| {
                $results.subscribe(move |v| h.set(mix(h.get(), v)));
            },
        )
    };
}

/// Eight nodes of static type; a macro, for the type of what it takes is the author's.
macro_rules! eight {
    ($x:expr) => {
        $x.map(f).map(f).map(f).map(f).map(f).map(f).map(f).map(f)
    };
}

fn more(x: Boxed<u64>, rows: usize) -> Boxed<u64> {
    (0..rows).fold(x, |x, _| eight!(x).box_it())
}

fn fanout() -> Run {
    mixed!(|x| {
        let branch = |b: u64| eight!(x.clone().map(move |x: u64| f(x.wrapping_add(b)))).map(f).box_it();
        let sum = |sum: Boxed<u64>, x: Boxed<u64>| -> Boxed<u64> {
            sum.zip(x).map(|(sum, x): (u64, u64)| sum.wrapping_add(x)).box_it()
        };
        (2..=BRANCHES).map(branch).fold(branch(1), sum)
    })
}

fn diamond<const LEVELS: usize>() -> Run {
    mixed!(|x| {
        let level =
            |x: Source<u64>| x.clone().map(f).zip(x.map(g)).map(|(a, b): (u64, u64)| a.wrapping_add(b));
        let next = |x: Source<u64>, _| {
            let shared = Local::subject();
            level(x).subscribe_with(shared.clone().into_inner());
            shared
        };
        level((1..LEVELS).fold(x, next))
    })
}

/// Whether the fast average is above the slow one, when that is new.
macro_rules! crossings {
    ($price:expr) => {{
        let (fast, slow) = ($price, $price);
        let fast = fast.scan_map(None, |so_far, price| ewma(FAST, so_far, price));
        let slow = slow.scan_map(None, |so_far, price| ewma(SLOW, so_far, price));
        fast.zip(slow).map(|(fast, slow): (f64, f64)| fast > slow).distinct_until_changed()
    }};
}

fn ewma(alpha: f64, so_far: &mut Option<f64>, price: f64) -> f64 {
    let next = so_far.map_or(price, |so_far| average(alpha, so_far, price));
    *so_far = Some(next);
    next
}

fn ema_cross() -> Run {
    let mut walk = Walk::new();
    fed(
        move |word| walk.next(word),
        |price, h| {
            // The latest price is the present one, for the second argument is subscribed first.
            let actions = crossings!(price.clone()).with_latest_from(price);
            let mut book = Position::default();
            actions.subscribe(move |(buy, price)| {
                book = book.act(buy, price);
                h.set(book.answer());
            });
        },
    )
}

fn sparse<const INSTRUMENTS: u64>() -> Run {
    fed(
        |word| tick(word, INSTRUMENTS),
        |ticks: Source<(u32, f64)>, h| {
            ticks.group_by(|tick| tick.0).subscribe(move |ticks| {
                let (instrument, h) = (ticks.inner().key, Rc::clone(&h));
                let counts = crossings!(ticks.clone().map(|tick: (u32, f64)| tick.1)).scan(0, |n, _| n + 1);
                counts.subscribe(move |count| h.set(mix(h.get(), changed(instrument, count))));
            });
        },
    )
}

/// The fills are subscribed to, or pushed, before the books: the quote has to see the fill of its instant.
macro_rules! quoting {
    ($books:expr, $fills:expr, $h:ident) => {{
        let inventory = $fills.scan(0, |inventory, fill| inventory + fill).start_with(vec![0]);
        let mid2 = $books.map(|best: Best| best.bid + best.ask);
        let wanted =
            mid2.with_latest_from(inventory).map(|(mid2, inventory): (i64, i64)| quote(mid2, inventory));
        let orders =
            wanted.distinct_until_changed().scan(Orders::default(), |orders, wanted| orders.replace(wanted));
        orders.subscribe(move |orders| $h.set(orders.checksum));
    }};
}

fn quotes() -> Run {
    let mut market = Market::new();
    fed(
        move |word| market.next(word),
        |it, h| {
            let fills = it.clone().filter_map(|it: Happened| it.fill);
            let books = it.filter_map(|it: Happened| it.book);
            quoting!(books, fills, h);
        },
    )
}

fn quotes_of_two_inputs() -> Run {
    let (mut book, mut fill): (Source<Best>, Source<i64>) = (Local::subject(), Local::subject());
    let checksum = Rc::new(Cell::new(0));
    let h = Rc::clone(&checksum);
    quoting!(book.clone(), fill.clone(), h);
    let (mut words, mut market) = (Words::new(), Market::new());
    Box::new(move |n| {
        for _ in 0..n {
            let happened = market.next(words.next());
            if let Some(filled) = happened.fill {
                fill.next(filled);
            }
            if let Some(best) = happened.book {
                book.next(best);
            }
        }
        checksum.get()
    })
}

fn window() -> Run {
    let mut samples = Samples::new();
    fed(
        move |word| samples.next(word),
        |samples, h| {
            let last = samples
                .clone()
                .scan_map(Last::<LAST>::new(), |last, (_, price): (u64, i64)| last.push(price));
            let sums = samples
                .scan_map(Recent::default(), |recent, (now, price): (u64, i64)| recent.push(now, price));
            let joined = last.zip(sums);
            joined.subscribe(move |((mean, std), sum)| h.set(mix_window(h.get(), mean, std, sum)));
        },
    )
}

pub(crate) fn engine(name: &str) -> Option<Engine> {
    Some(Engine::Fed(match name {
        "chain/0" => mixed!(|x| x),
        "chain/8" => mixed!(|x| eight!(x)),
        "chain/32" => mixed!(|x| eight!(more(eight!(x).box_it(), 2))),
        "chain/128" => mixed!(|x| eight!(more(eight!(x).box_it(), 14))),
        "fanout" => fanout(),
        "diamond/5" => diamond::<5>(),
        "diamond/10" => diamond::<10>(),
        "diamond/15" => diamond::<15>(),
        "sparse/100" => sparse::<100>(),
        "sparse/1000" => sparse::<1_000>(),
        "sparse/10000" => sparse::<10_000>(),
        "ema_cross" => ema_cross(),
        "quote" => quotes(),
        "quote/two" => quotes_of_two_inputs(),
        "window" => window(),
        _ => return None,
    }))
}
