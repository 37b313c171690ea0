//! Who is told: all that have asked for it, once, until their last handle is gone.

use signal_hook::consts::{SIGHUP, SIGTERM};
use signal_hook::low_level::raise;
use tidegate::control::Cause;
use tidegate::runtime::Stop;

use crate::child::{Child, say, wait_for_parent};
use crate::counter::Counter;
use crate::system::{Answers, ended, run};

/// A system ends, and so leaves; another one goes on. Who would still be told though all handles are gone shows by the
/// waker, which is kept.
fn one_of_two() {
    let (gone, stays) = (Stop::new(), Stop::new());
    let (of_gone, of_stays) = (Counter::new(), Counter::new());
    let (_one, _other) = (gone.listen(&of_gone.waker()), stays.listen(&of_stays.waker()));
    gone.on_signals().expect("it may listen");
    stays.on_signals().expect("it may listen");
    raise(SIGHUP).expect("a signal");
    [&of_gone, &of_stays].iter().for_each(|counter| counter.reaches(1));
    let clone = gone.clone();
    drop(gone);
    raise(SIGHUP).expect("a signal");
    [&of_gone, &of_stays].iter().for_each(|counter| counter.reaches(2));
    drop(clone);
    raise(SIGTERM).expect("a signal");
    of_stays.reaches(3);
    assert_eq!((of_gone.count(), of_stays.count()), (2, 3));
    assert_eq!(stays.requested(), Some(Cause::Signal));
}

/// Requirements: R11.
#[test]
fn r11_a_stop_is_told_until_its_last_handle_is_dropped() {
    let Some(child) = Child::of("leaving::r11_a_stop_is_told_until_its_last_handle_is_dropped") else {
        return one_of_two();
    };
    child.ends();
}

/// Requirements: I1, R11.
#[test]
fn r11_a_system_that_has_ended_hears_no_more_and_the_next_one_does() {
    let Some(mut child) =
        Child::of("leaving::r11_a_system_that_has_ended_hears_no_more_and_the_next_one_does")
    else {
        for name in ["first", "second"] {
            ended(name, &run(name, Answers::AtOnce));
        }
        // Nobody listens: signals do nothing.
        wait_for_parent();
        return;
    };
    for name in ["first", "second"] {
        child.says_all([&format!("{name}: up")]);
        child.send("TERM");
        child.says_all([&format!("{name}: signal"), &format!("{name}: ended with 0 after 1 causes")]);
    }
    ["TERM", "INT", "HUP"].iter().for_each(|signal| child.send(signal));
    child.ends();
}

/// Requirements: K3, R11.
#[test]
fn r11_who_asks_twice_to_be_told_is_told_once() {
    let Some(mut child) = Child::of("leaving::r11_who_asks_twice_to_be_told_is_told_once") else {
        let (stop, counter) = (Stop::new(), Counter::new());
        let _listening = stop.listen(&counter.waker());
        for stop in [stop.clone(), stop.clone(), stop.clone()] {
            stop.on_signals().expect("it may listen");
        }
        for signals in 1..=20 {
            raise(SIGTERM).expect("a signal");
            counter.reaches(signals);
        }
        say(format_args!("told {} times", counter.count()));
        return;
    };
    child.says_all(["told 20 times"]);
    child.ends();
}
