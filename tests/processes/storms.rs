//! Many signals at once, of all kinds.

use crate::system::System;

/// Numbers that look random and are the same at every run.
fn mixed(of: u64) -> u64 {
    let one = of.wrapping_add(0x9E37_79B9_7F4A_7C15).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (one ^ (one >> 31)).wrapping_mul(0x94D0_49BB_1331_11EB) >> 33
}

/// However many come within some milliseconds, the system ends, with a report or a crash record, and with the code that says
/// how: asked, forced, aborted.
///
/// Requirements: I1, K1, K3.
#[test]
fn a_storm_of_signals_ends_a_system_and_hangs_none() {
    for run in 0..20_u64 {
        let system = System::start();
        let names = ["TERM", "INT", "HUP"];
        let count = 1 + mixed(run) % 100;
        let storm = (0..count).map(|n| names[(mixed(run << 8 | n) % 3) as usize]);
        // The last one asks to stop in any case.
        let storm: Vec<&str> = storm.chain(["TERM"]).collect();
        system.signal(&storm);
        let ended = system.end();
        let what = || format!("run {run}, {count} signals: {ended:?}");
        assert!(matches!(ended.code, Some(0 | 82 | 86 | 87)), "{}", what());
        assert!(ended.ledger.half.is_empty(), "a submission was broken off: {}", what());
        assert!(ended.report.is_some(), "{}", what());
        if ended.code == Some(87) {
            assert!(ended.stderr.contains("a third signal"), "a crash record: {}", what());
        }
    }
}
