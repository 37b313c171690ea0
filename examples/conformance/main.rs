//! Runs conformance cases from a file and says where the library differs, or what it makes of them.
//!
//! `cargo run --release --example conformance -- FILE [--emit]`
//!
//! Each line of the file is a small event network with its inputs (the format is described in
//! `tests/conformance/FORMAT.md`). Exit code 0: all equal; 1: a case differs; 2: the input cannot be used.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use serde_json::{Value, json};

#[path = "../../tests/conformance/runner/mod.rs"]
mod runner;

use runner::case::Case;
use runner::run::run;

/// Runs conformance cases.
#[derive(Parser)]
struct Arguments {
    /// A file with one case on each line.
    file: PathBuf,
    /// Prints what each case gives instead of comparing it with what is expected.
    #[arg(long)]
    emit: bool,
}

/// What became of the cases.
#[derive(Default)]
struct Count {
    equal: usize,
    different: usize,
    bad: usize,
    skipped: BTreeMap<String, usize>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut count = Count::default();
    match read(&arguments, &mut count) {
        Ok(()) => count.report(arguments.emit),
        Err(error) => {
            eprintln!("{}: {error}", arguments.file.display());
            ExitCode::from(2)
        }
    }
}

fn read(arguments: &Arguments, count: &mut Count) -> io::Result<()> {
    let lines = BufReader::new(File::open(&arguments.file)?).split(b'\n');
    let mut out = BufWriter::new(io::stdout().lock());
    for (number, line) in (1..).zip(lines) {
        let line = line?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let bad = |reason: &dyn Display| eprintln!("{}:{number}: {reason}", arguments.file.display());
        match serde_json::from_slice::<Case>(&line) {
            Ok(case) if !case.is_supported() => *count.skipped.entry(case.lvl).or_default() += 1,
            Ok(case) => match judge(&case, arguments.emit, count) {
                Ok(Some(line)) => writeln!(out, "{line}")?,
                Ok(None) => {}
                Err(reason) => {
                    count.bad += 1;
                    bad(&format!("case {}: {reason}", case.id));
                }
            },
            Err(error) => {
                count.bad += 1;
                bad(&error);
            }
        }
    }
    out.flush()
}

/// Runs one case; gives what is to be printed about it.
fn judge(case: &Case, emit: bool, count: &mut Count) -> Result<Option<String>, String> {
    let found = run(case).map_err(|error| error.to_string())?;
    if emit {
        count.equal += 1;
        return Ok(Some(line(&case.id, &json!(found))));
    }
    let expected = case.expected().ok_or("nothing is expected; --emit prints what it gives")?;
    let difference = expected.first_difference(&found);
    match &difference {
        None => count.equal += 1,
        Some(_) => count.different += 1,
    }
    Ok(difference.map(|difference| format!("{}: {difference}", case.id)))
}

fn line(id: &str, found: &Value) -> String {
    format!(r#"{{"id":{},"ev":{},"bh":{}}}"#, json!(id), found["ev"], found["bh"])
}

impl Count {
    fn report(&self, emit: bool) -> ExitCode {
        let skipped: usize = self.skipped.values().sum();
        let levels: String = self.skipped.iter().map(|(level, n)| format!(", {level} {n}")).collect();
        let Count { equal, different, bad, .. } = self;
        match emit {
            true => eprintln!("{equal} printed, {bad} bad, {skipped} skipped{levels}"),
            false => println!("{equal} equal, {different} different, {bad} bad, {skipped} skipped{levels}"),
        }
        match (different, bad) {
            (0, 0) => ExitCode::SUCCESS,
            (_, 0) => ExitCode::from(1),
            _ => ExitCode::from(2),
        }
    }
}
