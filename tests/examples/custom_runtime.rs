//! A runtime of one's own keeps all laws and gives the instants of the simulation.

use crate::program::Folder;

#[test]
fn the_custom_runtime_keeps_every_law_and_runs_a_strategy() {
    let done = Folder::new().run("custom_runtime", "");
    assert_eq!(done.code, Some(0), "{}", done.err);
    let (kept, broken) = (done.out.matches('✓').count(), done.out.matches('✗').count());
    assert!(kept >= 39 && broken == 0, "{}", done.out);
    assert!(done.out.contains("50 orders filled"), "{}", done.out);
}
