//! A third party's pool: a few threads that give many workers their turns, written against the public interface only.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Wake, Waker};
use std::thread;
use std::time::{Duration, Instant};

use tidegate::runtime::{Next, Worker, Workers};

/// How long workers may take to end once the run is over.
const PATIENCE: Duration = Duration::from_millis(500);

/// A few threads for many workers. The threads end with the last handle.
#[derive(Clone)]
pub(crate) struct Pool {
    desk: Arc<Desk>,
    /// Those who work hold the desk alone, so that this says when nobody needs them any more.
    _open: Arc<Open>,
}

struct Open(Arc<Desk>);

#[derive(Default)]
struct Desk {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    next: u64,
    names: BTreeMap<u64, String>,
    /// Those that wait, for a turn or for something to come.
    resting: BTreeMap<u64, Box<dyn Worker>>,
    ready: VecDeque<u64>,
    timers: BTreeSet<(Instant, u64)>,
    /// Those that were woken during their turn.
    woken: BTreeSet<u64>,
    is_closed: bool,
}

/// Wakes one worker.
struct Call(Weak<Desk>, u64);

impl Wake for Call {
    fn wake(self: Arc<Self>) {
        let Some(desk) = self.0.upgrade() else { return };
        desk.lock().call(self.1);
        desk.changed.notify_all();
    }
}

impl Desk {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What each thread does.
    fn work(self: &Arc<Self>) {
        let mut state = self.lock();
        while !state.is_closed {
            state.ring();
            let Some((id, mut worker)) = state.take() else {
                let longest = state.longest();
                state = self.changed.wait_timeout(state, longest).unwrap_or_else(PoisonError::into_inner).0;
                continue;
            };
            drop(state);
            let waker = Waker::from(Arc::new(Call(Arc::downgrade(self), id)));
            let next = worker.step(&waker);
            state = match next {
                Next::Never => {
                    drop(worker);
                    let mut state = self.lock();
                    state.names.remove(&id);
                    state
                }
                next => {
                    let mut state = self.lock();
                    state.rest(id, worker, next);
                    state
                }
            };
            self.changed.notify_all();
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "timers of real time")]
impl State {
    /// A worker is to have a turn.
    fn call(&mut self, id: u64) {
        match self.resting.contains_key(&id) {
            true if !self.ready.contains(&id) => self.ready.push_back(id),
            true => {}
            false => drop(self.woken.insert(id)),
        }
    }

    /// Timers whose time has come.
    fn ring(&mut self) {
        let now = Instant::now();
        while let Some((_, id)) = self.timers.first().copied().filter(|(at, _)| *at <= now) {
            self.timers.pop_first();
            self.call(id);
        }
    }

    /// The next one, which has no timer any more.
    fn take(&mut self) -> Option<(u64, Box<dyn Worker>)> {
        let id = self.ready.pop_front()?;
        self.timers.retain(|(_, other)| *other != id);
        self.woken.remove(&id);
        self.resting.remove(&id).map(|worker| (id, worker))
    }

    fn rest(&mut self, id: u64, worker: Box<dyn Worker>, next: Next) {
        self.resting.insert(id, worker);
        match next {
            Next::Now => self.ready.push_back(id),
            _ if self.woken.remove(&id) => self.ready.push_back(id),
            Next::In(time) => drop(self.timers.insert((Instant::now() + time, id))),
            Next::Woken | Next::Never => {}
        }
    }

    fn longest(&self) -> Duration {
        let first = self.timers.first().map(|(at, _)| at.saturating_duration_since(Instant::now()));
        first.unwrap_or(Duration::from_secs(60))
    }
}

impl Pool {
    /// So many threads.
    pub(crate) fn new(threads: usize) -> Self {
        let desk = Arc::new(Desk::default());
        for _ in 0..threads {
            let desk = Arc::clone(&desk);
            thread::spawn(move || desk.work());
        }
        Self { _open: Arc::new(Open(Arc::clone(&desk))), desk }
    }
}

impl Workers for Pool {
    fn hire(&self, name: &str, worker: Box<dyn Worker>) -> io::Result<()> {
        let mut state = self.desk.lock();
        state.next += 1;
        let id = state.next;
        state.names.insert(id, name.to_owned());
        state.rest(id, worker, Next::Now);
        drop(state);
        self.desk.changed.notify_all();
        Ok(())
    }

    fn leave(&self) -> Vec<String> {
        let waits = |state: &mut State| !state.names.is_empty();
        let waited = self.desk.changed.wait_timeout_while(self.desk.lock(), PATIENCE, waits);
        waited.unwrap_or_else(PoisonError::into_inner).0.names.values().cloned().collect()
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.lock().is_closed = true;
        self.0.changed.notify_all();
    }
}
