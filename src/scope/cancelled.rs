//! Waiting for a scope to be cancelled.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::node::Node;
use super::reason::Reason;

/// Future of [`Scope::cancelled`](super::Scope::cancelled): ready with the reason once the scope is cancelled.
///
/// It may be polled again after that and says the same.
#[must_use = "futures do nothing unless polled"]
pub struct Cancelled<'s> {
    node: &'s Node,
    /// Where the scope keeps our waker.
    key: Option<u64>,
}

impl<'s> Cancelled<'s> {
    pub(super) fn of(node: &'s Node) -> Self {
        Self { node, key: None }
    }

    /// Looks, and registers if there is nothing to see. `between` stands for what others may do meanwhile.
    fn look(&mut self, cx: &mut Context<'_>, between: impl FnOnce()) -> Poll<Reason> {
        if let Some(reason) = self.node.reason() {
            return Poll::Ready(reason.clone());
        }
        between();
        self.key = self.node.wait(self.key, cx.waker());
        match (self.key, self.node.reason()) {
            (None, Some(reason)) => Poll::Ready(reason.clone()),
            _ => Poll::Pending,
        }
    }
}

impl Future for Cancelled<'_> {
    type Output = Reason;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Reason> {
        self.look(cx, || ())
    }
}

impl Drop for Cancelled<'_> {
    fn drop(&mut self) {
        if let Some(key) = self.key {
            self.node.forget(key);
        }
    }
}

impl std::fmt::Debug for Cancelled<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cancelled").field("scope", &self.node.name).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scope::Scope;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::{Wake, Waker};

    struct Count(AtomicUsize);

    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    fn counting() -> (Arc<Count>, Waker) {
        let count = Arc::new(Count(AtomicUsize::new(0)));
        (count.clone(), Waker::from(count))
    }

    #[test]
    fn a_cancelling_between_looking_and_registering_is_seen() {
        let scope = Scope::root("feed");
        let token = scope.token();
        let (_, waker) = counting();
        let mut cancelled = scope.cancelled();
        let seen = cancelled.look(&mut Context::from_waker(&waker), || {
            assert!(token.cancel("now"));
        });
        assert_eq!(seen, Poll::Ready(Reason::from("now")));
    }

    #[test]
    fn the_last_waker_is_woken_once_and_a_dropped_wait_is_not() {
        let scope = Scope::root("feed");
        let ((first, first_waker), (last, last_waker), (gone, gone_waker)) =
            (counting(), counting(), counting());
        let mut cancelled = scope.cancelled();
        for waker in [&first_waker, &last_waker] {
            assert!(cancelled.look(&mut Context::from_waker(waker), || ()).is_pending());
        }
        let mut dropped = scope.cancelled();
        assert!(dropped.look(&mut Context::from_waker(&gone_waker), || ()).is_pending());
        drop(dropped);
        assert!(scope.cancel("one"));
        assert!(!scope.cancel("two"));
        let woken = [first, last, gone].map(|count| count.0.load(Ordering::SeqCst));
        assert_eq!(woken, [0, 1, 0]);
    }
}
