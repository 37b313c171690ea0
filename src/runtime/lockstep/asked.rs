//! Something that lives with a worker and is asked from here.

use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::task::Waker;
use std::thread::Result as Caught;

use crate::runtime::worker::{Arc, Bell, Mailbox, Mutex, Next, Worker, Workers, lock};

/// Something that lives with a worker and is asked from here.
pub(super) struct Asked<T>(Arc<Mailbox<Questions<T>>>);

/// What it is asked.
type Question<T> = Box<dyn FnOnce(&mut T) + Send>;

struct Questions<T> {
    waiting: VecDeque<Question<T>>,
    /// Nobody asks any more.
    is_closed: bool,
    /// Nobody answers any more.
    is_gone: bool,
}

impl<T: Send + 'static> Asked<T> {
    /// Gives it to a worker of its own.
    pub(super) fn hire<W: Workers>(workers: &W, name: &str, it: T) -> io::Result<Self> {
        let questions =
            Arc::new(Mailbox::new(Questions { waiting: VecDeque::new(), is_closed: false, is_gone: false }));
        workers.hire(name, Box::new(Answering { questions: Arc::clone(&questions), it }))?;
        Ok(Self(questions))
    }

    /// Asks, and waits for the answer. A panic over there is a panic here, and so is a worker that is gone.
    pub(super) fn ask<R: Send + 'static>(&self, question: impl FnOnce(&mut T) -> R + Send + 'static) -> R {
        let answer = Arc::new(Answer { given: Mutex::new(None), bell: Bell::default() });
        let mut giver = Giver(Some(Arc::clone(&answer)));
        let question: Question<T> = Box::new(move |it| {
            giver.give(catch_unwind(AssertUnwindSafe(|| question(it))));
        });
        let refused = self.0.put(|questions| match questions.is_gone {
            true => Some(question),
            false => {
                questions.waiting.push_back(question);
                None
            }
        });
        // Outside the lock: what is dropped is foreign.
        drop(refused);
        answer.wait().unwrap_or_else(|panic| resume_unwind(panic))
    }
}

impl<T> Drop for Asked<T> {
    fn drop(&mut self) {
        self.0.put(|questions| questions.is_closed = true);
    }
}

struct Answer<R> {
    given: Mutex<Option<Caught<R>>>,
    bell: Bell,
}

impl<R> Answer<R> {
    fn wait(&self) -> Caught<R> {
        loop {
            self.bell.wait();
            if let Some(given) = lock(&self.given).take() {
                return given;
            }
        }
    }
}

/// Gives an answer, once. A question that is dropped before it was asked is answered, too.
struct Giver<R>(Option<Arc<Answer<R>>>);

impl<R> Giver<R> {
    fn give(&mut self, given: Caught<R>) {
        if let Some(answer) = self.0.take() {
            *lock(&answer.given) = Some(given);
            answer.bell.ring();
        }
    }
}

impl<R> Drop for Giver<R> {
    fn drop(&mut self) {
        self.give(Err(Box::new("the worker of a connector is gone")));
    }
}

/// The worker that answers.
struct Answering<T> {
    questions: Arc<Mailbox<Questions<T>>>,
    it: T,
}

impl<T: Send + 'static> Worker for Answering<T> {
    fn step(&mut self, waker: &Waker) -> Next {
        let next = |questions: &mut Questions<T>| (questions.waiting.pop_front(), questions.is_closed);
        let (question, is_closed) = self.questions.turn(waker, next);
        match question {
            Some(question) => {
                question(&mut self.it);
                Next::Now
            }
            None if is_closed => Next::Never,
            None => Next::Woken,
        }
    }
}

impl<T> Drop for Answering<T> {
    fn drop(&mut self) {
        // Outside the lock: each of them rings.
        drop(self.questions.look(|questions| {
            questions.is_gone = true;
            std::mem::take(&mut questions.waiting)
        }));
    }
}
