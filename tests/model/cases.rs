//! All cases of the sample, those with parts built at run time included.

use crate::graph::run;
use crate::runner::case::Case;
use crate::runner::outcome::Outcome;

/// All cases, each with its nodes as text.
fn cases() -> Vec<(Case, Vec<serde_json::Value>)> {
    let nodes = |line: &str| {
        let case: serde_json::Value = serde_json::from_str(line).expect("a line of the sample is data");
        case["nodes"].as_array().expect("a case has nodes").clone()
    };
    let lines = include_str!("../conformance/public_sample.jsonl").lines();
    lines.map(|line| (serde_json::from_str(line).expect("a line is a case"), nodes(line))).collect()
}

#[test]
fn the_model_gives_what_the_reference_gave() {
    let cases = cases();
    let of_level = |level| cases.iter().filter(|(case, _)| case.lvl == level).count();
    assert_eq!(["core", "switch", "rec", "dyn"].map(of_level), [18, 16, 12, 14], "no case is left out");
    for (case, nodes) in &cases {
        let expected = case.expected().expect("a case of the sample carries what is expected");
        let found: Outcome = run(case, nodes);
        if let Some(difference) = expected.first_difference(&found) {
            panic!("{}: {difference}", case.id);
        }
        assert_eq!(expected, &found, "{}", case.id);
    }
}
