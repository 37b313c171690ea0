//! `boxed`: a behavior whose type says only what it is a value of.
//!
//! Behaviors have no identity, so that a box may be cloned and used anywhere. A plain behavior is computed
//! anew by each of its readers; a boxed one once an instant, however many read it, since its readers in one
//! scope share what was computed. So a graph read from data costs its size, not the number of its paths.

use std::panic::Location;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use crate::network::behavior::erased::Read as ReadValue;
use crate::network::behavior::{Behavior, Reader};
use crate::network::builder::Builder;
use crate::network::core::Moment;
use crate::network::describe::{Read, label};
use crate::network::error::{BuildError, Place};
use crate::network::registry::{NOWHERE, ScopeId};
use crate::network::slot::Stamp;
use crate::network::trail::{Mark, marked};

type Build<T> = dyn Fn(&mut Builder<'_>) -> Result<Box<dyn ReadValue<T>>, BuildError> + Send + Sync;

/// A behavior behind a pointer: for a type that must be named, a list of unlike behaviors, or one that is
/// expensive to compute and read often. Costs one indirect call and one uncontended lock a reading.
#[must_use = "a behavior that nobody samples is built for nothing"]
pub struct BoxedBehavior<T> {
    source: Arc<Source<T>>,
}

struct Source<T> {
    build: Box<Build<T>>,
    place: Place,
    /// What the scope that built this behavior last reads it with.
    built: Mutex<LastBuilt<T>>,
}

struct LastBuilt<T> {
    scope: ScopeId,
    computed: Weak<Mutex<Computed<T>>>,
    /// All joints that it reads, for the descriptions of its further readers.
    reads: Vec<Read>,
}

/// What all readers of one scope share.
type Reading<T> = Arc<Mutex<Computed<T>>>;

/// A reader and what it gave in the instant `stamp`.
struct Computed<T> {
    reader: Box<dyn ReadValue<T>>,
    /// The value, and the instant in which it was computed.
    value: Option<(Stamp, T)>,
}

impl<T> Clone for BoxedBehavior<T> {
    fn clone(&self) -> Self {
        Self { source: Arc::clone(&self.source) }
    }
}

impl<T> std::fmt::Debug for BoxedBehavior<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BoxedBehavior<{}>", std::any::type_name::<T>())
    }
}

impl<T: Clone + Send + 'static> BoxedBehavior<T> {
    #[track_caller]
    pub(crate) fn new<B: Behavior<Value = T> + Clone + Sync>(behavior: B) -> Self {
        let build: Box<Build<T>> = Box::new(move |builder| Ok(Box::new(behavior.clone().build(builder)?)));
        let built = LastBuilt { scope: NOWHERE, computed: Weak::new(), reads: Vec::new() };
        Self { source: Arc::new(Source { build, place: Location::caller(), built: Mutex::new(built) }) }
    }
}

impl<T: Clone + Send + 'static> Behavior for BoxedBehavior<T> {
    type Value = T;
    type Reader = ReadBoxed<T>;

    fn build(self, builder: &mut Builder<'_>) -> Result<ReadBoxed<T>, BuildError> {
        // Who asks for the changes needs the reads, which only building tells.
        let part = builder.open();
        if let Some((computed, reads)) = self.source.known(builder.scope()).filter(|_| !builder.watching()) {
            // Described where it was built; to repeat that here would double what there is to see with each box.
            builder.close(part, label!("boxed", T), self.source.place);
            builder.add_reads(&reads);
            return Ok(ReadBoxed { computed });
        }
        let reader = (self.source.build)(builder)?;
        builder.close(part, label!("boxed", T), self.source.place);
        let computed = Arc::new(Mutex::new(Computed { reader, value: None }));
        let (scope, reads) = (builder.scope(), builder.all_reads());
        *unpoisoned(&self.source.built) = LastBuilt { scope, computed: Arc::downgrade(&computed), reads };
        Ok(ReadBoxed { computed })
    }
}

impl<T> Source<T> {
    /// What `scope` reads this behavior with, if it has been built there already.
    fn known(&self, scope: ScopeId) -> Option<(Reading<T>, Vec<Read>)> {
        let built = unpoisoned(&self.built);
        let computed = built.computed.upgrade().filter(|_| built.scope == scope)?;
        Some((computed, built.reads.clone()))
    }
}

/// Reader of [`BoxedBehavior`].
pub struct ReadBoxed<T> {
    computed: Reading<T>,
}

impl<T> std::fmt::Debug for ReadBoxed<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ReadBoxed<{}>", std::any::type_name::<T>())
    }
}

impl<T: Clone + Send + 'static> Reader for ReadBoxed<T> {
    type Value = T;

    fn read(&self, moment: Moment<'_>) -> T {
        unpoisoned(&self.computed).at(moment)
    }
}

impl<T: Clone> Computed<T> {
    fn at(&mut self, moment: Moment<'_>) -> T {
        match &self.value {
            Some((stamp, value)) if *stamp == moment.stamp => value.clone(),
            _ => {
                let value = marked!(Mark::Input(0), self.reader.read(moment));
                self.value.insert((moment.stamp, value)).1.clone()
            }
        }
    }
}

/// A lock whose holder panicked guards nothing half done: the value is written last, and the network that
/// panicked runs no further instant.
fn unpoisoned<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use crate::network::{Behavior, BuildError, Event, Network, constant, simulate};
    use crate::time::Time;

    #[test]
    fn a_boxed_behavior_is_computed_once_an_instant() {
        let count = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&count);
        let seen = simulate([(1, 3), (2, 4)], move |x| {
            let noted = move |value| {
                counted.fetch_add(1, Ordering::Relaxed);
                value
            };
            let held = x.hold(1).map(noted).boxed();
            let twice = held.clone().lift2(held.clone(), |a, b| a + b);
            x.sample(twice, |_, b| b).share().sample(held, |twice, once| (twice, once))
        });
        assert_eq!(seen, [(1, (2, 1)), (2, (6, 3))]);
        assert_eq!(count.load(Ordering::Relaxed), 2, "once in each of two instants");
    }

    #[test]
    fn sixty_four_doublings_cost_sixty_four_steps() {
        let doubled = simulate([(1, 1_u64)], |x| {
            let mut held = constant(1_u64).boxed();
            for _ in 0..63 {
                held = held.clone().lift2(held, |a, b| a + b).boxed();
            }
            x.sample(held, |_, b| b)
        });
        assert_eq!(doubled, [(1, 1 << 63)]);
    }

    #[test]
    fn a_box_of_a_foreign_handle_is_refused_where_it_is_used() {
        let mut kept = None;
        Network::build(Time::EPOCH, |border| {
            let (_, x) = border.input::<i64>();
            kept = Some(x.hold(0).boxed());
        })
        .expect("the first network builds");
        let held = kept.expect("the closure has run");
        let other = Network::build(Time::EPOCH, |border| {
            let (_, x) = border.input::<i64>();
            border.output(x.sample(held, |_, b| b));
        });
        assert!(matches!(other, Err(BuildError::Foreign { .. })), "{other:?}");
    }
}
