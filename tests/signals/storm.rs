//! A storm of signals: many, mixed, as fast as they can be sent.

use std::process::Command;
use std::thread;

use tidegate::runtime::Stop;

use crate::child::{Child, say, wait_for_parent};
use crate::system::{Answers, run};

/// Storms, each of other signals.
const STORMS: u64 = 20;

/// Two systems that are stopped by what comes; what comes after their end is of no interest, as a third one listens.
fn stopped() {
    let stop = Stop::new();
    stop.on_signals().expect("it may listen");
    thread::scope(|scope| {
        for (name, answers) in [("polite", Answers::AtOnce), ("deaf", Answers::Never)] {
            scope.spawn(move || {
                let report = run(name, answers).report;
                say(format_args!("{name}: {} causes", report.causes.len()));
            });
        }
    });
    wait_for_parent();
    say(format_args!("alive, and asked: {}", stop.requested().is_some()));
}

/// Numbers that look random (Knuth's multiplier, the upper bits).
fn random(seed: u64, n: u64) -> usize {
    let mixed = (seed * 1_000 + n + 1).wrapping_mul(6_364_136_223_846_793_005);
    usize::try_from(mixed >> 33).expect("31 bits")
}

/// From 1 to 100 signals from one shell, which sends a hundred in some milliseconds.
fn storm(seed: u64, child: &Child) -> usize {
    let many = 1 + random(seed, 0) % 100;
    let signals = (0..many).map(|n| ["TERM", "INT", "HUP"][random(seed, n as u64 + 1) % 3]);
    let script: String = signals.map(|signal| format!("kill -{signal} {}\n", child.id())).collect();
    let status = Command::new("sh").arg("-c").arg(script).status().expect("a shell");
    assert!(status.success(), "storm {seed}: the child is gone");
    many
}

/// Requirements: K1, K3.
#[test]
fn k1_a_storm_of_signals_kills_nobody_and_all_come_to_their_end() {
    for seed in 0..STORMS {
        let Some(mut child) =
            Child::of("storm::k1_a_storm_of_signals_kills_nobody_and_all_come_to_their_end")
        else {
            return stopped();
        };
        child.says_all(["polite: up", "deaf: up"]);
        let many = storm(seed, &child);
        // There may have been reloads only.
        for signal in ["TERM", "INT"] {
            child.send(signal);
        }
        let mut ended = 0;
        while ended < 2 {
            let line = child.says();
            let causes = line.split_once(": ").and_then(|(_, rest)| rest.strip_suffix(" causes"));
            if let Some(causes) = causes.and_then(|causes| causes.parse::<usize>().ok()) {
                assert!((1..=many + 2).contains(&causes), "storm {seed} of {many}: {line}");
                ended += 1;
            }
        }
        child.let_go();
        child.says_all(["alive, and asked: true"]);
        child.ends();
    }
}
