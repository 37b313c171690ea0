//! What the parts of the connector share: the line to the venue, and what was heard from it.

use std::collections::{BTreeSet, VecDeque};
use std::io::{Result, Write};
use std::net::TcpStream;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Waker;

use tidegate::market::Link;

const BYE: &str = "bye\n";

/// One thing that was heard.
pub(super) enum Heard {
    Line(String),
    Link(Link),
}

/// The line. Who writes holds up nobody who listens.
#[derive(Default)]
pub(super) struct Line {
    state: Mutex<State>,
    /// There is none while nobody listens at the other end.
    stream: Mutex<Option<TcpStream>>,
}

#[derive(Default)]
struct State {
    heard: VecDeque<Heard>,
    waker: Option<Waker>,
    /// Orders that the venue may have: asked for when there is a line again.
    live: BTreeSet<u64>,
    is_leaving: bool,
}

impl Line {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stream(&self) -> MutexGuard<'_, Option<TcpStream>> {
        self.stream.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// There is a line, perhaps not for the first time.
    pub(super) fn connect(&self, stream: TcpStream) {
        let mut state = self.lock();
        let mut words: String = state.live.iter().map(|id| format!("ask {id}\n")).collect();
        if state.is_leaving {
            words.push_str(BYE);
        }
        state.hear(Heard::Link(Link::Up));
        drop(state);
        *self.stream() = Some(stream);
        // If this fails the reader hears it, too.
        let _ = self.say(&words);
    }

    /// It is gone; whether that was to be expected.
    pub(super) fn disconnect(&self) -> bool {
        *self.stream() = None;
        let mut state = self.lock();
        state.hear(Heard::Link(Link::Down));
        state.is_leaving
    }

    pub(super) fn hear(&self, line: String) {
        let mut state = self.lock();
        if let Some((word, id)) = line.split_once(' ')
            && matches!(word, "cancelled" | "unknown")
        {
            let _ = id.parse().map(|id: u64| state.live.remove(&id));
        }
        state.hear(Heard::Line(line));
    }

    /// The next thing that was heard.
    pub(super) fn next(&self) -> Option<Heard> {
        self.lock().heard.pop_front()
    }

    pub(super) fn has_news(&self) -> bool {
        !self.lock().heard.is_empty()
    }

    pub(super) fn listen(&self, waker: &Waker) {
        self.lock().waker = Some(waker.clone());
    }

    /// Places an order, in one piece; whether there is a line at all.
    pub(super) fn place(&self, id: u64, line: &str) -> Result<bool> {
        // Before it is sent: one that breaks off may have come all the same.
        self.lock().live.insert(id);
        let sent = self.say(line);
        if matches!(sent, Ok(false)) {
            self.lock().live.remove(&id);
        }
        sent
    }

    /// Says something, in one piece; whether there is a line at all.
    pub(super) fn say(&self, line: &str) -> Result<bool> {
        self.stream().as_mut().map_or(Ok(false), |stream| stream.write_all(line.as_bytes()).map(|()| true))
    }

    /// Says goodbye.
    pub(super) fn leave(&self) {
        self.lock().is_leaving = true;
        // Who has hung up needs none.
        let _ = self.say(BYE);
    }
}

impl State {
    fn hear(&mut self, heard: Heard) {
        self.heard.push_back(heard);
        self.waker.iter().for_each(Waker::wake_by_ref);
    }
}
