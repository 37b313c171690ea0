//! Streams of the `futures` crate: pulled where nothing is shared, tasks and channels where a value is.
//!
//! A stream has one reader. To share a value a task reads it and sends it down a channel for each reader; an
//! event is fed to the first channels, and the tasks run until all of them wait again.

use std::cell::{Cell, RefCell};
use std::future::ready;
use std::rc::Rc;

use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures::executor::{LocalPool, LocalSpawner, block_on};
use futures::stream::{self, LocalBoxStream, Stream, StreamExt};
use futures::task::LocalSpawnExt;

use crate::Engine;
use crate::workload::Run;
use crate::workload::hand::{Last, Recent};
use crate::workload::spec::{
    BRANCHES, FAST, LAST, Market, Orders, Position, SLOW, Samples, Walk, Words, average, changed, f, g, mix,
    mix_window, quote, tick,
};

/// The words as a stream of their own.
struct Pulled(Words);

impl Iterator for Pulled {
    type Item = u64;

    #[inline(always)]
    fn next(&mut self) -> Option<u64> {
        Some(self.0.next())
    }
}

/// Pulls what `wire` makes of the words, and mixes it.
fn pulled<S: Stream<Item = u64> + Unpin + 'static>(wire: impl FnOnce(stream::Iter<Pulled>) -> S) -> Run {
    let (mut results, mut h) = (wire(stream::iter(Pulled(Words::new()))), 0);
    Box::new(move |n| {
        block_on(async {
            for _ in 0..n {
                h = mix(h, results.next().await.expect("words do not end"));
            }
        });
        h
    })
}

fn four(x: impl Stream<Item = u64> + Unpin) -> impl Stream<Item = u64> + Unpin {
    x.map(f).map(f).map(f).map(f)
}

fn eight(x: impl Stream<Item = u64> + Unpin) -> impl Stream<Item = u64> + Unpin {
    four(four(x))
}

fn thirty_two(x: impl Stream<Item = u64> + Unpin) -> impl Stream<Item = u64> + Unpin {
    eight(eight(eight(eight(x))))
}

/// A value that several streams read.
struct Shared<T>(Rc<RefCell<Vec<UnboundedSender<T>>>>);

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T: Copy + 'static> Shared<T> {
    fn new() -> Self {
        Self(Rc::default())
    }

    fn reader(&self) -> UnboundedReceiver<T> {
        let (sender, receiver) = unbounded();
        self.0.borrow_mut().push(sender);
        receiver
    }

    fn send(&self, value: T) {
        for reader in self.0.borrow().iter() {
            reader.unbounded_send(value).expect("readers live as long as the pool");
        }
    }
}

/// Does `step` with all that comes, in a task.
fn each<T: 'static>(
    tasks: &LocalSpawner,
    source: impl Stream<Item = T> + 'static,
    mut step: impl FnMut(T) + 'static,
) {
    let task = source.for_each(move |value| {
        step(value);
        ready(())
    });
    tasks.spawn_local(task).expect("the pool lives");
}

/// Lets several streams read what comes.
fn share<T: Copy + 'static>(tasks: &LocalSpawner, source: impl Stream<Item = T> + 'static) -> Shared<T> {
    let shared = Shared::new();
    let readers = shared.clone();
    each(tasks, source, move |value| readers.send(value));
    shared
}

/// Feeds what `source` makes of each word, and lets it settle before the next.
fn fed<T: Copy + 'static>(
    mut source: impl FnMut(u64) -> T + 'static,
    wire: impl FnOnce(&LocalSpawner, Shared<T>, Rc<Cell<u64>>),
) -> Run {
    let (mut pool, input, checksum) = (LocalPool::new(), Shared::new(), Rc::new(Cell::new(0)));
    wire(&pool.spawner(), input.clone(), Rc::clone(&checksum));
    let mut words = Words::new();
    Box::new(move |n| {
        for _ in 0..n {
            input.send(source(words.next()));
            pool.run_until_stalled();
        }
        checksum.get()
    })
}

fn fanout() -> Run {
    fed(
        |word| word,
        |tasks, x, h| {
            let branch = |b: u64| eight(x.reader().map(move |x: u64| f(x.wrapping_add(b))).map(f));
            let sum = |sum: LocalBoxStream<'static, u64>, x| {
                sum.zip(x).map(|(sum, x)| sum.wrapping_add(x)).boxed_local()
            };
            let sums = (2..=BRANCHES).map(branch).fold(branch(1).boxed_local(), sum);
            each(tasks, sums, move |sum| h.set(mix(h.get(), sum)));
        },
    )
}

fn diamond<const LEVELS: usize>() -> Run {
    fed(
        |word| word,
        |tasks, x, h| {
            let level =
                |x: Shared<u64>| x.reader().map(f).zip(x.reader().map(g)).map(|(a, b)| a.wrapping_add(b));
            let last = (1..LEVELS).fold(x, |x, _| share(tasks, level(x)));
            each(tasks, level(last), move |x| h.set(mix(h.get(), x)));
        },
    )
}

fn ewma(price: impl Stream<Item = f64>, alpha: f64) -> impl Stream<Item = f64> {
    price.scan(None, move |so_far, price| {
        let next = so_far.map_or(price, |so_far| average(alpha, so_far, price));
        *so_far = Some(next);
        ready(Some(next))
    })
}

/// Whether the fast average is above the slow one, when that is new, and none when it is not.
fn crossings(price: &Shared<f64>) -> impl Stream<Item = Option<bool>> + 'static {
    let above = ewma(price.reader(), FAST).zip(ewma(price.reader(), SLOW)).map(|(fast, slow)| fast > slow);
    above.scan(None, |passed, above| {
        let new = (*passed != Some(above)).then_some(above);
        *passed = Some(above);
        ready(Some(new))
    })
}

fn ema_cross() -> Run {
    let mut walk = Walk::new();
    fed(
        move |word| walk.next(word),
        |tasks, price, h| {
            let actions = crossings(&price).zip(price.reader());
            let actions = actions.filter_map(|(buy, price)| ready(buy.map(|buy| (buy, price))));
            let mut book = Position::default();
            each(tasks, actions, move |(buy, price)| {
                book = book.act(buy, price);
                h.set(book.answer());
            });
        },
    )
}

/// A task for each instrument, and one that sends it its prices.
fn sparse<const INSTRUMENTS: u64>() -> Run {
    fed(
        |word| tick(word, INSTRUMENTS),
        |tasks, ticks, h| {
            let instruments: Vec<Shared<f64>> = (0..INSTRUMENTS).map(|_| Shared::new()).collect();
            for (instrument, price) in (0..).zip(&instruments) {
                let counts = crossings(price).filter_map(ready).enumerate().map(|(n, _)| n as u64 + 1);
                let h = Rc::clone(&h);
                each(tasks, counts, move |count| h.set(mix(h.get(), changed(instrument, count))));
            }
            each(tasks, ticks.reader(), move |(instrument, price)| {
                instruments[instrument as usize].send(price)
            });
        },
    )
}

/// A stream that says nothing keeps its other side waiting: so the inventory is said again with each event, and
/// where there is no book that is said too.
fn quotes() -> Run {
    let mut market = Market::new();
    fed(
        move |word| market.next(word),
        |tasks, it, h| {
            let inventory = it.reader().scan(0, |inventory, it| {
                *inventory += it.fill.unwrap_or(0);
                ready(Some(*inventory))
            });
            let mid2 = it.reader().map(|it| it.book.map(|best| best.bid + best.ask));
            let wanted = mid2.zip(inventory);
            let wanted =
                wanted.filter_map(|(mid2, inventory)| ready(mid2.map(|mid2| quote(mid2, inventory))));
            let (mut standing, mut orders) = (None, Orders::default());
            let changed = wanted.filter(move |wanted| ready(standing.replace(*wanted) != Some(*wanted)));
            each(tasks, changed, move |wanted| {
                orders = orders.replace(wanted);
                h.set(orders.checksum);
            });
        },
    )
}

fn window() -> Run {
    let mut samples = Samples::new();
    fed(
        move |word| samples.next(word),
        |tasks, samples, h| {
            let (mut last, mut recent) = (Last::<LAST>::new(), Recent::default());
            let last = samples.reader().map(move |(_, price)| last.push(price));
            let sums = samples.reader().map(move |(now, price)| recent.push(now, price));
            each(tasks, last.zip(sums), move |((mean, std), sum)| h.set(mix_window(h.get(), mean, std, sum)));
        },
    )
}

pub(crate) fn engine(name: &str) -> Option<Engine> {
    Some(Engine::Fed(match name {
        "chain/0" => pulled(|x| x),
        "chain/8" => pulled(eight),
        "chain/32" => pulled(thirty_two),
        "chain/128" => pulled(|x| thirty_two(thirty_two(thirty_two(thirty_two(x))))),
        "fanout" => fanout(),
        "diamond/5" => diamond::<5>(),
        "diamond/10" => diamond::<10>(),
        "diamond/15" => diamond::<15>(),
        "sparse/100" => sparse::<100>(),
        "sparse/1000" => sparse::<1_000>(),
        "sparse/10000" => sparse::<10_000>(),
        "ema_cross" => ema_cross(),
        "quote" => quotes(),
        "window" => window(),
        _ => return None,
    }))
}
