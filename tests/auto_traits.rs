//! What may be sent to another thread, shared with it, and copied.

use tidegate::journal::{JournalError, MemoryJournal, Record};
use tidegate::network::{
    Behavior, Boxed, BoxedBehavior, BuildError, Burst, Clock, Constant, Description, Entry, Event, Forward,
    Held, Input, Inside, InstantError, Network, OrderError, Output, Root, Scoped, Shared, Snapshot,
    StateError,
};
use tidegate::runtime::sim::ReplayError;
use tidegate::time::{Span, Time};

/// Neither `Sync` nor cloneable, but may be moved to another thread.
type Lonely = std::cell::Cell<u8>;
/// May not leave its thread.
type Bound = std::rc::Rc<u8>;

fn send<T: Send>() {}
fn send_and_sync<T: Send + Sync>() {}
fn copied_and_shared<T: Copy + Send + Sync>() {}
fn error<T: std::error::Error + Clone + Send + Sync + 'static>() {}

#[test]
fn a_network_may_be_sent_to_the_thread_that_runs_it() {
    send::<Network>();
    send::<Input<i64>>();
    send::<Output<i64>>();
    send::<Forward<i64>>();
}

#[test]
fn what_is_data_may_be_shared() {
    send_and_sync::<Snapshot>();
    send_and_sync::<Description>();
    send_and_sync::<Record<'static>>();
    send_and_sync::<JournalError>();
    send_and_sync::<MemoryJournal>();
    send_and_sync::<ReplayError>();
    send_and_sync::<Burst<i64, i64>>();
    send_and_sync::<Input<i64>>();
    send_and_sync::<Output<i64>>();
}

#[test]
fn handles_are_copied_whatever_they_stand_for() {
    copied_and_shared::<Shared<String>>();
    copied_and_shared::<Held<String>>();
    copied_and_shared::<Entry<String>>();
    copied_and_shared::<Scoped<String, Inside<Root>>>();
    copied_and_shared::<Shared<Bound>>();
    copied_and_shared::<Held<Lonely>>();
    copied_and_shared::<Time>();
    copied_and_shared::<Span>();
    copied_and_shared::<Constant<i64>>();
}

#[test]
fn boxes_may_be_sent_before_they_are_built() {
    send::<Boxed<i64>>();
    send_and_sync::<BoxedBehavior<i64>>();
}

#[test]
fn whatever_is_an_event_or_a_behavior_may_be_sent() {
    fn of_event<E: Event>() {
        send::<E>();
        send::<E::Machine>();
    }
    fn of_behavior<B: Behavior>() {
        send::<B>();
        send::<B::Reader>();
    }
    of_event::<Shared<i64>>();
    of_behavior::<Held<i64>>();
}

#[test]
fn errors_travel_between_threads() {
    error::<BuildError>();
    error::<InstantError>();
    error::<StateError>();
    error::<OrderError<String>>();
}

#[test]
fn a_network_moves_to_another_thread_and_goes_on_there() {
    let (mut network, (input, output)) = Network::build(Time::EPOCH, |border| {
        let (input, x) = border.input::<i64>();
        let keyed = x.per_key(|x| x % 2, |_, own| own.scan(0, |s, x| s + x).delay(Span::from_secs(1)));
        (input, border.output(keyed.map(|burst| burst.into_iter().map(|(_, sum)| sum).sum::<i64>())))
    })
    .expect("the network builds");
    network.feed(Time::from_secs(1), &input, 4).expect("the instant runs");
    let there = std::thread::spawn(move || {
        network.feed(Time::from_secs(2), &input, 5).expect("the instant runs");
        network.get(&output).copied()
    });
    assert_eq!(there.join().expect("nothing panics"), Some(4));
}

#[test]
fn a_gate_is_shared_and_its_rights_are_handed_on() {
    use tidegate::safety::{Closing, Gate, Keeper, KillSwitch, Open, Permit, Reconciled, ReportCell, Sweep};
    send_and_sync::<Gate>();
    send_and_sync::<KillSwitch>();
    send_and_sync::<ReportCell<u8>>();
    send::<Keeper<Open>>();
    send::<Sweep<Closing>>();
    send::<Permit>();
    send::<Reconciled>();
}
