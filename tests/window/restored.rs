//! Saved and put back at every instant, a run is the run in one piece.

use proptest::prelude::*;
use tidegate::network::{
    Across, Clock, Event, Fold, Input, Network, Output, Shared, Smooth, Snapshot, Stretch, Windowed, across,
    argmax, argmin, correlation, count, covariance, exponential, exponential_by_time, first, geometric_mean,
    kurtosis, last, max, mean, median, min, ohlc, product, quantile, rank, sem, skewness, std, sum,
    time_weighted_mean, unique, variance, weighted_mean, weighted_variance,
};
use tidegate::time::{Span, Time};

use crate::lists::float;
use crate::timeline::{Instant, instants};

struct Run {
    network: Network,
    input: Input<i64>,
    outputs: Vec<Output<String>>,
    seen: Vec<String>,
}

/// What comes out, as text: all outputs have one type, and NaN equals itself.
fn text<E: Event>(x: E) -> Shared<String>
where
    E::Item: std::fmt::Debug,
{
    x.map(|x| format!("{x:?}")).share()
}

fn stretches() -> Vec<Stretch> {
    let stretch = |start, end| Stretch { start: Time::from_secs(start), end: Time::from_secs(end) };
    vec![stretch(-3, 2), stretch(2, 4), stretch(6, 9), stretch(12, 900)]
}

/// By three keys, not all of them ordinary.
fn thirds()
-> Across<i64, impl Fn(&i64) -> i64 + Send + Sync + 'static, impl Fn(&i64) -> f64 + Send + Sync + 'static> {
    across(|x: &i64| x.rem_euclid(3), |x: &i64| float(*x))
}

fn wire(a: Shared<i64>) -> Vec<Shared<String>> {
    let secs = Span::from_secs;
    let floats = a.map(float).share();
    let spiky = a.map(|x| if x == 3 { 1e300 } else { 0.1 + x as f64 }).share();
    let pairs = floats.map(|x| (x, (3.0 * x).abs() % 2.0)).share();
    vec![
        text(a.window(secs(4), (sem(), product(), skewness(), kurtosis()))),
        text(spiky.window_of(5, (product(), geometric_mean(), skewness(), kurtosis()))),
        text(pairs.window_at(secs(4), (covariance(), correlation(), weighted_mean(), weighted_variance()))),
        text(a.map(|x| (x, x * x % 3)).tick_bars(3, (covariance(), weighted_variance(), correlation()))),
        text(floats.window(secs(4), (first(), mean()).at_least(2).only(|x: &f64| x.is_finite()))),
        text(a.window(secs(4), (count(), sum(), first(), last()))),
        text(a.window_at(secs(3), (min(), max(), variance(), ohlc()))),
        text(floats.window(secs(3), (sum(), mean(), std(), min()))),
        text(spiky.window_of(5, (sum(), mean(), variance(), max())).full()),
        text(floats.total((min(), max(), last()))),
        text(floats.window(secs(4), (median(), rank(), unique(), argmin()))),
        text(floats.bars(secs(5), Time::EPOCH, (quantile(0.3).nearest(), rank(), unique(), argmax()))),
        text(spiky.total((exponential(0.3), exponential(0.01).adjusted()))),
        text(
            floats
                .timestamped()
                .tick_bars(7, (exponential_by_time(secs(2)), exponential_by_time(secs(9)).adjusted())),
        ),
        text(floats.timestamped().window(secs(5), time_weighted_mean())),
        text(spiky.timestamped().total(time_weighted_mean())),
        text(a.window(
            secs(5),
            (thirds().z_score(), thirds().rank(), thirds().weighted_sum(|third| *third as f64)),
        )),
        text(a.total((
            thirds().z_score(),
            thirds().rank(),
            thirds().weighted_sum(|third| 0.7 * *third as f64),
        ))),
        text(a.bars(secs(4), Time::from_secs(1), ohlc())),
        text(a.bars_in(stretches(), (sum(), count()))),
        text(a.total_in(stretches(), (sum(), count()))),
        text(a.tick_bars(3, (mean(), ohlc()))),
        text(spiky.bars_by(|x| x.abs(), 4.5, (sum(), count()))),
        text(spiky.ewma(0.3)),
        text(spiky.ewma_half_life(secs(2))),
        text(a.per_key(
            |x| x.rem_euclid(2),
            move |_, own| {
                let bars = a.bars(secs(3), Time::EPOCH, sum()).map(|bar| bar.value as f64);
                own.map(|x| x as f64).window(secs(4), mean()).map(|mean| mean.unwrap_or(0.5)).or(bars)
            },
        )),
    ]
}

impl Run {
    fn new() -> Self {
        let built = Network::build(Time::EPOCH, |border| {
            let (input, a) = border.input();
            (input, wire(a).into_iter().map(|x| border.output(x)).collect())
        });
        let (network, (input, outputs)) = built.expect("the network builds");
        Self { network, input, outputs, seen: Vec::new() }
    }

    fn instant(&mut self, at: Time, a: Option<i64>) {
        let mut instant = self.network.instant(at).expect("time goes on");
        if let Some(a) = a {
            instant = instant.feed(&self.input, a).expect("it is fed once");
        }
        instant.run().expect("the instant runs");
        let values: Vec<_> = self.outputs.iter().map(|output| self.network.get(output)).collect();
        self.seen.push(format!("{at} {values:?} then {:?}", self.network.next_deadline()));
    }

    /// Runs all instants, with `between` after each.
    fn over(mut self, list: &[Instant], mut between: impl FnMut(Self) -> Self) -> Vec<String> {
        let after = Instant { at: list.last().map_or(0, |last| last.at) + 9, a: None, b: None };
        for step in list.iter().chain([&after]) {
            let at = Time::from_secs(step.at);
            while let Some(due) = self.network.next_deadline().filter(|due| *due < at) {
                self.instant(due, None);
                self = between(self);
            }
            self.instant(at, step.a);
            self = between(self);
        }
        self.seen
    }

    fn handed_over(self) -> Self {
        let snapshot = self.network.save().expect("the state can be saved");
        let bytes = postcard::to_allocvec(&snapshot).expect("a snapshot is data");
        let read: Snapshot = postcard::from_bytes(&bytes).expect("and comes back");
        let next = Self::new();
        let network = next.network.restore(&read).expect("the shape is the same");
        assert_eq!(network.next_deadline(), self.network.next_deadline(), "alarms are armed again");
        assert_eq!(network.save().as_ref(), Ok(&snapshot), "what was restored is what was saved");
        Self { network, input: next.input, outputs: next.outputs, seen: self.seen }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn a_run_that_is_restored_after_every_instant_is_the_run_in_one_piece(list in instants()) {
        let whole = Run::new().over(&list, |run| run);
        prop_assert_eq!(Run::new().over(&list, Run::handed_over), whole);
    }
}
