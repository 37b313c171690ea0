//! Hooks at work elsewhere: one that hangs holds its own worker.

use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use super::LiveCrew;
use crate::runtime::Work;
use crate::runtime::worker::{Arc, Bell, Mailbox, Next, Worker, Workers};

/// What a hook's stand-in and its worker share.
#[derive(Default)]
struct Desk {
    end: Option<Result<Result<(), String>, Box<dyn Any + Send>>>,
    /// It has been left behind.
    is_left: bool,
}

/// Lets a worker do what a hook does. If there is none, the hook has failed.
pub(super) fn assist<W: Workers>(crew: &LiveCrew<W>, work: Work) -> Work {
    let desk = Arc::new(Mailbox::<Desk>::default());
    let helping = Helping { work: Some(work), desk: Arc::clone(&desk), bell: Arc::clone(&crew.shared.bell) };
    match crew.workers.hire("hook", Box::new(helping)) {
        Ok(()) => Box::pin(Helped(desk)),
        Err(error) => Box::pin(async move { Err(error.to_string()) }),
    }
}

/// The worker.
struct Helping {
    work: Option<Work>,
    desk: Arc<Mailbox<Desk>>,
    bell: Arc<Bell>,
}

impl Worker for Helping {
    fn step(&mut self, waker: &Waker) -> Next {
        let is_left = self.desk.turn(waker, |desk| desk.is_left);
        let Some(work) = self.work.as_mut().filter(|_| !is_left) else { return Next::Never };
        let mut context = Context::from_waker(waker);
        let polled = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(&mut context)));
        let next = match polled {
            Ok(Poll::Pending) => Next::Woken,
            Ok(Poll::Ready(end)) => self.end(Ok(end)),
            Err(panic) => self.end(Err(panic)),
        };
        // It has ended, or waits for a time that the driver has not heard of.
        self.bell.ring();
        next
    }
}

impl Helping {
    /// What it held is dropped before its end is told; a panic over that is its end, too.
    fn end(&mut self, end: Result<Result<(), String>, Box<dyn Any + Send>>) -> Next {
        let work = self.work.take();
        let dropped = catch_unwind(AssertUnwindSafe(|| drop(work)));
        self.desk.look(|desk| desk.end = Some(dropped.and(end)));
        Next::Never
    }
}

impl Drop for Helping {
    fn drop(&mut self) {
        if self.work.is_some() {
            self.end(Ok(Err("its worker is gone".to_owned())));
            self.bell.ring();
        }
    }
}

/// The stand-in.
struct Helped(Arc<Mailbox<Desk>>);

impl Future for Helped {
    type Output = Result<(), String>;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        match self.0.look(|desk| desk.end.take()) {
            Some(Ok(end)) => Poll::Ready(end),
            Some(Err(panic)) => resume_unwind(panic),
            None => Poll::Pending,
        }
    }
}

impl Drop for Helped {
    fn drop(&mut self) {
        self.0.put(|desk| desk.is_left = true);
    }
}
