//! Random networks of up to thirty combinators, over random inputs, give what the model gives, instant by instant.
//!
//! Graphs are conformance cases: first-order nodes, loops through held values, switches, and graphs built at
//! run time inside each other. A case that differs is printed as a line that the example `conformance` runs.

#[path = "conformance/runner/mod.rs"]
#[allow(dead_code, reason = "what is expected comes from the model, not from the case")]
mod runner;

#[path = "random_networks/generate.rs"]
mod generate;
#[path = "conformance/model.rs"]
mod model;

use proptest::prelude::*;
use runner::case::Case;
use runner::outcome::Outcome;
use runner::run::{Registered, Run};
use serde_json::Value;
use tidegate::network::Snapshot;

/// A random case with its text and what the model makes of it.
struct Random {
    text: Value,
    case: Case,
    expected: Outcome,
}

fn random(seed: u64) -> Random {
    let text = generate::case(seed);
    let case: Case = serde_json::from_value(text.clone()).unwrap_or_else(|error| panic!("{error}: {text}"));
    let nodes = text["nodes"].as_array().expect("a case has nodes");
    let expected = model::run(&case, nodes);
    Random { text, case, expected }
}

impl Random {
    fn check(&self, found: &Outcome, how: &str) {
        if let Some(difference) = self.expected.first_difference(found) {
            panic!("{how}: {difference}\n{}", self.text);
        }
    }

    fn start(&self, registered: Registered) -> Run<'_> {
        Run::new(&self.case, registered).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    fn runs(&self, run: &mut Run<'_>, instants: std::ops::Range<usize>) {
        for at in instants {
            run.instant(at).unwrap_or_else(|error| panic!("instant {at}: {error}: {}", self.text));
        }
    }

    fn in_one_piece(&self, registered: Registered, how: &str) {
        let mut run = self.start(registered);
        self.runs(&mut run, 0..self.case.n);
        self.check(&run.outcome, how);
    }

    fn split_before(&self, split: usize) {
        let mut first = self.start(Registered::default());
        self.runs(&mut first, 0..split);
        let snapshot = first.network.save().expect("the state can be saved");
        let text = serde_json::to_string(&snapshot).expect("a snapshot is data");
        let snapshot: Snapshot = serde_json::from_str(&text).expect("and comes back");
        let mut second = self.start(Registered::default());
        second.network =
            second.network.restore(&snapshot).unwrap_or_else(|error| panic!("{error}: {}", self.text));
        second.outcome = first.outcome;
        self.runs(&mut second, split..self.case.n);
        self.check(&second.outcome, &format!("split before {split}"));
    }
}

fn agrees(seed: u64) {
    let random = random(seed);
    random.in_one_piece(Registered::default(), "in one piece");
    random.in_one_piece(Registered { boxed: true, ..Registered::default() }, "boxed");
    random
        .in_one_piece(Registered { reversed: true, ..Registered::default() }, "inputs registered in reverse");
    random.split_before(seed as usize % (random.case.n + 1));
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 0, ..ProptestConfig::with_cases(4_000) })]

    #[test]
    fn a_random_network_does_what_the_model_says(seed in any::<u64>()) {
        agrees(seed);
    }
}

#[test]
fn the_random_networks_have_everything() {
    let texts: String = (0..400).map(|seed| generate::case(seed).to_string()).collect();
    for op in generate::OPS {
        assert!(texts.contains(&format!("\"op\":\"{op}\"")), "{op} never occurs");
    }
    let sizes: Vec<usize> = (0..400).map(|seed| generate::size(&generate::case(seed))).collect();
    assert!(sizes.iter().any(|size| *size >= 30), "the largest has {:?} nodes", sizes.iter().max());
}

#[test]
#[ignore = "minutes: a hundred thousand networks"]
fn a_hundred_thousand_random_networks_do_what_the_model_says() {
    (0..100_000).for_each(agrees);
}
