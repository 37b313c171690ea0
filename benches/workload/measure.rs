//! Interleaved runs and their medians: what disturbs one of them disturbs the others too.

use std::hint::black_box;
use std::time::Instant;

use super::Run;

const REPETITIONS: usize = 9;
/// Long enough for the clock, short enough for many.
const NANOS: f64 = 25e6;

/// Something that consumes `n` events and gives the nanoseconds an event took.
pub(crate) type Timer = Box<dyn FnMut(u64) -> f64>;

/// Times what is fed event by event, and goes on where it stopped.
#[expect(clippy::disallowed_methods, reason = "a bench reads the clock")]
pub(crate) fn timer(mut run: Run) -> Timer {
    Box::new(move |events| {
        let start = Instant::now();
        black_box(run(black_box(events)));
        start.elapsed().as_nanos() as f64 / events as f64
    })
}

/// Nanoseconds an event of each of them.
pub(crate) fn interleaved(timers: &mut [Timer]) -> Vec<f64> {
    let events: Vec<u64> = timers.iter_mut().map(|timer| (NANOS / timer(20_000)) as u64).collect();
    let mut times = vec![Vec::with_capacity(REPETITIONS); timers.len()];
    for _ in 0..REPETITIONS {
        for ((timer, events), times) in timers.iter_mut().zip(&events).zip(&mut times) {
            times.push(timer(*events));
        }
    }
    times.into_iter().map(median).collect()
}

pub(crate) fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
