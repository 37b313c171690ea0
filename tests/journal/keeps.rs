//! A file keeps what memory keeps, and a whole file system, too.

use tidegate::journal::{FileJournal, JournalError, MemoryJournal, Payload};
use tidegate::prelude::*;
use tidegate::runtime::{RunError, Runtime, Sim};
use tidegate::testing::Script;

use crate::world::{World, read};

#[test]
fn a_file_has_the_records_of_memory() {
    for seed in 0..100 {
        let played = World(seed).play();
        assert_eq!(read(&played.file).expect("it is whole"), played.records, "{:?}", World(seed));
    }
}

fn watch(port: MarketPort<BtcUsdt>) -> (impl Event<Item = Actions<BtcUsdt>>,) {
    (port.trades().filter_map(|_| None),)
}

fn script() -> Script<BtcUsdt> {
    Script::new().trade(1, "100", "1").trade(2, "101", "1")
}

#[test]
fn a_journal_on_disk_is_read_again_and_never_written_over() {
    let path = std::env::temp_dir().join(format!("tidegate-journal-{}", std::process::id()));
    let memory = MemoryJournal::new();
    let file = FileJournal::create(&path).expect("a new file");
    let _report = Sim::new().journal_to(file).run(&uncontrolled(watch), (script(),)).expect("it runs").report;
    let _report =
        Sim::new().journal_to(memory.clone()).run(&uncontrolled(watch), (script(),)).expect("it runs").report;
    let read: Result<Vec<_>, _> = FileJournal::read(&path).expect("it is there").collect();
    let again = FileJournal::create(&path);
    std::fs::remove_file(&path).expect("it is there");
    assert_eq!(read.expect("it is whole"), memory.records());
    let Err(JournalError::Io { doing, source }) = again else { panic!("it is somebody's journal") };
    assert!(doing.starts_with("creating the journal "), "{doing}");
    assert_eq!(source.kind(), std::io::ErrorKind::AlreadyExists);
    let Err(JournalError::Io { doing, .. }) = FileJournal::read(&path) else { panic!("it is gone") };
    assert!(doing.ends_with(&path.display().to_string()), "{doing}");
}

#[test]
fn a_journal_is_that_of_one_run() {
    let sim = Sim::new().journal_to(MemoryJournal::new());
    let first = sim.clone().run(&uncontrolled(watch), (script(),)).expect("it runs");
    assert_eq!(first.events, 2);
    let second = sim.run(&uncontrolled(watch), (script(),));
    let Err(RunError::Refused(why)) = second else { panic!("its records would stand behind the others") };
    assert_eq!(why, "its journal is that of another run");
}

/// Another clone of a journal with a run in it: the second run goes on without, as with any journal that fails.
#[test]
fn a_second_run_does_not_get_into_a_journal_in_memory() {
    let journal = MemoryJournal::new();
    let run =
        || Sim::new().journal_to(journal.clone()).run(&uncontrolled(watch), (script(),)).expect("it runs");
    assert!(run().journal_failure.is_none());
    let records = journal.records();
    let failure = run().journal_failure.expect("it is that of the first run");
    assert!(matches!(failure, JournalError::Used { records: found } if found == records.len()), "{failure}");
    assert_eq!(journal.records(), records);
}

#[test]
fn a_value_is_read_as_what_it_is_and_as_nothing_else() {
    let payload = Payload::of(&("one", 2_u64)).expect("it can be written");
    assert_eq!(payload.decode::<(String, u64)>().expect("it is that"), ("one".to_owned(), 2));
    let error = payload.decode::<String>().expect_err("a byte is left");
    assert_eq!(
        error.to_string(),
        "expected a value of type alloc::string::String, found something else (1 bytes are left)"
    );
    assert_eq!(format!("{payload:?}"), "Payload(036f6e6502)");
}
