//! Descriptions are the same bytes as those that are kept under `tests/look/kept`.
//!
//! After a change that is meant, `LOOK=overwrite cargo test --test look --test examples` writes them anew; look at the
//! difference before it is committed.

use std::fs;
use std::path::Path;

use tidegate::network::Description;

use crate::everything::everything;

/// Compares with the kept file, or writes it if that is asked for.
#[track_caller]
fn is_kept(name: &str, found: &str) {
    let path = Path::new("tests/look/kept").join(name);
    if std::env::var("LOOK").is_ok_and(|wish| wish == "overwrite") {
        fs::write(&path, found).expect("room for the file");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    let same = kept.lines().zip(found.lines()).take_while(|(kept, found)| kept == found).count();
    let line = |text: &str| text.lines().nth(same).unwrap_or("nothing").to_owned();
    assert!(
        kept == found,
        "{} differs from line {} on: expected {}, found {}; LOOK=overwrite writes it anew",
        path.display(),
        same + 1,
        line(&kept),
        line(found)
    );
}

#[test]
fn a_network_with_everything_as_text() {
    is_kept("everything.txt", &everything().to_text());
}

#[test]
fn a_network_with_everything_for_mermaid() {
    is_kept("everything.mmd", &everything().to_mermaid());
}

#[test]
fn a_network_with_everything_for_graphviz() {
    is_kept("everything.dot", &everything().to_dot());
}

#[test]
fn a_network_with_everything_for_programs() {
    let json = serde_json::to_string_pretty(&everything()).expect("it is data");
    is_kept("everything.json", &(json + "\n"));
}

#[cfg(feature = "report")]
#[test]
fn a_network_with_everything_as_a_picture() {
    is_kept("everything.svg", &tidegate::report::graph_svg("everything", &everything()));
}

#[test]
fn two_networks_that_are_built_alike_look_alike() {
    assert_eq!(everything(), everything());
}

#[test]
fn no_form_knows_where_this_was_compiled() {
    let here = env!("CARGO_MANIFEST_DIR");
    let forms = |look: &Description| [look.to_text(), look.to_mermaid(), look.to_dot()].concat();
    assert!(!forms(&everything()).contains(here));
}
