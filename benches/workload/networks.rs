//! The workloads as tidegate networks.

use tidegate::network::{
    Border, Event, Input, Join, Network, Sequence, Shared, Smooth, View, Windowed, mean, merge_all, std, sum,
};
use tidegate::time::{Span, Time};

use super::Run;
use super::spec::{
    BRANCHES, Best, FAST, Happened, LAST, Market, Orders, Position, SECOND, SLOW, Samples, Walk, Words,
    changed, f, g, mix, mix_window, quote, tick,
};

fn build<R>(wire: impl FnOnce(&mut Border) -> R) -> (Network, R) {
    Network::build(Time::EPOCH, wire).expect("the workload builds")
}

/// Feeds what `source` makes of each word; time stands still.
fn fed<T: Send + Sync + 'static, A: 'static>(
    (mut net, (input, answer)): (Network, (Input<T>, View<A>)),
    mut source: impl FnMut(u64) -> T + 'static,
    checksum: impl Fn(A) -> u64 + 'static,
) -> Run {
    let mut words = Words::new();
    Box::new(move |n| {
        for _ in 0..n {
            let value = source(words.next());
            net.feed(Time::EPOCH, &input, value).expect("time stands still and the input is fed once");
        }
        checksum(net.view(&answer))
    })
}

/// Words in; what comes of each is mixed and put out.
pub(crate) fn mixed<E: Event<Item = u64>>(wire: impl FnOnce(Shared<u64>) -> E) -> Run {
    mixed_in(|_, words| wire(words))
}

/// The same for what needs the border.
pub(crate) fn mixed_in<E: Event<Item = u64>>(wire: impl FnOnce(&mut Border, Shared<u64>) -> E) -> Run {
    let (mut net, (input, output)) = build(|border| {
        let (input, words) = border.input();
        let results = wire(border, words);
        (input, border.output(results.scan(0, |h, v| mix(*h, v))))
    });
    let mut words = Words::new();
    Box::new(move |n| {
        for _ in 0..n {
            net.feed(Time::EPOCH, &input, words.next()).expect("time stands still and the input is fed once");
        }
        *net.get(&output).expect("the checksum occurs with every event")
    })
}

fn four<E: Event<Item = u64>>(x: E) -> impl Event<Item = u64> {
    x.map(f).map(f).map(f).map(f)
}

pub(crate) fn eight<E: Event<Item = u64>>(x: E) -> impl Event<Item = u64> {
    four(four(x))
}

fn thirty_two<E: Event<Item = u64>>(x: E) -> impl Event<Item = u64> {
    eight(eight(eight(eight(x))))
}

/// Nothing but the source and the checksum.
pub(crate) fn chain_0() -> Run {
    mixed(|x| x)
}

pub(crate) fn chain_8() -> Run {
    mixed(eight)
}

pub(crate) fn chain_32() -> Run {
    mixed(thirty_two)
}

pub(crate) fn chain_128() -> Run {
    mixed(|x| thirty_two(thirty_two(thirty_two(thirty_two(x)))))
}

pub(crate) fn fanout() -> Run {
    mixed(|x| {
        x.within(|x| {
            let branch = |b| eight(x.map(move |x: u64| f(x.wrapping_add(b))).map(f));
            merge_all((1..=BRANCHES).map(branch), u64::wrapping_add)
        })
    })
}

fn level<E: Event<Item = u64>>(x: E) -> impl Event<Item = u64> {
    x.within(|x| x.map(f).merge(x.map(g), u64::wrapping_add))
}

fn levels_5<E: Event<Item = u64>>(x: E) -> impl Event<Item = u64> {
    level(level(level(level(level(x)))))
}

pub(crate) fn diamond_5() -> Run {
    mixed(levels_5)
}

pub(crate) fn diamond_10() -> Run {
    mixed(|x| levels_5(levels_5(x)))
}

pub(crate) fn diamond_15() -> Run {
    mixed(|x| levels_5(levels_5(levels_5(x))))
}

/// Whether the fast average is above the slow one.
fn above<E: Event<Item = f64> + Copy>(price: E) -> impl Event<Item = bool> {
    price.ewma(FAST).coincide(price.ewma(SLOW), |fast, slow| fast > slow)
}

pub(crate) fn sparse<const INSTRUMENTS: u64>() -> Run {
    let built = build(|border| {
        let (input, ticks) = border.input::<(u32, f64)>();
        let counts = ticks.per_key(
            |tick| tick.0,
            |_, ticks| ticks.map(|tick| tick.1).within(|price| above(price).dedupe().count()),
        );
        let checksum = counts.scan_ref(0, |h, counts| {
            counts.iter().fold(*h, |h, (instrument, count)| mix(h, changed(*instrument, *count)))
        });
        (input, border.view(checksum.hold(0)))
    });
    fed(built, |word| tick(word, INSTRUMENTS), |h| h)
}

pub(crate) fn ema_cross() -> Run {
    let built = build(|border| {
        let (input, prices) = border.input::<f64>();
        let actions = prices.within(|price| above(price).dedupe().coincide(price, |buy, price| (buy, price)));
        let book = actions.scan(Position::default(), |book, (buy, price)| book.act(buy, price));
        (input, border.view(book.hold(Position::default())))
    });
    let mut walk = Walk::new();
    fed(built, move |word| walk.next(word), Position::answer)
}

/// Quotes around the book, moved by the inventory, this instant's fill included.
fn quoting(books: impl Event<Item = Best>, fills: impl Event<Item = i64>) -> impl Event<Item = Orders> {
    let inventory = fills.scan(0, |inventory, fill| inventory + fill);
    let mid2 = books.map(|best| best.bid + best.ask);
    let quotes = mid2.with_latest(inventory, 0, |mid2, inventory| quote(mid2, *inventory));
    quotes.dedupe().scan(Orders::default(), |orders, wanted| orders.replace(wanted))
}

/// One input that says what happened.
pub(crate) fn quotes() -> Run {
    let built = build(|border| {
        let (input, happened) = border.input::<Happened>();
        let orders = happened.within(|it| quoting(it.filter_map(|it| it.book), it.filter_map(|it| it.fill)));
        (input, border.view(orders.hold(Orders::default())))
    });
    let mut market = Market::new();
    fed(built, move |word| market.next(word), |orders| orders.checksum)
}

/// Two inputs, fed at once where both occur.
pub(crate) fn quotes_of_two_inputs() -> Run {
    let (mut net, (book, fill, answer)) = build(|border| {
        let ((book, books), (fill, fills)) = (border.input::<Best>(), border.input::<i64>());
        (book, fill, border.view(quoting(books, fills).hold(Orders::default())))
    });
    let (mut words, mut market) = (Words::new(), Market::new());
    Box::new(move |n| {
        for _ in 0..n {
            let happened = market.next(words.next());
            match (happened.book, happened.fill) {
                (Some(best), Some(filled)) => {
                    let instant =
                        net.instant(Time::EPOCH).and_then(|at| at.feed(&book, best)?.feed(&fill, filled));
                    instant.and_then(|instant| instant.run())
                }
                (Some(best), None) => net.feed(Time::EPOCH, &book, best),
                (None, Some(filled)) => net.feed(Time::EPOCH, &fill, filled),
                (None, None) => Ok(()),
            }
            .expect("time stands still and each input is fed once");
        }
        net.view(&answer).checksum
    })
}

pub(crate) fn window() -> Run {
    let (mut net, (input, answer)) = build(|border| {
        let (input, prices) = border.input::<i64>();
        let last = prices.window_of(LAST, (mean(), std()));
        let second = prices.window_at(Span::from_nanos(SECOND + 1), sum());
        let joined =
            last.coincide(second, |(mean, std), sum| (mean.unwrap_or(0.0), std.unwrap_or(0.0), sum as i64));
        let checksum = joined.scan(0, |h, (mean, std, sum)| mix_window(*h, mean, std, sum));
        (input, border.output(checksum))
    });
    let (mut words, mut samples) = (Words::new(), Samples::new());
    Box::new(move |n| {
        for _ in 0..n {
            let (nanos, price) = samples.next(words.next());
            net.feed(Time::from_nanos(nanos as i64), &input, price)
                .expect("time goes on and the input is fed once");
        }
        *net.get(&answer).expect("the checksum occurs with every event")
    })
}
