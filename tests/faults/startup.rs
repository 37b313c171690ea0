//! A stop that is asked for before the run has begun.

use tidegate::control::{Cause, ExitCode};
use tidegate::prelude::*;
use tidegate::runtime::{RunError, Runtime, Sim, Stop};

use crate::desk::{Desk, Leaving};
use crate::traders::{pair, resting};
use crate::trail::{Line, Trail};

/// Fault 45: a signal before any connector has started.
///
/// Requirements: K1, K6.
#[test]
fn fault_045_a_signal_before_the_start_starts_nothing_and_is_clean() {
    let (trail, stop) = (Trail::default(), Stop::new());
    stop.signal();
    let watching = trail.clone();
    let sim = Sim::new().stop_on(stop).watch(move |phase, until| watching.push(Line::Phase { phase, until }));
    let refused = sim.run(&resting::<1>, (Desk::new(&trail).trades([1]),)).expect_err("it does not begin");
    assert!(matches!(refused, RunError::Stopped(Cause::Signal)), "{refused}");
    assert_eq!(refused.exit_code(), ExitCode::CLEAN);
    assert_eq!(trail.lines(), [], "nothing started, nothing sent, no phase");
}

/// Starts two desks, the first of which gets a signal meanwhile and leaves in this way.
fn stopped_by_the_first(leaving: Leaving) -> (RunError, Vec<Line>) {
    let (trail, stop) = (Trail::default(), Stop::new());
    let asking = stop.clone();
    let btc = Desk::<BtcUsdt>::new(&trail).trades([1]).leaves(leaving).on_start(move || asking.signal());
    let eth = Desk::<EthUsdt>::new(&trail).trades([1]);
    let refused = Sim::new().stop_on(stop).run(&pair, (btc, eth)).expect_err("it does not begin");
    (refused, trail.lines())
}

/// Fault 46: a signal while connectors start. There is no reconciliation yet: a connector's start is what takes time.
///
/// Requirements: C3, K1.
#[test]
fn fault_046_a_signal_during_the_start_ends_only_what_has_started() {
    let (refused, lines) = stopped_by_the_first(Leaving::AtOnce);
    assert!(matches!(refused, RunError::Stopped(Cause::Signal)), "{refused}");
    assert_eq!(refused.exit_code(), ExitCode::CLEAN);
    let market = BtcUsdt::NAME;
    assert_eq!(
        lines,
        [Line::Started(market), Line::Ended { at: Time::EPOCH, market }],
        "the second never began"
    );

    for leaving in [Leaving::Fails, Leaving::Never] {
        let (refused, lines) = stopped_by_the_first(leaving);
        assert_eq!(lines, [Line::Started(market)]);
        assert_eq!(
            refused.exit_code(),
            ExitCode::CONNECTOR_FAILED,
            "what does not end well is said: {refused}"
        );
    }
}

/// The signal comes while the last of them starts: all are ended.
///
/// Requirements: C3.
#[test]
fn fault_046_a_signal_during_the_last_start_ends_all() {
    let (trail, stop) = (Trail::default(), Stop::new());
    let asking = stop.clone();
    let btc = Desk::<BtcUsdt>::new(&trail).trades([1]);
    let eth = Desk::<EthUsdt>::new(&trail).trades([1]).on_start(move || asking.request());
    let refused = Sim::new().stop_on(stop).run(&pair, (btc, eth)).expect_err("it does not begin");
    assert!(matches!(refused, RunError::Stopped(Cause::Request)), "{refused}");
    let ended = trail.lines().iter().filter(|line| matches!(line, Line::Ended { .. })).count();
    assert_eq!((ended, refused.exit_code()), (2, ExitCode::CLEAN));
}

/// A terminator that panics while a start is taken back must not take the process with it, nor the other connectors' end.
///
/// Requirements: C3, T9.
#[test]
fn fault_046_a_panic_while_a_start_is_taken_back_is_contained() {
    let (refused, lines) = stopped_by_the_first(Leaving::Panics);
    assert_eq!(refused.exit_code(), ExitCode::CONNECTOR_FAILED, "{refused}");
    assert_eq!(lines, [Line::Started(BtcUsdt::NAME)]);
}

/// The same while the second one starts: the first one is ended.
///
/// Requirements: C3, T9.
#[test]
fn fault_046_a_panic_during_the_start_ends_what_has_started() {
    let trail = Trail::default();
    let btc = Desk::<BtcUsdt>::new(&trail).trades([1]);
    let eth = Desk::<EthUsdt>::new(&trail).trades([1]).on_start(|| panic!("a start that panics"));
    let refused = Sim::new().run(&pair, (btc, eth)).expect_err("it does not begin");
    assert_eq!(refused.exit_code(), ExitCode::CONNECTOR_FAILED, "{refused}");
    assert_eq!(trail.lines().last(), Some(&Line::Ended { at: Time::EPOCH, market: BtcUsdt::NAME }));
}
