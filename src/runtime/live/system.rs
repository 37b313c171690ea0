//! Real time for whoever has threads or tasks of his own.

use super::{Intake, RealTime, Shared};
use crate::control::OnOrders;
use crate::runtime::worker::{Monotonic, Workers};
use crate::runtime::{AttachAll, Outcome, RunError, Runtime, Setup, drive};
use crate::strategy::Strategy;

/// Real time, with connectors at work wherever these [`Workers`] let them.
///
/// A runtime for an executor of tasks, a pool of threads or a thread of its own for each worker is this and an
/// implementation of [`Workers`]: [`Threads`](crate::runtime::Threads) and `Tokio` are no more. Each run needs workers of
/// its own, as it waits at its end for all that were hired.
///
#[cfg_attr(feature = "testing", doc = "```")]
#[cfg_attr(not(feature = "testing"), doc = "```ignore")]
/// use std::io;
/// use std::task::{Wake, Waker};
/// use std::sync::{Arc, Mutex};
/// use std::thread::{self, JoinHandle, Thread};
/// use tidegate::prelude::*;
/// use tidegate::runtime::{Live, Next, Runtime, Worker, Workers};
/// # use tidegate::testing::Script;
///
/// /// A thread for each worker, which is waited for however long it takes.
/// #[derive(Clone, Default)]
/// struct Patient(Arc<Mutex<Vec<JoinHandle<()>>>>);
///
/// /// Wakes a thread that is parked.
/// struct Unpark(Thread);
/// impl Wake for Unpark {
///     fn wake(self: Arc<Self>) {
///         self.0.unpark();
///     }
/// }
///
/// impl Workers for Patient {
///     fn hire(&self, name: &str, mut worker: Box<dyn Worker>) -> io::Result<()> {
///         let work = move || {
///             let waker = Waker::from(Arc::new(Unpark(thread::current())));
///             loop {
///                 match worker.step(&waker) {
///                     Next::Now => {}
///                     Next::In(time) => thread::park_timeout(time),
///                     Next::Woken => thread::park(),
///                     Next::Never => return,
///                 }
///             }
///         };
///         let thread = thread::Builder::new().name(name.to_owned()).spawn(work)?;
///         self.0.lock().expect("nobody panics").push(thread);
///         Ok(())
///     }
///
///     fn leave(&self) -> Vec<String> {
///         // As long as there are any: one that ends may have hired another.
///         while let Some(thread) = { self.0.lock().expect("nobody panics").pop() } {
///             drop(thread.join());
///         }
///         Vec::new()
///     }
/// }
///
/// fn watch(market: MarketPort<BtcUsdt>) -> (impl Event<Item = Actions<BtcUsdt>>,) {
///     (market.trades().filter_map(|_| None),)
/// }
/// let script = Script::<BtcUsdt>::new().trade(1, "100", "1").trade(2, "101", "1");
/// let outcome = Live::on(Patient::default()).run(&uncontrolled(watch), (script,))?;
/// assert_eq!((outcome.events, outcome.report.exit_code().0), (2, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Live<W> {
    setup: Setup,
    intake: Intake,
    workers: W,
}

impl<W: Workers> Live<W> {
    /// Runs there until it is asked to stop, or no connector has anything more.
    #[must_use]
    pub fn on(workers: W) -> Self {
        Self { setup: Setup::default(), intake: Intake::default(), workers }
    }

    /// How much of what a connector hears may wait for the network.
    #[must_use]
    pub fn intake(mut self, intake: Intake) -> Self {
        self.intake = intake;
        self
    }

    /// The same for a run that is set up.
    pub(in crate::runtime) const fn set_up(setup: Setup, intake: Intake, workers: W) -> Self {
        Self { setup, intake, workers }
    }
}

impl<W: Workers> Runtime for Live<W> {
    fn setup(&mut self) -> &mut Setup {
        &mut self.setup
    }

    fn run<P, S, C>(self, strategy: &S, connectors: C) -> Result<Outcome, RunError>
    where
        S: Strategy<P>,
        S::Terminals: AttachAll<C>,
    {
        let keeps_orders = self.setup.plan.policy.orders == OnOrders::Keep;
        let shared = Shared::new(Monotonic::start(), self.intake, keeps_orders);
        drive(self.setup, RealTime::new(shared, self.workers), strategy, connectors)
    }
}
