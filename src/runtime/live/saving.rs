//! A store at work elsewhere: a disk that hangs holds its own worker.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Waker;

use super::{LiveCrew, Shared};
use crate::runtime::saved::{SavedState, Saving, StateStore};
use crate::runtime::worker::{Arc, Mailbox, Next, Worker, Workers};
use crate::runtime::{InMemory, Setup};
use crate::time::{Span, Time};

type Store = Arc<std::sync::Mutex<dyn StateStore>>;

/// How often it is looked whether a state has been saved.
const LOOK: Span = Span::from_millis(1);

/// What a store's stand-in and its worker share.
#[derive(Default)]
struct Desk {
    /// What is to be saved.
    wanted: Option<(Time, SavedState)>,
    saved: Option<Result<Saving, String>>,
    is_closed: bool,
    /// Nobody saves any more.
    is_gone: bool,
}

/// Lets a worker save, which is hired when there is something to save for the first time.
pub(super) fn equip<W: Workers>(crew: &LiveCrew<W>, setup: &mut Setup) {
    let store = std::mem::replace(&mut setup.edges.store, Arc::new(std::sync::Mutex::new(InMemory)));
    let (crew, desk) = (crew.clone(), Arc::default());
    let stand_in = StoreStandIn { crew, desk, store: Some(store), is_asked: false };
    setup.edges.store = Arc::new(std::sync::Mutex::new(stand_in));
}

/// The stand-in.
struct StoreStandIn<W> {
    crew: LiveCrew<W>,
    desk: Arc<Mailbox<Desk>>,
    /// The store, before it has gone to its worker.
    store: Option<Store>,
    /// Whether the answer to what was wanted last is waited for.
    is_asked: bool,
}

impl<W: Workers> StateStore for StoreStandIn<W> {
    fn save(&mut self, at: Time, state: &SavedState) -> Result<Saving, String> {
        if let Some(store) = self.store.take() {
            let shared = Arc::clone(&self.crew.shared);
            let storing = Storing { store, desk: Arc::clone(&self.desk), shared };
            self.crew.workers.hire("store", Box::new(storing)).map_err(|error| error.to_string())?;
        }
        if !std::mem::replace(&mut self.is_asked, true) {
            self.desk.put(|desk| (desk.wanted, desk.saved) = (Some((at, state.clone())), None));
            return Ok(Saving::Busy(at.after(LOOK)));
        }
        let gone = |desk: &Desk| desk.is_gone.then(|| Err("the worker of the store is gone".to_owned()));
        match self.desk.look(|desk| desk.saved.take().or_else(|| gone(desk))) {
            Some(saved) => {
                self.is_asked = false;
                saved
            }
            None => Ok(Saving::Busy(at.after(LOOK))),
        }
    }

    fn give_up(&mut self) {
        self.is_asked = false;
        self.desk.look(|desk| desk.wanted = None);
    }
}

impl<W> Drop for StoreStandIn<W> {
    fn drop(&mut self) {
        self.desk.put(|desk| desk.is_closed = true);
    }
}

/// The worker.
struct Storing {
    store: Store,
    desk: Arc<Mailbox<Desk>>,
    shared: Arc<Shared>,
}

impl Worker for Storing {
    fn step(&mut self, waker: &Waker) -> Next {
        let (wanted, is_closed) = self.desk.turn(waker, |desk| (desk.wanted.clone(), desk.is_closed));
        if is_closed {
            return Next::Never;
        }
        let Some((at, state)) = wanted else { return Next::Woken };
        let store = &self.store;
        let saved = catch_unwind(AssertUnwindSafe(|| {
            store.lock().unwrap_or_else(std::sync::PoisonError::into_inner).save(at, &state)
        }))
        .unwrap_or_else(|_| Err("the store panicked".to_owned()));
        match saved {
            Ok(Saving::Busy(until)) => Next::In(self.shared.clock.until(until)),
            saved => {
                self.desk.look(|desk| {
                    // What has been given up meanwhile, or is wanted anew, is no answer to anything.
                    if desk.wanted.take_if(|(wanted, _)| *wanted == at).is_some() {
                        desk.saved = Some(saved);
                    }
                });
                self.shared.bell.ring();
                Next::Now
            }
        }
    }
}

impl Drop for Storing {
    fn drop(&mut self) {
        self.desk.look(|desk| desk.is_gone = true);
        self.shared.bell.ring();
    }
}
