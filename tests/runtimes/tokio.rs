//! The runtimes of the feature `tokio` keep the laws of runtimes, with one thread and with many.

use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};

use tidegate::prelude::*;
use tidegate::runtime::{RunError, Runtime as _, Sim, TaskWorkers, Tokio};
use tidegate::testing::{Script, assert_runtime};
use tokio::runtime::{Builder, Handle, Runtime};

/// One thread that drives tokio until this is dropped.
struct Driven {
    handle: Handle,
    quit: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Driven {
    fn new() -> Self {
        let tokio = Builder::new_current_thread().enable_time().build().expect("a tokio of one thread");
        let (handle, (quit, quits)) = (tokio.handle().clone(), channel::<()>());
        let thread = thread::spawn(move || {
            tokio.block_on(async {
                let waits = tokio::task::spawn_blocking(move || quits.recv());
                // The sender is gone: that is what is waited for.
                let _ = waits.await;
            });
        });
        Self { handle, quit: Some(quit), thread: Some(thread) }
    }
}

impl Drop for Driven {
    fn drop(&mut self) {
        drop(self.quit.take());
        let ended = self.thread.take().map(JoinHandle::join);
        assert!(ended.is_some_and(|ended| ended.is_ok()), "the thread that drives tokio panicked");
    }
}

fn many() -> Arc<Runtime> {
    let tokio = Builder::new_multi_thread().worker_threads(2).enable_time().build();
    Arc::new(tokio.expect("a tokio of two threads"))
}

#[test]
fn tokio_on_many_threads_keeps_the_laws() {
    let tokio = many();
    let handle = tokio.handle().clone();
    assert_runtime(move || Tokio::on(handle.clone()));
}

#[test]
fn tokio_on_one_thread_keeps_the_laws() {
    let driven = Driven::new();
    let handle = driven.handle.clone();
    assert_runtime(move || Tokio::on(handle.clone()));
}

#[test]
fn a_worker_that_is_hired_while_others_leave_is_waited_for() {
    let driven = Driven::new();
    crate::late::who_is_hired_late_is_waited_for(TaskWorkers::on(driven.handle.clone()));
}

#[test]
fn the_simulation_with_connectors_in_tasks_keeps_the_laws() {
    let driven = Driven::new();
    let handle = driven.handle.clone();
    assert_runtime(move || Sim::new().with_workers(TaskWorkers::on(handle.clone())));
    let tokio = many();
    let handle = tokio.handle().clone();
    assert_runtime(move || Sim::new().with_workers(TaskWorkers::on(handle.clone())));
}

#[test]
fn a_tokio_without_timers_is_refused() {
    fn watch(market: MarketPort<BtcUsdt>) -> (impl Event<Item = Actions<BtcUsdt>>,) {
        (market.trades().filter_map(|_| None),)
    }
    let tokio = Builder::new_multi_thread().worker_threads(1).build().expect("a tokio of one thread");
    let script = Script::<BtcUsdt>::new().trade(1, "100", "1");
    let refused = Tokio::on(tokio.handle().clone()).run(&uncontrolled(watch), (script,));
    let refused = refused.expect_err("it could not wait");
    assert!(matches!(&refused, RunError::Refused(why) if why.contains("enable_time")), "{refused}");
}
