//! Hooks that fail, panic, hang, and their order.

use tidegate::control::{Cause, ExitCode, HookEnd, Phase, Priority};
use tidegate::prelude::*;
use tidegate::runtime::{Hook, Runtime, Sim};

use crate::desk::Desk;
use crate::traders::resting;
use crate::trail::Trail;
use crate::trial::{Run, play};

/// A shutdown at second 2 with these hooks.
fn with_hooks(hooks: impl Fn() -> Vec<Hook>) -> Run {
    play(|sim: Sim, trail: &Trail| {
        let sim = hooks().into_iter().fold(sim, Sim::hook);
        let sim = sim.cause_at(Time::from_secs(2), Cause::Signal, "SIGTERM");
        (sim, resting::<1>, (Desk::new(trail).trades([1, 9]),))
    })
}

fn well(name: &str) -> Hook {
    Hook::new(name, Phase::SaveState, Priority::Low, |_| async { Ok(()) })
}

/// How each hook ended, in the order in which they ran.
fn ends(run: &Run) -> Vec<(&str, HookEnd)> {
    run.report().hooks.iter().map(|hook| (hook.name.as_str(), hook.end.clone())).collect()
}

/// Fault 47: a hook returns an error.
///
/// Requirements: P1, P3, T9, T11, T13.
#[test]
fn fault_047_a_hook_that_fails_is_recorded_and_the_next_one_runs() {
    let run = with_hooks(|| {
        let fails = |_| async { Err("the disk is full".to_owned()) };
        vec![Hook::new("flush", Phase::SaveState, Priority::Critical, fails), well("next")]
    });
    let failed = HookEnd::Failed("the disk is full".into());
    assert_eq!(ends(&run), [("flush", failed), ("next", HookEnd::Ended)]);
    assert_eq!((run.exit(), run.took()), (ExitCode::CLEAN, Span::ZERO), "a hook is no part of the result");
    assert!(run.report().alerts.iter().any(|alert| alert.code == "hook.failed"));
}

/// Fault 48: a hook panics, before or after its first wait.
///
/// Requirements: P1, T9, T11.
#[test]
fn fault_048_a_hook_that_panics_is_recorded_and_the_next_one_runs() {
    let run = with_hooks(|| {
        let early = Hook::new("early", Phase::CancelPending, Priority::Critical, |_| {
            assert!(std::hint::black_box(false), "at once");
            async { Ok(()) }
        });
        let late = Hook::new("late", Phase::CancelPending, Priority::High, |context| async move {
            context.clock.wait(Span::from_secs(1)).await;
            panic!("after a wait")
        });
        vec![early, late, well("next")]
    });
    let panicked = |text: &str| HookEnd::Panicked(text.into());
    let expected =
        [("early", panicked("at once")), ("late", panicked("after a wait")), ("next", HookEnd::Ended)];
    assert_eq!(ends(&run), expected);
    assert_eq!((run.exit(), run.took()), (ExitCode::CLEAN, Span::from_secs(1)));
    assert_eq!(run.report().orders.cancelled, 1, "the phase's own work is done beside");
}

/// Fault 49: a hook hangs.
///
/// Requirements: N1, N2, P2, T7, T9.
#[test]
fn fault_049_a_hook_that_hangs_is_left_behind_at_its_limit_and_the_next_one_runs() {
    let run = with_hooks(|| {
        let hangs = |_| std::future::pending();
        let own =
            Hook::new("own limit", Phase::SaveState, Priority::Critical, hangs).limit(Span::from_secs(1));
        vec![Hook::new("no limit", Phase::SaveState, Priority::High, hangs), own, well("next")]
    });
    let expected =
        [("own limit", HookEnd::Abandoned), ("no limit", HookEnd::Abandoned), ("next", HookEnd::Ended)];
    assert_eq!(ends(&run), expected);
    assert_eq!(run.took(), Span::from_secs(6), "one second, and the five of `Budgets::hook`");
    assert_eq!(run.exit(), ExitCode::CLEAN);

    let run = with_hooks(|| {
        let hangs = Hook::new("hangs", Phase::CancelPending, Priority::Low, |_| std::future::pending());
        vec![hangs.limit(Span::from_secs(10_000))]
    });
    assert_eq!(run.took(), Span::from_secs(150), "no hook outlives its phase");
}

/// Fault 50: hooks of all five priorities, registered in any order.
///
/// Requirements: P1, P2, P3, P4, R7, T22.
#[test]
fn fault_050_hooks_run_by_phase_and_priority_whatever_the_order_of_registration() {
    let mut names = Vec::new();
    for phase in [Phase::CancelPending, Phase::SaveState] {
        for priority in Priority::ALL {
            names.push((format!("{phase}/{priority:?}"), phase, priority));
        }
    }
    let expected: Vec<String> = names.iter().map(|(name, ..)| name.clone()).collect();
    for seed in 0..20 {
        let run = with_hooks(|| {
            let mut shuffled = names.clone();
            shuffle(&mut shuffled, seed);
            let hook = |(name, phase, priority): (String, Phase, Priority)| {
                Hook::new(name, phase, priority, |context| async move {
                    context.clock.wait(Span::from_millis(100)).await;
                    Ok(())
                })
            };
            shuffled.into_iter().map(hook).collect()
        });
        let ran: Vec<&str> = run.report().hooks.iter().map(|hook| hook.name.as_str()).collect();
        assert_eq!(ran, expected, "seed {seed}");
        for (place, hook) in (0_u64..).zip(&run.report().hooks) {
            let began = Time::from_secs(2).after(Span::from_millis(100 * place));
            let ended = began.after(Span::from_millis(100));
            assert_eq!(
                (hook.began, hook.ended),
                (began, ended),
                "{} one after the other, with times",
                hook.name
            );
        }
    }
}

/// Fisher and Yates, by a generator of one line.
fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(1);
    for place in (1..items.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        items.swap(place, (state >> 33) as usize % (place + 1));
    }
}
