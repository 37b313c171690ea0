//! The loops of the requirements, each stopped in every way, and what else they promise.

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::num::NonZeroU32;
use std::ops::ControlFlow;
use std::rc::Rc;

use futures::FutureExt;
use futures::future::{self, LocalBoxFuture};
use tidegate::scope::{
    BackOff, ChildEnd, Ended, Link, Retried, Scope, VirtualClock, flush_every, heartbeat, poll, reconnect,
    retry, sleep, until_cancelled,
};
use tidegate::time::Span;

use super::stops::{Count, Runs, WAIT, counted, stops};
use super::world::{World, at};

/// A back-off that waits as long each time.
fn steady() -> BackOff {
    BackOff::new(WAIT).factor(1)
}

fn times(attempts: u32) -> NonZeroU32 {
    NonZeroU32::new(attempts).expect("at least one attempt")
}

/// A loop that polls for ever.
fn polling(scope: Scope, clock: VirtualClock, count: Count) -> LocalBoxFuture<'static, Ended<()>> {
    async move {
        let call = || async {
            counted(&count);
            Ok::<_, Infallible>(ControlFlow::Continue(()))
        };
        poll(&scope, &clock, WAIT, call).await.ended
    }
    .boxed_local()
}

#[test]
fn d5_every_running_loop_is_listed_and_one_gate_stops_them_all() {
    let mut world = World::new();
    let process = Scope::root("process");
    let names = ["recorder", "quotes", "writer", "heartbeat", "runner status", "signals"];
    let tasks =
        names.map(|name| world.spawn(polling(process.child(name), world.clock.clone(), Count::default())));
    world.to(1);
    assert_eq!(process.live(), names);
    process.cancel("kill switch");
    world.run();
    assert!(tasks.iter().all(|task| matches!(task.take(), Some(Ended::Cancelled(_)))));
    assert_eq!((process.live(), world.clock.armed()), (Vec::new(), 0));
}

#[test]
fn d6_a_periodic_flush_stops_in_its_wait_and_flushes_exactly_once_more() {
    stops(Runs { first: 0, last: 1 }, |scope, clock, count| {
        async move {
            let flush = || async {
                counted(&count);
                Ok::<_, Infallible>(())
            };
            let end = flush_every(&scope, &clock, WAIT, flush).await;
            assert!(end.ended.complete);
            assert_eq!(end.tally.runs, count.get());
            Some(end.ended.reason)
        }
        .boxed_local()
    });
}

#[test]
fn d6_what_is_queued_before_the_stop_is_in_the_database_after_it() {
    let mut world = World::new();
    let (queue, stored) = (Rc::new(RefCell::new(Vec::new())), Rc::new(RefCell::new(Vec::new())));
    let scope = Scope::root("recorder");
    let token = scope.token();
    let (clock, from, into) = (world.clock.clone(), queue.clone(), stored.clone());
    let given = world.spawn(async move {
        let flush = || async {
            into.borrow_mut().append(&mut from.borrow_mut());
            Ok::<_, Infallible>(())
        };
        flush_every(&scope, &clock, WAIT, flush).await
    });
    for second in 0..10 {
        world.to(second);
        queue.borrow_mut().push(second);
    }
    token.cancel("SIGTERM");
    world.run();
    assert_eq!(*stored.borrow(), (0..10).collect::<Vec<_>>());
    assert_eq!(given.take().expect("it has ended").tally.runs, 3);
}

#[test]
fn d6_a_last_flush_that_fails_is_told() {
    let mut world = World::new();
    let scope = Scope::root("recorder");
    scope.cancel("SIGTERM");
    let clock = world.clock.clone();
    let flush = || async { Err::<(), _>("disk full") };
    let given = world.spawn(async move { flush_every(&scope, &clock, WAIT, flush).await });
    world.run();
    let end = given.take().expect("it has ended");
    assert!(!end.ended.complete);
    assert_eq!((end.tally.failures, end.tally.last_error), (1, Some("disk full")));
}

#[test]
fn d7_a_reconnect_stops_during_its_back_off() {
    for link in [Link::Refused("no route"), Link::Lost("end of stream")] {
        stops(Runs { first: 1, last: 0 }, |scope, clock, count| {
            let link = link.clone();
            async move {
                let session = || async {
                    counted(&count);
                    link.clone()
                };
                let end = reconnect(&scope, &clock, steady(), session).await;
                assert_eq!((end.tally.runs, end.tally.failures), (count.get(), count.get()));
                end.ended.cancelled().cloned()
            }
            .boxed_local()
        });
    }
}

#[test]
fn d7_a_reconnect_waits_longer_while_it_is_refused_and_begins_anew_after_a_session() {
    let mut world = World::new();
    let links = [Link::Refused(1), Link::Refused(2), Link::Lost(3), Link::Refused(4), Link::Closed];
    let (mut links, began) = (links.into_iter(), Rc::new(RefCell::new(Vec::new())));
    let (clock, times) = (world.clock.clone(), began.clone());
    let given = world.spawn(async move {
        let scope = Scope::root("quotes");
        let session = || {
            times.borrow_mut().push(tidegate::scope::Clock::now(&clock));
            future::ready(links.next().expect("a session"))
        };
        reconnect(&scope, &clock, BackOff::new(Span::from_secs(1)), session).await
    });
    world.to(100);
    let end = given.take().expect("it has ended");
    assert_eq!(end.ended, Ended::Finished(()));
    assert_eq!((end.tally.runs, end.tally.failures, end.tally.last_error), (5, 4, Some(4)));
    // Waits of 1 and 2 while refused; of 1 after the session, and 2 when refused again.
    assert_eq!(*began.borrow(), [0, 1, 3, 4, 6].map(at));
}

#[test]
fn d8_a_retry_stops_in_its_back_off() {
    stops(Runs { first: 1, last: 0 }, |scope, clock, count| {
        async move {
            let write = || async {
                counted(&count);
                Err::<(), _>("locked")
            };
            let end = retry(&scope, &clock, times(10), steady(), write).await;
            assert_eq!((end.tally.runs, end.tally.failures), (count.get(), count.get()));
            match end.ended {
                Retried::Cancelled(reason) => Some(reason),
                Retried::Done(()) | Retried::GaveUp => None,
            }
        }
        .boxed_local()
    });
}

#[test]
fn d8_a_retry_never_exceeds_its_bound() {
    for bound in 1..6 {
        for succeeds_at in 1..8 {
            let mut world = World::new();
            let (clock, tries) = (world.clock.clone(), Rc::new(Cell::new(0)));
            let count = tries.clone();
            let given = world.spawn(async move {
                let scope = Scope::root("writer");
                let write = || {
                    count.set(count.get() + 1);
                    future::ready(if count.get() == succeeds_at { Ok(()) } else { Err(count.get()) })
                };
                retry(&scope, &clock, times(bound), steady(), write).await
            });
            world.to(1_000);
            let end = given.take().expect("it has ended");
            let done = succeeds_at <= bound;
            assert_eq!(tries.get(), bound.min(succeeds_at));
            assert_eq!(end.ended, if done { Retried::Done(()) } else { Retried::GaveUp });
            assert_eq!(end.tally.failures, u64::from(if done { succeeds_at - 1 } else { bound }));
            assert_eq!(world.clock.armed(), 0);
        }
    }
}

#[test]
fn d9_a_heartbeat_stops_in_its_wait() {
    stops(Runs { first: 1, last: 0 }, |scope, clock, count| {
        async move {
            let beat = || async {
                counted(&count);
                Err::<(), _>("nobody listens")
            };
            let end = heartbeat(&scope, &clock, WAIT, beat).await;
            assert_eq!((end.tally.runs, end.tally.failures), (count.get(), count.get()));
            Some(end.ended)
        }
        .boxed_local()
    });
}

#[test]
fn d9_a_slow_beat_does_not_shift_the_others() {
    let mut world = World::new();
    let (clock, beats) = (world.clock.clone(), Rc::new(RefCell::new(Vec::new())));
    let times = beats.clone();
    world.spawn(async move {
        let scope = Scope::root_until("heartbeat", &clock, at(21));
        let beat = || async {
            times.borrow_mut().push(tidegate::scope::Clock::now(&clock));
            // The second one takes nine seconds: two beats are left out.
            let slow = if times.borrow().len() == 2 { 9 } else { 0 };
            let _ = sleep(&scope, &clock, Span::from_secs(slow)).await;
            Ok::<_, Infallible>(())
        };
        heartbeat(&scope, &clock, WAIT, beat).await
    });
    world.to(30);
    assert_eq!(*beats.borrow(), [0, 4, 16, 20].map(at));
}

#[test]
fn d10_a_poll_stops_between_two_calls() {
    stops(Runs { first: 1, last: 0 }, |scope, clock, count| {
        async move { polling(scope, clock, count).await.cancelled().cloned() }.boxed_local()
    });
}

#[test]
fn d10_a_poll_counts_its_errors_and_goes_on_until_it_is_told() {
    let mut world = World::new();
    let clock = world.clock.clone();
    let mut answers = [Err("503"), Ok(ControlFlow::Continue(())), Ok(ControlFlow::Break(7))].into_iter();
    let given = world.spawn(async move {
        let scope = Scope::root("runner status");
        poll(&scope, &clock, WAIT, || future::ready(answers.next().expect("an answer"))).await
    });
    world.to(8);
    let end = given.take().expect("it has ended");
    assert_eq!((end.ended, end.tally.runs), (Ended::Finished(7), 3));
    assert_eq!((end.tally.failures, end.tally.last_error), (1, Some("503")));
}

#[test]
fn d10_a_poll_without_pause_lets_others_run() {
    let mut world = World::new();
    let scope = Scope::root("eager");
    let (token, clock) = (scope.token(), world.clock.clone());
    let given = world.spawn(async move {
        let call = || future::ready(Ok::<ControlFlow<()>, Infallible>(ControlFlow::Continue(())));
        poll(&scope, &clock, Span::ZERO, call).await
    });
    world.run();
    token.cancel("enough");
    world.run();
    assert!(given.take().is_some());
}

#[test]
fn d11_an_engine_with_readiness_and_heartbeat_stops_as_one() {
    let mut world = World::new();
    let engine = Scope::root("engine");
    for name in ["cycle", "readiness", "heartbeat"] {
        world.spawn(polling(engine.child(name), world.clock.clone(), Count::default()));
    }
    world.to(5);
    let report = world.spawn(engine.close("stop event", &world.clock, at(10)));
    world.run();
    let report = report.take().expect("all stop at once");
    assert_eq!(report.children.len(), 3);
    assert!(report.children.iter().all(|child| matches!(child.end, ChildEnd::Cancelled(_))));
    assert_eq!(world.clock.armed(), 0);
}

#[test]
fn d13_status_polling_stops_between_two_polls() {
    stops(Runs { first: 1, last: 0 }, |scope, clock, count| {
        let status = scope.child("status");
        async move {
            let ended = polling(status, clock, count).await;
            drop(scope);
            ended.cancelled().map(|reason| reason.origin().clone())
        }
        .boxed_local()
    });
}

#[test]
fn d14_ingestion_that_waits_for_a_silent_stream_stops() {
    stops(Runs { first: 1, last: 0 }, |scope, clock, count| {
        async move {
            loop {
                // Work that waits for ever, but for its second item.
                let item = async {
                    if count.get() == 1 {
                        let _ = sleep(&scope, &clock, WAIT).await;
                    } else if count.get() > 1 {
                        future::pending::<()>().await;
                    }
                };
                if let Ended::Cancelled(reason) = until_cancelled(&scope, item).await {
                    return Some(reason);
                }
                counted(&count);
            }
        }
        .boxed_local()
    });
}

#[test]
fn d15_a_handler_on_another_thread_stops_a_bot_and_it_cleans_up() {
    let bot = Scope::root("bot");
    let token = bot.token();
    let handler = std::thread::spawn(move || token.cancel("SIGTERM"));
    let reason = futures::executor::block_on(bot.cancelled());
    assert_eq!(reason, "SIGTERM".into());
    assert!(handler.join().expect("no panic"));
}

#[test]
fn a_sleep_is_over_at_its_time_and_not_before() {
    let mut world = World::new();
    let scope = Scope::root("nap");
    let (token, clock) = (scope.token(), world.clock.clone());
    let given = world.spawn(async move { sleep(&scope, &clock, WAIT).await });
    world.to(3);
    assert_eq!((given.take(), world.clock.armed()), (None, 1));
    world.to(4);
    assert_eq!((given.take(), world.clock.armed()), (Some(Ended::Finished(())), 0));
    assert!(token.is_cancelled(), "its owner ended");
}

#[test]
fn a_dropped_sleep_disarms_its_timer() {
    let world = World::new();
    let scope = Scope::root("nap");
    let nap = sleep(&scope, &world.clock, WAIT);
    assert_eq!(world.clock.armed(), 1);
    drop(nap);
    assert_eq!(world.clock.armed(), 0);
}
