//! What a program wants done while its system stops.

use super::{AMPLE, SHORT, watched};
use crate::control::{ExitCode, HookEnd, Phase, Priority};
use crate::runtime::{Hook, Outcome, Runtime};
use crate::testing::runtime::finding::{Finding, begun, equal, exits, is_so};
use crate::testing::runtime::probe::{Line, Probe, Record};
use crate::testing::runtime::traders::{Answer, nothing, trader};
use crate::testing::runtime::trial::{Demand, Make};
use crate::time::Span;

pub(super) fn laws<R: Runtime + 'static>() -> Vec<Demand<R>> {
    vec![
        Demand {
            name: "hooks run in their phases",
            demands: "each runs once, after its phase has begun and before the next one does, and waits by the system's time",
            keeps: run_in_their_phases,
        },
        Demand {
            name: "a hook that overruns is left behind",
            demands: "at its limit it is dropped and on record, the next one runs, and the exit code is what it would have been",
            keeps: left_behind,
        },
    ]
}

const PHASES: [Phase; 3] = [Phase::CancelPending, Phase::SaveState, Phase::Disconnect];

/// Waits a little, and says so before and after.
fn hook(record: &Record, phase: Phase) -> Hook {
    let record = record.clone();
    Hook::new(phase.name(), phase, Priority::High, move |context| {
        let record = record.clone();
        async move {
            record.note(Line::Hook(format!("{phase} begins")));
            context.clock.wait(Span::from_millis(2)).await;
            record.note(Line::Hook(format!("{phase} ends")));
            Ok(())
        }
    })
}

/// How each hook ended.
fn ends(outcome: &Outcome) -> Vec<HookEnd> {
    outcome.report.hooks.iter().map(|hook| hook.end.clone()).collect()
}

fn run_in_their_phases<R: Runtime>(make: &Make<R>) -> Finding {
    let record = Record::default();
    let strategy = trader(&record, Answer::Done(0), nothing);
    // In no order.
    let runtime = PHASES
        .iter()
        .rev()
        .fold(watched(make, &record, AMPLE), |runtime, phase| runtime.hook(hook(&record, *phase)));
    let outcome = begun(runtime.run(&strategy, (Probe::new(&record).trades(2),)))?;
    let ran = record.pick(|line| match line {
        Line::Phase(phase) if PHASES.contains(phase) => Some(phase.to_string()),
        Line::Hook(what) => Some(what.clone()),
        _ => None,
    });
    let expected = PHASES.iter().flat_map(|phase| {
        let phase = phase.to_string();
        [phase.clone(), format!("{phase} begins"), format!("{phase} ends")]
    });
    equal("phases and hooks", expected.collect(), ran)?;
    equal("how hooks ended", vec![HookEnd::Ended; 3], ends(&outcome))
}

/// Says when it is dropped.
struct Dropped(Record);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.note(Line::Hook("dropped".to_owned()));
    }
}

fn left_behind<R: Runtime>(make: &Make<R>) -> Finding {
    let record = Record::default();
    let strategy = trader(&record, Answer::Done(0), nothing);
    let held = record.clone();
    let slow = Hook::new("slow", Phase::SaveState, Priority::Critical, move |context| {
        let held = Dropped(held.clone());
        async move {
            context.clock.wait(Span::from_secs(3_600)).await;
            drop(held);
            Ok(())
        }
    });
    let runtime = watched(make, &record, AMPLE).hook(slow.limit(SHORT)).hook(hook(&record, Phase::SaveState));
    let outcome = begun(runtime.run(&strategy, (Probe::new(&record).trades(2),)))?;
    equal("how hooks ended", vec![HookEnd::Abandoned, HookEnd::Ended], ends(&outcome))?;
    let hooks = record.pick(|line| match line {
        Line::Hook(what) => Some(what.clone()),
        _ => None,
    });
    is_so("the hooks", hooks.iter().any(|hook| hook == "dropped"), "the slow one dropped", &hooks)?;
    equal("what hooks did", 3, hooks.len())?;
    exits(ExitCode::CLEAN, &outcome)
}
