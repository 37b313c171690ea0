//! Signals of the process, told to every system that wants to hear them.
//!
//! Signals belong to the process, so this is the one place that does, too: a list of stops, and one thread, `tidegate
//! signals`, that waits for signals and tells each stop in the list. The thread starts with the first stop that comes and
//! ends with the last that goes; a stop goes when its last handle is dropped.
//!
//! Whoever comes or goes holds the lock on the list all the while, and the thread needs it to tell anybody: a signal that
//! is caught before its stop is in the list waits for it to be there.
//!
//! Invariants: while the list has a stop, there is a thread that is not closed; a thread that was closed tells nobody
//! (another may have been started since, which hears the same signal); a stop is in the list once.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;

#[cfg(not(unix))]
#[path = "elsewhere.rs"]
mod source;
#[cfg(unix)]
#[path = "unix.rs"]
mod source;

use self::source::{Closer, Source};
use super::asked::Signal;
use super::stop::{Shared, Stop};

static LIST: Mutex<List> = Mutex::new(List { stops: Vec::new(), thread: None, started: 0 });

/// Whom signals are told to.
struct List {
    stops: Vec<Weak<Shared>>,
    /// The thread that may tell, with its number.
    thread: Option<(u64, Closer)>,
    started: u64,
}

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heard {
    /// SIGINT, SIGTERM.
    Stop(Signal),
    /// SIGHUP.
    #[cfg_attr(not(unix), expect(dead_code, reason = "there is no such signal"))]
    Reload,
}

/// A place in the list. Its stop keeps it, so that it is left with the last handle.
#[derive(Debug)]
pub(super) struct Listed(());

impl Stop {
    /// Asks when the process gets SIGINT or SIGTERM, and asks for a reload when it gets SIGHUP (on Unix), from now on
    /// until the last clone of this handle is dropped. Calling it again changes nothing.
    ///
    /// Each signal counts once for each system that listens. Signals of one kind that come faster than they can be
    /// taken in count as one, as the operating system has it.
    ///
    /// A simulation looks between two events: one that waits for a pipe that nobody writes to stops when the
    /// pipe gives its next bytes or is closed.
    ///
    /// Once a process has called this, these signals do not end it by themselves any more, not even when no system listens:
    /// then they do nothing. Threads and descriptors that are needed to listen are given back with the last system.
    ///
    /// # Errors
    /// If the process may not handle signals, or has no thread or descriptor left for it. Nothing has changed then,
    /// except that signals may not end the process any more.
    pub fn on_signals(&self) -> io::Result<()> {
        let mut list = List::lock();
        if self.shared.listed.get().is_none() {
            list.start()?;
            list.add(self);
        }
        Ok(())
    }
}

impl List {
    fn lock() -> MutexGuard<'static, List> {
        // What is kept here is whole at any time.
        LIST.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sees to it that there is a thread.
    fn start(&mut self) -> io::Result<()> {
        if self.thread.is_some() {
            return Ok(());
        }
        let (source, closer) = Source::open()?;
        let number = self.started;
        // Nobody waits for its end: the last handle may be dropped by the thread itself.
        thread::Builder::new().name("tidegate signals".to_owned()).spawn(move || tell_all(source, number))?;
        self.started += 1;
        self.thread = Some((number, closer));
        Ok(())
    }

    /// Puts a stop into the list that is not in it.
    fn add(&mut self, stop: &Stop) {
        self.stops.push(Arc::downgrade(&stop.shared));
        // It was empty, and whoever sets it holds the lock.
        let _ = stop.shared.listed.set(Listed(()));
    }

    /// Those that this thread has to tell: none, once it is closed.
    fn told_by(&self, number: u64) -> Vec<Stop> {
        match self.thread {
            Some((current, _)) if current == number => {
                self.stops.iter().filter_map(Weak::upgrade).map(|shared| Stop { shared }).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// What the thread does.
fn tell_all(source: Source, number: u64) {
    source.each(|heard| {
        // Told without the lock: whoever is woken, or dropped with its last handle, may need it.
        let stops = List::lock().told_by(number);
        for stop in stops {
            match heard {
                Heard::Stop(signal) => stop.ask(|asked| asked.with_signal(signal)),
                Heard::Reload => stop.reload(),
            }
        }
    });
}

impl Drop for Listed {
    fn drop(&mut self) {
        let mut list = List::lock();
        list.stops.retain(|stop| stop.strong_count() > 0);
        let thread = if list.stops.is_empty() { list.thread.take() } else { None };
        drop(list);
        if let Some((_, closer)) = thread {
            closer.close();
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::time::Duration;

    use signal_hook::consts::SIGHUP;
    use signal_hook::low_level::raise;

    use super::*;
    use crate::runtime::asked::Asked;

    /// What stands between the two steps of [`Stop::on_signals`], made certain.
    #[test]
    fn a_signal_that_is_caught_before_its_stop_is_in_the_list_waits_for_it() {
        let stop = Stop::new();
        let mut list = List::lock();
        list.start().expect("it may listen");
        raise(SIGHUP).expect("a signal");
        // Time enough for a thread that would not wait for the list.
        thread::park_timeout(Duration::from_millis(100));
        list.add(&stop);
        drop(list);
        let heard = Asked::default().with_reload();
        let limit = (0..60_000).find(|_| {
            thread::park_timeout(Duration::from_millis(1));
            stop.asked() == heard
        });
        assert!(limit.is_some(), "{:?}", stop.asked());
    }
}
