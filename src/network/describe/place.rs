//! Places in the author's source, the same on every machine.

use serde::{Serialize, Serializer};

use crate::network::error::Place;

/// The folders of a crate in which Cargo looks for source.
const ROOTS: [&str; 4] = ["src", "examples", "tests", "benches"];

#[derive(Serialize)]
struct Spot {
    file: String,
    line: u32,
    column: u32,
}

/// The file as the compiler was told it, which is relative for the crates of a workspace. Of an absolute path (a
/// dependency, say) what stands before its last `src`, `examples`, `tests` or `benches` is left out: that differs from
/// machine to machine.
pub(crate) fn file(place: Place) -> String {
    portable(place.file())
}

/// File and line.
pub(crate) fn line(place: Place) -> String {
    format!("{}:{}", file(place), place.line())
}

fn portable(path: &str) -> String {
    let path = path.replace('\\', "/");
    let absolute = path.starts_with('/') || path.get(1..3) == Some(":/");
    if !absolute {
        return path;
    }
    let parts: Vec<&str> = path.split('/').collect();
    let (last, folders) = (parts.len() - 1, &parts[..parts.len() - 1]);
    let from = folders.iter().rposition(|folder| ROOTS.contains(folder)).unwrap_or(last);
    parts[from..].join("/")
}

/// As `{"file": …, "line": …, "column": …}`.
pub(super) fn serialize<S: Serializer>(place: &Option<Place>, to: S) -> Result<S::Ok, S::Error> {
    let spot = |place: &Place| Spot { file: file(place), line: place.line(), column: place.column() };
    place.as_ref().map(spot).serialize(to)
}

#[cfg(test)]
mod tests {
    use super::portable;

    #[test]
    fn a_path_says_nothing_about_the_machine() {
        for (given, shown) in [
            ("examples/maker.rs", "examples/maker.rs"),
            ("crates/maker/src/lib.rs", "crates/maker/src/lib.rs"),
            ("/usr/src/app/src/main.rs", "src/main.rs"),
            ("/home/a/maker/tests/run/main.rs", "tests/run/main.rs"),
            ("C:\\a\\maker\\src\\deep\\er.rs", "src/deep/er.rs"),
            ("crates\\maker\\src\\lib.rs", "crates/maker/src/lib.rs"),
            ("/tmp/x.rs", "x.rs"),
            ("/home/src", "src"),
        ] {
            assert_eq!(portable(given), shown, "{given}");
        }
    }
}
