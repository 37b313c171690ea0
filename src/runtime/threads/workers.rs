//! A thread for each worker.

use std::fmt;
use std::io;
use std::task::Waker;
use std::time::Duration;

use crate::runtime::worker::{Arc, Bell, Mutex, Next, TimeLeft, Worker, Workers, lock, thread};

/// How long threads may take to end once there is nothing to do for them. It is needed for those alone that the
/// shutdown has given up.
const PATIENCE: Duration = Duration::from_millis(500);

/// A thread for each worker.
#[derive(Clone, Default)]
pub struct ThreadWorkers {
    hired: Arc<Mutex<Vec<Hired>>>,
}

/// A worker on its thread.
struct Hired {
    name: String,
    thread: thread::JoinHandle<()>,
    /// Rung when it has come to its end.
    over: Arc<Bell>,
}

impl ThreadWorkers {
    /// Nobody so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Workers for ThreadWorkers {
    fn hire(&self, name: &str, worker: Box<dyn Worker>) -> io::Result<()> {
        let over = Arc::new(Bell::default());
        let end = End(Arc::clone(&over));
        let work = move || {
            // Rings when the thread ends, by a panic too.
            let _end = end;
            work(worker);
        };
        let thread = thread::Builder::new().name(name.to_owned()).spawn(work)?;
        lock(&self.hired).push(Hired { name: name.to_owned(), thread, over });
        Ok(())
    }

    fn leave(&self) -> Vec<String> {
        let (until, mut left) = (TimeLeft::from(PATIENCE), Vec::new());
        loop {
            let hired = std::mem::take(&mut *lock(&self.hired));
            if hired.is_empty() {
                return left;
            }
            // Meanwhile others may be hired: a connector that comes to be connected late needs somebody to listen.
            left.extend(hired.into_iter().filter_map(|hired| hired.leave(until)));
        }
    }
}

impl Hired {
    /// Waits for the thread until then; its name, if it did not come to its end.
    fn leave(self, until: TimeLeft) -> Option<String> {
        if !self.over.wait_until(until) {
            return Some(self.name);
        }
        // A worker that panicked has been told of where it works.
        let _ = self.thread.join();
        None
    }
}

/// Rings at the end of a thread.
struct End(Arc<Bell>);

impl Drop for End {
    fn drop(&mut self) {
        self.0.ring();
    }
}

/// Gives a worker its turns.
fn work(mut worker: Box<dyn Worker>) {
    let bell = Arc::new(Bell::default());
    let waker = Waker::from(Arc::clone(&bell));
    loop {
        match worker.step(&waker) {
            Next::Now => {}
            Next::In(time) => drop(bell.wait_for(time)),
            Next::Woken => bell.wait(),
            Next::Never => return,
        }
    }
}

impl fmt::Debug for ThreadWorkers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ThreadWorkers").field("hired", &lock(&self.hired).len()).finish()
    }
}
