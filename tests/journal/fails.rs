//! A journal that cannot be written: the run goes on and says so.

use std::io::{BufWriter, Error, ErrorKind, Write};
use std::sync::{Arc, Mutex};

use tidegate::control::{Alert, ExitCode};
use tidegate::journal::{FileJournal, Journal, JournalError, MemoryJournal, Record};
use tidegate::prelude::*;
use tidegate::runtime::sim::ReplayEnd;
use tidegate::runtime::{Runtime, Sim};
use tidegate::testing::Script;

use crate::world::World;

/// Takes so many records and then fails, or panics.
struct Short {
    left: usize,
    panics: bool,
    kept: MemoryJournal,
}

impl Journal for Short {
    fn record(&mut self, record: Record<'_>) -> Result<(), JournalError> {
        match self.left.checked_sub(1) {
            Some(left) => self.left = left,
            None if self.panics => panic!("the disk is gone"),
            None => return Err(JournalError::failed("the disk is full")),
        }
        self.kept.record(record)
    }
}

#[test]
fn the_run_goes_on_whichever_record_cannot_be_written() {
    for seed in [0, 3, 7, 12] {
        let world = World(seed);
        let played = world.play();
        let last = played.records.len() - 1;
        for left in (0..last).step_by(1 + last / 40).chain([last]) {
            let kept = MemoryJournal::new();
            let panics = left % 3 == 0;
            let outcome = world.play_to(Short { left, panics, kept: kept.clone() });
            assert_eq!(outcome.trace_hash, played.outcome.trace_hash, "{world:?}, {left} records");
            let why = outcome.journal_failure.expect("it says why").to_string();
            assert_eq!(why, if panics { "the journal panicked" } else { "the disk is full" });
            let alerts = outcome.report.alerts.iter().filter(|alert| alert.code == "journal.failed");
            assert_eq!(alerts.map(|alert| alert.text.as_str()).collect::<Vec<_>>(), [why.as_str()]);
            assert_eq!(outcome.report.exit_code(), played.outcome.report.exit_code());
            assert_eq!(kept.records()[..], played.records[..left], "nothing after the gap");
            // What was kept replays as far as it goes.
            if left > 0 {
                let replayed = world.replay(kept.read()).unwrap_or_else(|error| panic!("{error}"));
                assert!(matches!(replayed.end, ReplayEnd::Unfinished));
            }
        }
    }
}

fn watch(port: MarketPort<BtcUsdt>) -> (impl Event<Item = Actions<BtcUsdt>>,) {
    (port.trades().filter_map(|_| None),)
}

/// Takes so many bytes.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self.0.min(bytes.len()) {
            0 => Err(Error::from(ErrorKind::StorageFull)),
            taken => {
                self.0 -= taken;
                Ok(taken)
            }
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        if self.0 == 0 { Err(Error::from(ErrorKind::StorageFull)) } else { Ok(()) }
    }
}

#[test]
fn an_operator_is_told_that_a_file_is_full() {
    let script = || Script::<BtcUsdt>::new().trade(1, "100", "1").trade(2, "101", "1");
    for room in [12, 30, 100, 150] {
        let told = Arc::new(Mutex::new(Vec::new()));
        let pager = Arc::clone(&told);
        let page = move |alert: &Alert| {
            pager.lock().expect("nobody panics").push((alert.at, alert.code.clone()));
            Ok(())
        };
        let sim = Sim::new().alert_to(page).journal_to(FileJournal::to(Full(room)).expect("room for a head"));
        let outcome = sim.run(&uncontrolled(watch), (script(),)).expect("it runs");
        assert_eq!((outcome.events, outcome.report.exit_code()), (2, ExitCode::CLEAN));
        let told = told.lock().expect("nobody panics");
        assert_eq!(told.iter().filter(|(_, code)| code == "journal.failed").count(), 1, "{room} bytes");
        let Some(JournalError::Io { doing, source }) = outcome.journal_failure else {
            panic!("{room} bytes")
        };
        assert_eq!((doing.as_str(), source.kind()), ("writing the journal", ErrorKind::StorageFull));
    }
    assert!(FileJournal::to(Full(11)).is_err(), "no room for a head");
}

/// All of it waits in a buffer until the run ends; what goes wrong then is told, too.
#[test]
fn a_file_that_turns_out_to_be_full_at_the_end_is_told() {
    let script = Script::<BtcUsdt>::new().trade(1, "100", "1");
    let journal = FileJournal::to(BufWriter::with_capacity(1 << 20, Full(50))).expect("room for all");
    let outcome = Sim::new().journal_to(journal).run(&uncontrolled(watch), (script,)).expect("it runs");
    assert!(matches!(outcome.journal_failure, Some(JournalError::Io { .. })));
    assert_eq!(outcome.report.alerts.last().map(|alert| alert.code.as_str()), Some("journal.failed"));
}

/// What a feed brings may refuse to be written; then it is in no journal.
#[test]
fn a_value_that_cannot_be_written_is_told() {
    #[derive(Clone, Debug)]
    struct Odd;
    impl serde::Serialize for Odd {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("it is odd"))
        }
    }
    fn watch(_: MarketPort<BtcUsdt>, odd: Feed<Odd>) -> (impl Event<Item = Actions<BtcUsdt>>,) {
        (odd.events().filter_map(|_| None),)
    }
    let feed = vec![(Time::from_secs(1), Odd)].into_iter();
    let sim = Sim::new().journal_to(MemoryJournal::new());
    let outcome = sim.run(&uncontrolled(watch), (Script::<BtcUsdt>::new(), feed)).expect("it runs");
    assert!(matches!(outcome.journal_failure, Some(JournalError::Unwritable { .. })));
}
