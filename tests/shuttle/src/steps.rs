//! Things that threads of a schedule wait for.

use std::sync::PoisonError;

use shuttle::sync::{Condvar, Mutex, MutexGuard};

/// How far something has come, for those who wait until it has come far enough.
#[derive(Default)]
pub(crate) struct Steps {
    taken: Mutex<u64>,
    moved: Condvar,
}

impl Steps {
    pub(crate) fn take_one(&self) {
        *self.taken() += 1;
        self.moved.notify_all();
    }

    /// Nobody has to wait any more.
    pub(crate) fn finish(&self) {
        *self.taken() = u64::MAX / 2;
        self.moved.notify_all();
    }

    pub(crate) fn wait_for(&self, steps: u64) {
        let mut taken = self.taken();
        while *taken < steps {
            taken = self.moved.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn taken(&self) -> MutexGuard<'_, u64> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Something that has happened once and for all.
#[derive(Default)]
pub(crate) struct Latch(Steps);

impl Latch {
    pub(crate) fn open(&self) {
        self.0.finish();
    }

    pub(crate) fn wait(&self) {
        self.0.wait_for(1);
    }
}

/// Others may have a turn here.
pub(crate) fn pause() {
    shuttle::thread::sleep(std::time::Duration::ZERO);
}
