//! Workers that are hired while others leave.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::Waker;
use std::time::Duration;

use tidegate::runtime::{Next, Worker, Workers};

/// Long enough that everybody is waited for by then, and well within the patience of runtimes.
const A_WHILE: Duration = Duration::from_millis(30);

/// Waits for a while; then it hires another one, if it can, and comes to its end.
struct Late<W> {
    workers: Option<W>,
    has_waited: bool,
    ended: Arc<AtomicU32>,
}

impl<W: Workers> Late<W> {
    fn of(workers: Option<W>, ended: &Arc<AtomicU32>) -> Box<Self> {
        Box::new(Self { workers, has_waited: false, ended: Arc::clone(ended) })
    }
}

impl<W: Workers> Worker for Late<W> {
    fn step(&mut self, _waker: &Waker) -> Next {
        if !std::mem::replace(&mut self.has_waited, true) {
            return Next::In(A_WHILE);
        }
        if let Some(workers) = self.workers.take() {
            workers.hire("later", Self::of(None, &self.ended)).expect("room for one more");
        }
        self.ended.fetch_add(1, Ordering::SeqCst);
        Next::Never
    }
}

/// The one that was hired last is waited for like the first. It was not: a connector that came to be connected when the run
/// was leaving left the thread of its producer at work, and nobody named it (found by shuttle).
pub(crate) fn who_is_hired_late_is_waited_for<W: Workers>(workers: W) {
    let ended = Arc::default();
    workers.hire("late", Late::of(Some(workers.clone()), &ended)).expect("room for one");
    assert_eq!(workers.leave(), [""; 0]);
    assert_eq!(ended.load(Ordering::SeqCst), 2);
}
