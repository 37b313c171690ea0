//! A system in a child: it waits for whoever asks for something, and says what it hears.

use std::sync::Arc;
use std::time::Duration;

use tidegate::control::ControlEvent;
use tidegate::prelude::*;
use tidegate::runtime::{Listening, Outcome, Runtime, Sim, Stop};
use tidegate::testing::Script;

use crate::child::say;
use crate::counter::Counter;

/// A feed of the time that passes: woken or not, its next event comes after this.
const TICK: Duration = Duration::from_millis(20);

/// How a system answers the notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answers {
    AtOnce,
    Never,
}

struct Ticks {
    counter: Arc<Counter>,
    seen: u64,
    number: i32,
    _listening: Listening,
}

impl Ticks {
    fn new(stop: &Stop) -> Self {
        let counter = Counter::new();
        let listening = stop.listen(&counter.waker());
        Self { counter, seen: 0, number: 0, _listening: listening }
    }
}

impl Iterator for Ticks {
    type Item = (Time, i32);

    fn next(&mut self) -> Option<(Time, i32)> {
        self.seen = self.counter.reaches_within(TICK, self.seen + 1);
        self.number += 1;
        let passed = Span::from_millis(self.number.unsigned_abs().into());
        Some((Time::EPOCH.after(passed), self.number))
    }
}

/// Listens to signals and runs until they end it.
pub(crate) fn run(name: &'static str, answers: Answers) -> Outcome {
    let stop = Stop::new();
    stop.on_signals().expect("it may listen");
    let ticks = Ticks::new(&stop);
    let strategy = move |_: MarketPort<BtcUsdt>, ticks: Feed<i32>, control: Control| {
        let up = ticks.events().once().filter_map(move |_| {
            say(format_args!("{name}: up"));
            None::<Complaint>
        });
        let reloads = control.events().filter_map(move |event| {
            assert_eq!(event, ControlEvent::Reload);
            say(format_args!("{name}: reload"));
            None::<Complaint>
        });
        let told = control.shutdown().filter_map(move |notice| {
            say(format_args!("{name}: {}", notice.cause));
            (answers == Answers::AtOnce).then_some(DoneCode::OK)
        });
        (never::<Actions<BtcUsdt>>(), control.done_when(told).reporting(up.or(reloads)))
    };
    Sim::new().stop_on(stop).run(&strategy, (Script::<BtcUsdt>::new(), ticks)).expect("it begins")
}

/// What came of a run, in words.
pub(crate) fn ended(name: &str, outcome: &Outcome) {
    let report = &outcome.report;
    say(format_args!("{name}: ended with {} after {} causes", report.exit_code().0, report.causes.len()));
}
