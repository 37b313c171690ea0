//! Following a file that grows: from memory, and from disk.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
use std::rc::Rc;

use futures::FutureExt;
use tidegate::connector::FollowedFile;
use tidegate::scope::{FollowError, Grown, LONGEST_LINE, LoopEnd, Scope, Tail, Token, follow_file};

use super::stops::{Runs, WAIT, counted, stops};
use super::world::{Given, World};

type Reading = Result<(Grown, Vec<u8>), &'static str>;

/// Hands out what it is given, piece by piece.
#[derive(Clone, Default)]
struct Memory(Rc<RefCell<VecDeque<Reading>>>);

impl Memory {
    fn more(&self, bytes: impl Into<Vec<u8>>) {
        self.0.borrow_mut().push_back(Ok((Grown::More, bytes.into())));
    }
}

impl Tail for Memory {
    type Error = &'static str;

    fn read(&mut self, into: &mut Vec<u8>) -> Result<Grown, &'static str> {
        let next = self.0.borrow_mut().pop_front();
        let (grown, bytes) = next.unwrap_or(Ok((Grown::Nothing, Vec::new())))?;
        into.extend(bytes);
        Ok(grown)
    }
}

type Lines = Rc<RefCell<Vec<String>>>;
type End<E> = LoopEnd<tidegate::scope::Followed, FollowError<E, String>>;

/// Follows until the token is used; lines that begin with `!` are refused.
fn following<T: Tail + 'static>(world: &World, tail: T) -> (Token, Lines, Given<End<T::Error>>) {
    let (scope, lines, clock) = (Scope::root("signals"), Lines::default(), world.clock.clone());
    let (token, seen) = (scope.token(), lines.clone());
    let take = move |line: &[u8]| {
        let line = String::from_utf8_lossy(line).into_owned();
        if line.starts_with('!') {
            return Err(line);
        }
        seen.borrow_mut().push(line);
        Ok(())
    };
    let given = world.spawn(async move { follow_file(&scope, &clock, WAIT, tail, take).await });
    (token, lines, given)
}

/// Counts its readings.
struct Silent(super::stops::Count);

impl Tail for Silent {
    type Error = Infallible;

    fn read(&mut self, _: &mut Vec<u8>) -> Result<Grown, Infallible> {
        counted(&self.0);
        Ok(Grown::Nothing)
    }
}

#[test]
fn d12_following_a_file_stops_in_its_wait() {
    stops(Runs { first: 1, last: 0 }, |scope, clock, count| {
        async move {
            let take = |_: &[u8]| Ok::<_, Infallible>(());
            Some(follow_file(&scope, &clock, WAIT, Silent(count), take).await.ended.reason)
        }
        .boxed_local()
    });
}

#[test]
fn d12_a_line_without_end_waits_for_it() {
    let mut world = World::new();
    let memory = Memory::default();
    let (token, lines, given) = following(&world, memory.clone());
    memory.more("{\"a\":1}\n{\"b\"");
    world.to(1);
    assert_eq!(*lines.borrow(), ["{\"a\":1}"]);
    memory.more(":2}\n{\"c");
    world.to(4);
    assert_eq!(*lines.borrow(), ["{\"a\":1}", "{\"b\":2}"]);
    token.cancel("stop flag");
    world.run();
    let end = given.take().expect("it has ended");
    assert_eq!((end.ended.lines, end.ended.unfinished, end.tally.failures), (2, 3, 0));
    assert_eq!(world.clock.armed(), 0);
}

#[test]
fn d12_errors_are_counted_and_the_following_goes_on() {
    let mut world = World::new();
    let memory = Memory::default();
    memory.more("one\n!two\nthree\n");
    memory.0.borrow_mut().push_back(Err("disk"));
    memory.more(vec![b'x'; LONGEST_LINE + 1]);
    memory.more("\nfour\n");
    let (token, lines, given) = following(&world, memory);
    world.to(4);
    assert_eq!(*lines.borrow(), ["one", "three", "four"]);
    token.cancel("stop flag");
    world.run();
    let end = given.take().expect("it has ended");
    assert_eq!((end.ended.lines, end.tally.failures), (5, 3));
    assert_eq!(end.tally.last_error, Some(FollowError::TooLong { number: 4 }));
}

#[test]
fn d12_a_stop_comes_in_between_the_pieces_of_a_long_file() {
    let mut world = World::new();
    let scope = Scope::root("signals");
    let (token, clock, memory) = (scope.token(), world.clock.clone(), Memory::default());
    (0..100).for_each(|line| memory.more(format!("{line}\n")));
    let given = world.spawn(async move {
        let take = |line: &[u8]| {
            if line == b"9" {
                token.cancel("stop flag");
            }
            Ok::<_, Infallible>(())
        };
        follow_file(&scope, &clock, WAIT, memory, take).await
    });
    world.run();
    assert_eq!(given.take().expect("it has ended").ended.lines, 10);
}

/// A file of this test's own, gone at its end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Scratch {
        let path = std::env::temp_dir().join(format!("tidegate-{}-{name}.ndjson", std::process::id()));
        Scratch(path)
    }

    fn append(&self, text: &str) {
        let mut file = OpenOptions::new().create(true).append(true).open(&self.0).expect("a file");
        file.write_all(text.as_bytes()).expect("room for a line");
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A test that failed early may have made none.
        let _ = fs::remove_file(&self.0);
    }
}

#[test]
fn d12_a_file_on_disk_is_followed_through_truncation_and_rotation() {
    let (mut world, file, old) = (World::new(), Scratch::new("live"), Scratch::new("old"));
    let (token, lines, given) = following(&world, FollowedFile::new(&file.0));
    world.to(1);
    file.append("one\ntwo\nhal");
    world.to(4);
    assert_eq!(*lines.borrow(), ["one", "two"]);
    file.append("f\n");
    world.to(8);
    fs::write(&file.0, "cut\nx").expect("a file");
    world.to(12);
    file.append("y\n");
    fs::rename(&file.0, &old.0).expect("the same folder");
    world.to(16);
    old.append("late\nlost");
    file.append("new\n");
    world.to(20);
    assert_eq!(*lines.borrow(), ["one", "two", "half", "cut", "xy", "late", "new"]);
    token.cancel("stop flag");
    world.run();
    let end = given.take().expect("it has ended");
    assert_eq!((end.ended.restarts, end.ended.unfinished, end.tally.failures), (2, 4, 0));
}

#[test]
fn d12_a_file_larger_than_a_piece_is_read_whole() {
    let (mut world, file) = (World::new(), Scratch::new("large"));
    let text: String = (0..40_000).map(|line| format!("{line}\n")).collect();
    file.append(&text);
    let (_token, lines, _given) = following(&world, FollowedFile::new(&file.0));
    world.run();
    assert!(lines.borrow().iter().eq((0..40_000).map(|line| line.to_string()).collect::<Vec<_>>().iter()));
}
