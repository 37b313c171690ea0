//! A venue that hangs up again and again: the system comes back, and knows in the end what became of every order.

use std::thread;
use std::time::Duration;

use crate::judge::Judge;
use crate::system::System;

/// Requirements: C2, D7, K1, R8.
#[test]
fn a_system_whose_venue_hangs_up_comes_back_and_accounts_for_every_order() {
    for patience in [210, 1_001] {
        let system = System::before(Judge::with_patience(patience));
        while system.placed() < 4 * patience {
            thread::sleep(Duration::from_millis(1));
        }
        system.signal(&["TERM"]);
        let ended = system.end();
        let (ledger, what) = (&ended.ledger, format!("patience {patience}: {ended:?}"));
        assert!(ledger.hung_up >= 3, "it came back each time: {what}");
        assert!(ledger.working.is_empty(), "orders are left at the venue: {what}");
        assert_eq!((ledger.reused, ledger.after_seal), (0, 0), "{what}");
        assert!(ended.count("submitted") >= ledger.placed, "an order that nobody knows of: {what}");
        // What was on the line when it broke may never have come: then nobody knows, and the exit code says so.
        assert_eq!(ended.code == Some(0), ended.count("unknown") == 0, "{what}");
    }
}
