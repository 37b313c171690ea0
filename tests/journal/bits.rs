//! Damage: each flipped bit of a file is told with its place, and each torn tail as what it is.

use tidegate::journal::{JournalError, JournalReader, Record};
use tidegate::prelude::*;
use tidegate::runtime::sim::{ReplayEnd, replay};
use tidegate::runtime::{Runtime, Sim};
use tidegate::testing::Script;

use crate::world::{Bytes, read};

/// The length of the head of a file, and of a frame.
const HEAD: usize = 12;
const FRAME: usize = 8;

fn buy(port: MarketPort<BtcUsdt>) -> (impl Event<Item = Action<BtcUsdt>>,) {
    let quantity = "1".parse().expect("a quantity");
    let order = Action::Market { id: OrderId::new(1), instrument: Only, side: Side::Buy, quantity };
    (port.trades().map(move |_| order),)
}

/// A small journal: its bytes, its records, and where the frames begin.
fn small() -> (Vec<u8>, Vec<Record<'static>>, Vec<usize>) {
    let bytes = Bytes::default();
    let journal = tidegate::journal::FileJournal::to(bytes.clone()).expect("bytes take all");
    let script = Script::<BtcUsdt>::new().trade(1, "100", "1").trade(2, "100", "1");
    let _report = Sim::new().journal_to(journal).run(&uncontrolled(buy), (script,)).expect("it runs").report;
    let file = bytes.all();
    let records = read(&file).expect("it is whole");
    let mut frames = Vec::new();
    let mut at = HEAD;
    while at < file.len() {
        frames.push(at);
        at += FRAME + usize::from(file[at]) + 256 * usize::from(file[at + 1]);
    }
    assert_eq!((at, frames.len()), (file.len(), records.len()), "one frame a record");
    (file, records, frames)
}

/// All that can be read, and why no more.
fn read_on(file: &[u8]) -> (Vec<Record<'static>>, Option<JournalError>) {
    let mut reader = match JournalReader::new(file) {
        Ok(reader) => reader,
        Err(error) => return (Vec::new(), Some(error)),
    };
    let records = reader.by_ref().map_while(Result::ok);
    let records: Vec<_> = records.collect();
    let mut again = JournalReader::new(file).expect("it was read before").skip(records.len());
    let error = again.next().map(|next| next.expect_err("it ended there"));
    assert!(again.next().is_none(), "an error is the last word");
    (records, error)
}

#[test]
fn each_flipped_bit_is_told_with_its_place() {
    let (file, records, frames) = small();
    for place in 0..file.len() {
        let number = frames.iter().filter(|at| **at <= place).count();
        for bit in 0..8 {
            let mut damaged = file.clone();
            damaged[place] ^= 1 << bit;
            let (kept, error) = read_on(&damaged);
            let error = error.unwrap_or_else(|| panic!("byte {place}, bit {bit} is not seen"));
            assert_eq!(kept[..], records[..number.saturating_sub(1)], "byte {place}, bit {bit}");
            let (frame, byte) = match error {
                JournalError::NoJournal { .. } if place < 8 => continue,
                JournalError::Version { .. } if place < HEAD => continue,
                JournalError::Length { frame, byte, .. } | JournalError::Checksum { frame, byte, .. } => {
                    (frame, byte)
                }
                other => panic!("byte {place}, bit {bit}: {other}"),
            };
            assert_eq!((frame, byte), (number as u64, frames[number - 1] as u64), "byte {place}, bit {bit}");
        }
    }
}

#[test]
fn a_torn_tail_is_told_as_such_at_every_length() {
    let (file, records, frames) = small();
    for length in 0..file.len() {
        let whole = frames.iter().filter(|at| **at <= length).count().saturating_sub(1);
        let (kept, error) = read_on(&file[..length]);
        assert_eq!(kept[..], records[..whole], "{length} bytes");
        if frames.contains(&length) {
            assert!(error.is_none(), "{length} bytes are {whole} whole frames");
            continue;
        }
        let Some(JournalError::Torn { frame, byte, expected, found }) = error else {
            panic!("{length} bytes: {error:?}")
        };
        let begun = if length < HEAD { 0 } else { frames[whole] };
        assert_eq!((byte, found), (begun as u64, (length - begun) as u64), "{length} bytes");
        assert_eq!(frame, if length < HEAD { 0 } else { whole as u64 + 1 }, "{length} bytes");
        assert!(expected > found, "{length} bytes");
    }
}

/// What stands before the tear is replayed, but for an instant that may be incomplete.
#[test]
fn a_torn_journal_is_replayed_as_far_as_it_goes() {
    let (file, ..) = small();
    let (mut torn, mut unfinished) = (0, 0);
    for length in HEAD..file.len() {
        let reader = JournalReader::new(&file[..length]).expect("its head is there");
        match replay(&uncontrolled(buy), reader) {
            Ok(replayed) => match replayed.end {
                ReplayEnd::Torn(error) => torn += u32::from(error.is_torn()),
                ReplayEnd::Unfinished => unfinished += 1,
                ReplayEnd::Whole => panic!("{length} bytes are not all"),
            },
            Err(error) => {
                assert!(length < HEAD + 60, "{length} bytes: {error}");
                assert!(!error.to_string().contains("instant"), "{length} bytes: {error}");
            }
        }
    }
    assert!(torn > 100 && unfinished > 10, "{torn} torn, {unfinished} unfinished");
}

#[test]
fn a_frame_that_is_missing_or_stands_twice_is_told() {
    let (file, records, frames) = small();
    let ends = |at: usize| frames.get(at + 1).copied().unwrap_or(file.len());
    for at in 0..frames.len() - 1 {
        let (begin, end) = (frames[at], ends(at));
        let missing = [&file[..begin], &file[end..]].concat();
        let twice = [&file[..end], &file[begin..]].concat();
        let (kept, error) = read_on(&missing);
        assert_eq!(kept[..], records[..at], "frame {}", at + 1);
        let is_at = |error: &Option<JournalError>, wanted: usize| matches!(error, Some(JournalError::Checksum { frame, .. }) if *frame == wanted as u64);
        assert!(is_at(&error, at + 1), "{error:?}");
        let (_, error) = read_on(&twice);
        assert!(is_at(&error, at + 2), "{error:?}");
    }
}

#[test]
fn errors_say_where_and_what() {
    let (mut file, _, frames) = small();
    let text = |file: &[u8]| read_on(file).1.expect("it is damaged").to_string();
    assert_eq!(
        text(b"hello, world"),
        "expected a journal, which begins with [74, 69, 64, 65, 6a, 72, 6e, 6c], found [68, 65, 6c, 6c, 6f, 2c, 20, 77]"
    );
    assert_eq!(
        text(&file[..frames[2] + 3]),
        format!("journal frame 3 at byte {} is torn: expected 8 bytes, found 3", frames[2])
    );
    let at = frames[1] + FRAME;
    file[at] ^= 1;
    let said = text(&file);
    assert!(said.starts_with(&format!("journal frame 2 at byte {}: checksum ", frames[1])), "{said}");
    file[at] ^= 1;
    file[8] = 2;
    assert_eq!(text(&file), "expected a journal of version 1, found version 2");
}
