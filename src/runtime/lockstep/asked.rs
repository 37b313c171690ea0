//! Something that lives with a worker and is asked from here.

use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::task::Waker;
use std::thread::Result as Caught;

use crate::runtime::worker::{Arc, Bell, Mutex, Next, Worker, Workers, lock};

/// Something that lives with a worker and is asked from here.
pub(super) struct Asked<T>(Arc<Post<T>>);

/// What it is asked.
type Question<T> = Box<dyn FnOnce(&mut T) + Send>;

struct Post<T>(Mutex<Questions<T>>);

struct Questions<T> {
    waiting: VecDeque<Question<T>>,
    worker: Option<Waker>,
    is_closed: bool,
}

impl<T: Send + 'static> Asked<T> {
    /// Gives it to a worker of its own.
    pub(super) fn hire<W: Workers>(workers: &W, name: &str, it: T) -> io::Result<Self> {
        let questions = Questions { waiting: VecDeque::new(), worker: None, is_closed: false };
        let post = Arc::new(Post(Mutex::new(questions)));
        workers.hire(name, Box::new(Answering { post: Arc::clone(&post), it }))?;
        Ok(Self(post))
    }

    /// Asks, and waits for the answer. A panic over there is a panic here.
    pub(super) fn ask<R: Send + 'static>(&self, question: impl FnOnce(&mut T) -> R + Send + 'static) -> R {
        let answer = Arc::new(Answer { given: Mutex::new(None), bell: Bell::default() });
        let give = Arc::clone(&answer);
        self.0.put(Box::new(move |it| {
            let given = catch_unwind(AssertUnwindSafe(|| question(it)));
            *lock(&give.given) = Some(given);
            give.bell.ring();
        }));
        answer.wait().unwrap_or_else(|panic| resume_unwind(panic))
    }
}

impl<T> Post<T> {
    fn put(&self, question: Question<T>) {
        let mut questions = lock(&self.0);
        questions.waiting.push_back(question);
        let worker = questions.worker.clone();
        drop(questions);
        worker.into_iter().for_each(Waker::wake);
    }
}

impl<T> Drop for Asked<T> {
    fn drop(&mut self) {
        let mut questions = lock(&self.0.0);
        questions.is_closed = true;
        let worker = questions.worker.clone();
        drop(questions);
        worker.into_iter().for_each(Waker::wake);
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

/// The worker that answers.
struct Answering<T> {
    post: Arc<Post<T>>,
    it: T,
}

impl<T: Send + 'static> Worker for Answering<T> {
    fn step(&mut self, waker: &Waker) -> Next {
        let mut questions = lock(&self.post.0);
        if questions.worker.is_none() {
            questions.worker = Some(waker.clone());
        }
        let question = questions.waiting.pop_front();
        let is_closed = questions.is_closed;
        drop(questions);
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
