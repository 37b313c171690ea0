//! The conformance program: right, different and unusable cases.

use std::fs;

use crate::program::Folder;

const GOOD: &str = r#"{"id":"good","lvl":"core","n":3,"in":{"a":[[0,5],[1,6]]},"nodes":[{"id":0,"op":"input","name":"a"},{"id":1,"op":"stepper","x":0,"init":-1},{"id":2,"op":"tag","p":1,"x":0}],"ev_out":[2],"bh_out":[],"exp":{"ev":{"2":[[0,-1],[1,5]]},"bh":{}}}"#;

#[test]
fn the_public_sample_is_equal() {
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance/public_sample.jsonl");
    let done = Folder::new().run("conformance", sample);
    assert_eq!((done.code, done.err.as_str()), (Some(0), ""));
    assert!(done.out.contains(" 0 different, 0 bad"), "{done:?}");
}

#[test]
fn a_case_that_differs_is_shown() {
    let folder = Folder::new();
    folder
        .write("cases", format!("{GOOD}\n\n{}\n", GOOD.replace("[1,5]]", "[1,7]]").replace("good", "wrong")));
    let done = folder.run("conformance", "cases");
    assert_eq!(done.code, Some(1));
    assert!(
        done.out.starts_with("wrong (core): ") && done.out.contains("1 equal, 1 different, 0 bad"),
        "{done:?}"
    );
}

/// The line is named, the other cases are still judged, and the exit code tells.
#[test]
fn a_case_that_cannot_be_used_is_named() {
    let cycle = r#"{"id":"loop","lvl":"rec","n":3,"in":{"a":[[0,5]]},"nodes":[{"id":0,"op":"input","name":"a"},{"id":1,"op":"union_with","x":2,"y":0,"f":"left"},{"id":2,"op":"map_affine","x":1,"a":1,"b":1}],"ev_out":[2],"bh_out":[],"exp":{"ev":{"2":[]},"bh":{}}}"#;
    let unknown = GOOD.replace("\"tag\"", "\"teleport\"");
    let folder = Folder::new();
    for (bad, words) in [
        ("{\"id\":", ["cases:2", "EOF"]),
        ("[]", ["cases:2", ""]),
        ("\u{1}\u{2}", ["cases:2", ""]),
        (unknown.as_str(), ["cases:2", "teleport"]),
        (cycle, ["cases:2: case loop", "1 -> 2"]),
    ] {
        folder.write("cases", format!("{GOOD}\n{bad}\n{GOOD}\n"));
        let done = folder.run("conformance", "cases");
        assert_eq!(done.code, Some(2), "{done:?}");
        assert!(done.out.contains("2 equal, 0 different, 1 bad"), "{done:?}");
        assert!(words.iter().all(|word| done.err.contains(word)), "expected {words:?}: {done:?}");
        assert!(!done.err.contains("panicked"), "{done:?}");
    }
}

#[test]
fn a_file_that_cannot_be_used_is_refused() {
    let folder = Folder::new();
    folder.run("conformance", "missing").is_refused(&["missing"]);
    fs::create_dir(folder.path("folder")).expect("a folder");
    folder.run("conformance", "folder").is_refused(&["folder"]);
    folder.write("empty", "");
    folder.run("conformance", "empty").is_refused(&["empty", "at least one case"]);
    folder.run("conformance", "").is_refused(&["<FILE>"]);
}
