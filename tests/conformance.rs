//! The conformance cases: what a reference library made of random graphs, this one makes of them too.

use tidegate::network::Snapshot;

#[path = "conformance/runner/mod.rs"]
mod runner;

use runner::case::Case;
use runner::outcome::Outcome;
use runner::run::{Registered, Run, run};

/// All cases of the sample.
fn cases() -> Vec<Case> {
    let lines = include_str!("conformance/public_sample.jsonl").lines();
    lines.map(|line| serde_json::from_str(line).expect("a line of the sample is a case")).collect()
}

fn check(case: &Case, found: &Outcome, how: &str) {
    let expected = case.expected().expect("a case of the sample carries what is expected");
    if let Some(difference) = expected.first_difference(found) {
        panic!("{} ({how}): {difference}", case.id);
    }
    assert_eq!(expected, found, "{} ({how})", case.id);
}

#[test]
fn every_case_gives_what_the_reference_gave() {
    let cases = cases();
    let of_level = |level| cases.iter().filter(|case| case.lvl == level).count();
    let counts = ["core", "switch", "rec", "dyn"].map(of_level);
    assert_eq!(counts, [18, 16, 12, 14], "no case is left out");
    for case in &cases {
        check(case, &run(case).expect("the case runs"), "in one piece");
    }
}

#[test]
fn a_case_in_boxes_gives_the_same() {
    for case in &cases() {
        let mut run =
            Run::new(case, Registered { boxed: true, ..Registered::default() }).expect("the case builds");
        (0..case.n).for_each(|at| run.instant(at).expect("the instant runs"));
        check(case, &run.outcome, "boxed");
    }
}

#[test]
fn a_case_split_by_save_and_restore_at_any_instant_gives_the_same() {
    for case in &cases() {
        for split in 0..=case.n {
            let mut first = Run::new(case, Registered::default()).expect("the case builds");
            (0..split).for_each(|at| first.instant(at).expect("the instant runs"));
            let snapshot = first.network.save().expect("the state can be saved");
            let text = serde_json::to_string(&snapshot).expect("a snapshot is data");
            let snapshot: Snapshot = serde_json::from_str(&text).expect("and comes back");

            let mut second = Run::new(case, Registered::default()).expect("the case builds again");
            second.network = second.network.restore(&snapshot).expect("the shape is the same");
            second.outcome = first.outcome;
            (split..case.n).for_each(|at| second.instant(at).expect("the instant runs"));
            check(case, &second.outcome, &format!("split before {split}"));
        }
    }
}

#[test]
fn a_cycle_in_the_data_is_refused_with_its_path() {
    let loops = r#"{"id":"loop","n":1,"nodes":[
        {"id":0,"op":"input","name":"a"},
        {"id":1,"op":"union_with","x":0,"y":3,"f":"add"},
        {"id":2,"op":"split_parity","x":1,"id2":3}]}"#;
    let case: Case = serde_json::from_str(loops).expect("the case can be read");
    let refused = run(&case).expect_err("an event cannot need itself").to_string();
    assert_eq!(refused, "cycle without a delayed edge: 1 -> 3 -> 2 -> 1");
}

#[test]
fn a_loop_of_sixty_doublings_takes_no_longer_than_sixty_nodes() {
    let mut nodes = r#"{"id":0,"op":"input","name":"a"},{"id":1,"op":"stepper","x":99,"init":1}"#.to_owned();
    for id in 2..62 {
        nodes += &format!(r#",{{"id":{id},"op":"lift2","p":{},"q":{},"f":"add"}}"#, id - 1, id - 1);
    }
    nodes += r#",{"id":99,"op":"tag","p":61,"x":0}"#;
    let line = format!(
        r#"{{"id":"deep","n":3,"in":{{"a":[[0,7],[1,7]]}},"nodes":[{nodes}],"ev_out":[99],"bh_out":[1],
        "exp":{{"ev":{{"99":[[0,1152921504606846976],[1,0]]}},"bh":{{"1":[[0,1],[1,1152921504606846976],[2,0]]}}}}}}"#
    );
    let case: Case = serde_json::from_str(&line).expect("the case can be read");
    check(&case, &run(&case).expect("the case runs"), "deep");
}
