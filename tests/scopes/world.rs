//! Tasks on one thread in virtual time.

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

use futures::executor::LocalPool;
use futures::task::LocalSpawnExt;
use tidegate::scope::VirtualClock;
use tidegate::time::Time;

pub(crate) struct World {
    pub(crate) clock: VirtualClock,
    pool: LocalPool,
}

/// What a task gave, once it has ended.
pub(crate) struct Given<T>(Rc<RefCell<Option<T>>>);

impl<T> Given<T> {
    pub(crate) fn take(&self) -> Option<T> {
        self.0.borrow_mut().take()
    }
}

impl World {
    pub(crate) fn new() -> World {
        World { clock: VirtualClock::new(Time::EPOCH), pool: LocalPool::new() }
    }

    pub(crate) fn spawn<T: 'static>(&self, task: impl Future<Output = T> + 'static) -> Given<T> {
        let given = Rc::new(RefCell::new(None));
        let place = given.clone();
        let task = async move {
            let value = task.await;
            *place.borrow_mut() = Some(value);
        };
        self.pool.spawner().spawn_local(task).expect("the pool runs");
        Given(given)
    }

    /// Lets all tasks run as far as they get now.
    pub(crate) fn run(&mut self) {
        self.pool.run_until_stalled();
    }

    /// Lets time pass up to a second, one timer after the other, and all tasks run in between.
    pub(crate) fn to(&mut self, second: i32) {
        self.run();
        let until = Time::from_secs(second);
        while let Some(next) = self.clock.next_deadline().filter(|next| *next <= until) {
            self.clock.advance_to(next);
            self.run();
        }
        self.clock.advance_to(until);
        self.run();
    }
}

pub(crate) fn at(second: i32) -> Time {
    Time::from_secs(second)
}
