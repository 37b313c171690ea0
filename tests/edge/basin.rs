//! A sink that takes as much as it is told, and remembers.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use futures::Sink;

/// The sink broke, as it was told to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the basin broke")]
pub(crate) struct Broken;

#[derive(Debug)]
pub(crate) struct Level<T> {
    /// How many more items it takes before it is full.
    pub(crate) room: usize,
    /// Pauses once before each item.
    pub(crate) pauses: bool,
    pub(crate) got: Vec<T>,
    pub(crate) flushed: usize,
    pub(crate) closed: bool,
    pub(crate) breaks_on_flush: bool,
    pub(crate) breaks_on_ready: bool,
    paused: bool,
    waker: Option<Waker>,
}

/// A sink; clone it to look at it and to turn it.
#[derive(Debug)]
pub(crate) struct Basin<T>(Rc<RefCell<Level<T>>>);

impl<T> Clone for Basin<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Basin<T> {
    pub(crate) fn with_room(room: usize) -> Self {
        Self(Rc::new(RefCell::new(Level {
            room,
            pauses: false,
            got: Vec::new(),
            flushed: 0,
            closed: false,
            breaks_on_flush: false,
            breaks_on_ready: false,
            paused: false,
            waker: None,
        })))
    }

    pub(crate) fn look<R>(&self, f: impl FnOnce(&Level<T>) -> R) -> R {
        f(&self.0.borrow())
    }

    pub(crate) fn turn(&self, f: impl FnOnce(&mut Level<T>)) {
        f(&mut self.0.borrow_mut());
    }

    /// Makes room and wakes who waits for it.
    pub(crate) fn drain(&self, room: usize) {
        self.0.borrow_mut().room += room;
        let waker = self.0.borrow_mut().waker.take();
        waker.into_iter().for_each(Waker::wake);
    }
}

impl<T> Sink<T> for Basin<T> {
    type Error = Broken;

    fn poll_ready(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Broken>> {
        let mut level = self.0.borrow_mut();
        if level.breaks_on_ready {
            return Poll::Ready(Err(Broken));
        }
        if level.pauses && !std::mem::replace(&mut level.paused, true) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        if level.room == 0 {
            level.waker = Some(cx.waker().clone());
            return Poll::Pending;
        }
        Poll::Ready(Ok(()))
    }

    fn start_send(self: Pin<&mut Self>, item: T) -> Result<(), Broken> {
        let mut level = self.0.borrow_mut();
        assert!(level.room > 0 && !level.closed, "an item came although the sink was not ready");
        level.room -= 1;
        level.paused = false;
        level.got.push(item);
        Ok(())
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Broken>> {
        let mut level = self.0.borrow_mut();
        if level.breaks_on_flush {
            return Poll::Ready(Err(Broken));
        }
        level.flushed = level.got.len();
        Poll::Ready(Ok(()))
    }

    fn poll_close(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Broken>> {
        let closed = self.clone();
        let flushed = self.poll_flush(cx);
        closed.0.borrow_mut().closed = true;
        flushed
    }
}
