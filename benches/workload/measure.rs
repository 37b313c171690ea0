//! Interleaved runs and their medians: what disturbs one of them disturbs the others too.

use std::hint::black_box;
use std::time::Instant;

use super::Run;

const REPETITIONS: usize = 9;
/// Long enough for the clock, short enough for many.
const NANOS: f64 = 25e6;

#[expect(clippy::disallowed_methods, reason = "a bench reads the clock")]
fn timed(run: &mut Run, events: u64) -> f64 {
    let start = Instant::now();
    black_box(run(black_box(events)));
    start.elapsed().as_nanos() as f64 / events as f64
}

/// Nanoseconds an event of each run.
pub(crate) fn interleaved(runs: &mut [Run]) -> Vec<f64> {
    let events: Vec<u64> = runs.iter_mut().map(|run| (NANOS / timed(run, 20_000)) as u64).collect();
    let mut times = vec![Vec::with_capacity(REPETITIONS); runs.len()];
    for _ in 0..REPETITIONS {
        for ((run, events), times) in runs.iter_mut().zip(&events).zip(&mut times) {
            times.push(timed(run, *events));
        }
    }
    times.into_iter().map(median).collect()
}

pub(crate) fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
