//! A task for each worker.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::task::{Wake, Waker};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::Notify;
use tokio::task::AbortHandle;

use crate::runtime::worker::{Bell, Mutex, Next, TimeLeft, Worker, Workers, lock};

/// How long tasks may take to end once there is nothing to do for them, and then once more after they were aborted.
const PATIENCE: Duration = Duration::from_millis(250);

/// A task for each worker: while it waits it holds no thread, and its turns are taken on the threads for what blocks.
#[derive(Clone)]
pub struct TaskWorkers {
    handle: Handle,
    hired: Arc<Mutex<Vec<Hired>>>,
}

/// A worker and its task.
struct Hired {
    name: String,
    task: AbortHandle,
    /// Rung when the worker is gone.
    over: Arc<Bell>,
}

impl TaskWorkers {
    /// Tasks there. Its timers have to be enabled, and somebody has to drive it.
    #[must_use]
    pub fn on(handle: Handle) -> Self {
        Self { handle, hired: Arc::new(Mutex::new(Vec::new())) }
    }
}

impl Workers for TaskWorkers {
    fn hire(&self, name: &str, worker: Box<dyn Worker>) -> io::Result<()> {
        let over = Arc::new(Bell::default());
        let turn = Turn { worker, _end: End(Arc::clone(&over)) };
        let task = self.handle.spawn(work(turn)).abort_handle();
        lock(&self.hired).push(Hired { name: name.to_owned(), task, over });
        Ok(())
    }

    /// Tasks that do not end are aborted, and the abort is waited for. A turn that hangs cannot be: its thread is left
    /// behind.
    fn leave(&self) -> Vec<String> {
        let mut left = Vec::new();
        loop {
            let hired = std::mem::take(&mut *lock(&self.hired));
            if hired.is_empty() {
                return left;
            }
            // Meanwhile others may be hired: a connector that comes to be connected late needs somebody to listen.
            left.extend(Hired::leave_all(hired));
        }
    }
}

impl Hired {
    /// Waits for them; the names of those that did not come to their end.
    fn leave_all(hired: Vec<Self>) -> impl Iterator<Item = String> {
        let until = TimeLeft::from(PATIENCE);
        let busy: Vec<Self> = hired.into_iter().filter(|hired| !hired.ends_until(until)).collect();
        busy.iter().for_each(|hired| hired.task.abort());
        let until = TimeLeft::from(PATIENCE);
        busy.into_iter().filter(move |hired| !hired.ends_until(until)).map(|hired| hired.name)
    }

    fn ends_until(&self, until: TimeLeft) -> bool {
        self.over.wait_until(until)
    }
}

/// A worker on its way from turn to turn.
struct Turn {
    worker: Box<dyn Worker>,
    _end: End,
}

/// Rings when the worker is gone, wherever that is.
struct End(Arc<Bell>);

impl Drop for End {
    fn drop(&mut self) {
        self.0.ring();
    }
}

/// Wakes a task that waits for its next turn.
struct Call(Notify);

impl Wake for Call {
    fn wake(self: Arc<Self>) {
        self.0.notify_one();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.notify_one();
    }
}

/// Gives a worker its turns.
async fn work(mut turn: Turn) {
    let call = Arc::new(Call(Notify::new()));
    loop {
        let waker = Waker::from(Arc::clone(&call));
        let taken = tokio::task::spawn_blocking(move || {
            let next = turn.take(&waker);
            (turn, next)
        });
        // A turn that panicked took the worker with it.
        let Ok((back, next)) = taken.await else { return };
        turn = back;
        match next {
            Next::Now => {}
            Next::In(time) => drop(tokio::time::timeout(time, call.0.notified()).await),
            Next::Woken => call.0.notified().await,
            Next::Never => return,
        }
    }
}

impl Turn {
    /// Works until there is something to wait for.
    fn take(&mut self, waker: &Waker) -> Next {
        loop {
            match self.worker.step(waker) {
                Next::Now => {}
                next => return next,
            }
        }
    }
}

impl fmt::Debug for TaskWorkers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaskWorkers").field("hired", &lock(&self.hired).len()).finish()
    }
}
