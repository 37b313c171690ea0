//! The project checks its own shape: which module may use which, how files begin, how long they are.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The modules from the lowest layer to the highest, each with all that it may use.
///
/// A row names only rows above it, so no cycle can be written here. What stands in a higher layer may
/// not always use all of the lower ones: networks know no markets, and the protocol of stopping knows
/// neither strategies nor gates.
const MODULES: &[(&str, &[&str])] = &[
    // 0: values
    ("rng", &[]),
    ("time", &[]),
    ("money", &["time"]),
    ("market", &["money", "time"]),
    // 1: the network
    ("network", &["time"]),
    // its meaning: it knows nothing of the network, and only tests know it
    ("model", &["time"]),
    // how work is owned, cancelled and joined
    ("scope", &["rng", "time"]),
    // hours of markets
    ("session", &["time", "network"]),
    // what is watched of prices, trades and books
    ("indicator", &["time", "money", "market", "network"]),
    // 2: decision, protocol, boundary
    ("control", &["time", "money", "market", "network"]),
    ("safety", &["time", "money", "market", "network", "control"]),
    ("strategy", &["time", "money", "market", "network", "control"]),
    // 3: the edges
    ("edge", &["time", "network"]),
    ("journal", &["time", "money", "market", "network", "control"]),
    ("connector", &["rng", "time", "money", "market", "network", "scope", "control", "safety"]),
    ("report", &["time", "money", "market", "network", "control", "safety", "connector"]),
    // 4: what runs strategies
    (
        "runtime",
        &[
            "rng",
            "time",
            "money",
            "market",
            "network",
            "scope",
            "control",
            "safety",
            "strategy",
            "journal",
            "connector",
            "report",
        ],
    ),
    // 5: tools for tests
    (
        "testing",
        &[
            "time",
            "money",
            "market",
            "network",
            "model",
            "scope",
            "control",
            "safety",
            "strategy",
            "journal",
            "connector",
            "report",
            "runtime",
        ],
    ),
];

/// Files that only name what others define.
const REEXPORTS: [&str; 2] = ["lib", "prelude"];

/// How long a file may be: in the library beyond this it holds two ideas, in an example it shows too much at once.
const LONGEST: [(&str, usize); 2] = [("src", 400), ("examples", 119)];

/// Files that are longer, and why.
const LONGER: &[(&str, &str)] = &[
    ("src/network/event/mod.rs", "one trait; its documentation is the list of combinators"),
    ("src/network/sequence/mod.rs", "one trait; its documentation is the list of combinators"),
];

#[test]
fn arrows_point_down() {
    let allowed: BTreeMap<&str, &[&str]> = MODULES.iter().copied().collect();
    let mut wrong = Vec::new();
    for (path, text) in sources("src") {
        let module = segments(&path)[0].clone();
        if REEXPORTS.contains(&module.as_str()) {
            continue;
        }
        let Some(allowed) = allowed.get(module.as_str()) else {
            wrong.push(format!("{}: `{module}` has no layer: give it a row in MODULES", path.display()));
            continue;
        };
        let upward = |used: &&String| **used != module && !allowed.contains(&used.as_str());
        for used in uses(&path, &text).iter().filter(upward) {
            wrong.push(format!("{}: `{module}` may not use `{used}`", path.display()));
        }
    }
    none(&wrong);
}

#[test]
fn layers_name_only_layers_below_and_modules_that_exist() {
    for (place, (module, used)) in MODULES.iter().enumerate() {
        let below = |used: &&str| MODULES[..place].iter().any(|(module, _)| module == used);
        assert!(used.iter().all(below), "the row of `{module}` names a row that is not above it");
        let exists =
            Path::new("src").join(module).exists() || Path::new("src").join(format!("{module}.rs")).exists();
        assert!(exists, "there is no module `{module}`");
    }
}

#[test]
fn files_begin_with_their_purpose() {
    let silent = |(_, text): &(PathBuf, String)| !text.starts_with("//! ");
    let silent = sources("src").into_iter().filter(silent);
    none(&silent.map(|(path, _)| path.display().to_string()).collect::<Vec<_>>());
}

#[test]
fn files_are_named_after_an_idea() {
    const NO_IDEA: [&str; 6] = ["utils", "util", "common", "helpers", "helper", "misc"];
    let mut wrong = Vec::new();
    for (path, _) in ["src", "tests", "examples", "benches"].iter().flat_map(|folder| sources(folder)) {
        let parts = path.with_extension("");
        let nameless = |part: &&str| NO_IDEA.contains(part);
        wrong.extend(
            parts.iter().filter_map(|part| part.to_str()).find(nameless).map(|_| path.display().to_string()),
        );
    }
    none(&wrong);
}

#[test]
fn files_hold_one_idea() {
    let wrong: Vec<String> = LONGEST.iter().flat_map(|(folder, longest)| misfits(folder, *longest)).collect();
    none(&wrong);
}

/// Files that are too long, and exceptions that are exceptions no more.
fn misfits(folder: &str, longest: usize) -> Vec<String> {
    let misfit = |(path, text): (PathBuf, String)| {
        let (name, lines) = (path.to_str().expect("plain letters"), text.lines().count());
        match LONGER.iter().any(|(longer, _)| *longer == name) {
            true if lines <= longest => Some(format!("{name} is short again: take it out of LONGER")),
            false if lines > longest => Some(format!("{name}: {lines} lines, at most {longest}")),
            _ => None,
        }
    };
    sources(folder).into_iter().filter_map(misfit).collect()
}

#[test]
fn nothing_is_left_to_be_done_and_nothing_is_unsafe() {
    // Written in two halves, so that a search for them does not find this line.
    let unfinished =
        [["TO", "DO"], ["to", "do!"], ["unimple", "mented!"], ["db", "g!"]].map(|halves| halves.concat());
    let mut wrong = Vec::new();
    for (path, text) in sources("src") {
        for (number, line) in text.lines().enumerate() {
            let found = unfinished.iter().filter(|word| line.contains(word.as_str()));
            wrong.extend(found.map(|word| format!("{}:{}: {word}", path.display(), number + 1)));
        }
    }
    none(&wrong);
    let manifest = fs::read_to_string("Cargo.toml").expect("the manifest");
    assert!(
        manifest.lines().any(|line| line == "unsafe_code = \"forbid\""),
        "unsafe code has to be forbidden"
    );
}

#[test]
fn a_planted_arrow_is_seen_however_it_is_written() {
    let seen = |path: &str, text: &str| uses(Path::new(path), text).into_iter().collect::<Vec<_>>();
    assert_eq!(seen("src/network/plan.rs", "use crate::runtime::Sim;"), ["runtime"]);
    assert_eq!(
        seen("src/network/plan.rs", "use crate::{\n    market::{Fill, Side},\n    time,\n};"),
        ["market", "time"]
    );
    assert_eq!(seen("src/network/plan.rs", "fn f() -> crate::safety::Gate { panic!() }"), ["safety"]);
    assert_eq!(seen("src/network/event/map.rs", "use super::super::super::control::Cause;"), ["control"]);
    assert_eq!(seen("src/network/mod.rs", "use super::{money::Price, time::Time};"), ["money", "time"]);
    assert_eq!(
        seen("src/network/mod.rs", "//! use crate::runtime::Sim;\n/// [`crate::report`]\n// crate::safety"),
        [""; 0]
    );
    assert_eq!(seen("src/network/event/map.rs", "use super::time::Alarm;"), [""; 0]);
}

/// All Rust files under a folder, with their text.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the project") {
            let path = entry.expect("an entry").path();
            match path.extension().and_then(|extension| extension.to_str()) {
                _ if path.is_dir() => folders.push(path),
                Some("rs") => found.push((path.clone(), fs::read_to_string(&path).expect("a text"))),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

/// The path of a file's module: `src/network/event/mod.rs` is `network`, `event`.
fn segments(path: &Path) -> Vec<String> {
    let parts = path.with_extension("");
    let parts = parts.iter().skip(1).map(|part| part.to_str().expect("plain letters").to_owned());
    parts.filter(|part| part != "mod").collect()
}

/// The modules of the crate that a file names, in code.
fn uses(path: &Path, text: &str) -> BTreeSet<String> {
    let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    // As many steps up as the module is deep lead to the crate.
    let up = "super::".repeat(segments(path).len());
    let known = |name: &String| MODULES.iter().any(|(module, _)| module == name);
    ["crate::", &up].iter().flat_map(|root| names_after(root, &code)).filter(known).collect()
}

/// The first names of all paths that begin with `root`; of `root::{a::b, c}` that is `a` and `c`.
fn names_after(root: &str, code: &str) -> Vec<String> {
    let name = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut found = Vec::new();
    for (at, _) in code.match_indices(root) {
        let rest = &code[at + root.len()..];
        match rest.strip_prefix('{') {
            None => found.push(name(rest)),
            Some(group) => found.extend(members(group).iter().map(|member| name(member.trim_start()))),
        }
    }
    found
}

/// The members of a group whose opening brace has been read.
fn members(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => {
                found.push(&group[start..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                found.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found
}

#[track_caller]
fn none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
