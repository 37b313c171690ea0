//! A split run is the unsplit run, wherever it is split and however the snapshot travels.

use tidegate::network::Snapshot;

use crate::strategy::{Strategy, script};

/// Every instant of the script and of the alarms up to its end, in one piece.
fn whole() -> Vec<String> {
    let (mut strategy, mut seen) = (Strategy::new(), Vec::new());
    script().into_iter().for_each(|step| strategy.run(step, &mut seen));
    seen
}

fn through_json(snapshot: &Snapshot) -> Snapshot {
    let text = serde_json::to_string(snapshot).expect("a snapshot is data");
    serde_json::from_str(&text).expect("and comes back")
}

fn through_postcard(snapshot: &Snapshot) -> Snapshot {
    let bytes = postcard::to_allocvec(snapshot).expect("a snapshot is data");
    postcard::from_bytes(&bytes).expect("and comes back")
}

#[test]
fn the_script_reaches_alarms_and_repeated_timestamps() {
    let (steps, whole) = (script(), whole());
    assert!(whole.len() > steps.len() + 20, "alarms have instants of their own");
    assert!(steps.windows(2).any(|pair| pair[0].0 == pair[1].0), "some timestamps repeat");
}

#[test]
fn a_run_split_at_any_instant_is_the_run_in_one_piece() {
    let whole = whole();
    for split in 0..=script().len() {
        let (mut first, mut seen) = (Strategy::new(), Vec::new());
        script().into_iter().take(split).for_each(|step| first.run(step, &mut seen));
        let snapshot = first.network.save().expect("the state can be saved");
        assert_eq!(snapshot.at(), first.network.now());

        let mut second = Strategy::new().restore(&through_json(&snapshot));
        assert_eq!(second.network.now(), first.network.now());
        assert_eq!(second.network.next_alarm(), first.network.next_alarm(), "alarms are armed again");
        assert_eq!(second.network.save().as_ref(), Ok(&snapshot), "what was restored is what was saved");
        script().into_iter().skip(split).for_each(|step| second.run(step, &mut seen));
        assert_eq!(seen, whole, "split before step {split}");
    }
}

#[test]
fn a_run_that_is_restored_after_every_instant_is_the_run_in_one_piece() {
    let (mut strategy, mut seen) = (Strategy::new(), Vec::new());
    let hand_over = |strategy: &Strategy| {
        let snapshot = strategy.network.save().expect("the state can be saved");
        Strategy::new().restore(&through_postcard(&snapshot))
    };
    for step in script() {
        let at = tidegate::time::Time::from_secs(step.0);
        while let Some(due) = strategy.network.next_deadline().filter(|due| *due < at) {
            strategy.alarm(due, &mut seen);
            strategy = hand_over(&strategy);
        }
        strategy.run(step, &mut seen);
        strategy = hand_over(&strategy);
    }
    assert_eq!(seen, whole());
}
