//! Runs conformance cases from a file and says where the library differs, or what it makes of them.
//!
//! `cargo run --release --example conformance -- FILE [--emit]`
//!
//! Each line of the file is a small event network with its inputs (the format is described in
//! `tests/conformance/FORMAT.md`). Exit code 0: all equal; 1: a case differs; 2: the input cannot be used.

use std::error::Error;
use std::fmt::Display;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use serde_json::{Value, json};
use tidegate::report::{ReportError, print};

#[path = "../../tests/conformance/runner/mod.rs"]
mod runner;

use runner::case::Case;
use runner::run::run;

/// Runs conformance cases.
///
/// Exit code 0: all equal; 1: a case differs; 2: the file or a case cannot be used.
#[derive(Parser)]
struct Arguments {
    /// A file with one case on each line
    file: PathBuf,
    /// Prints what each case gives instead of comparing it with what is expected
    #[arg(long)]
    emit: bool,
}

/// What became of the cases.
#[derive(Default)]
struct Count {
    equal: usize,
    different: usize,
    bad: usize,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut count = Count::default();
    let read = read(&arguments, &mut count).and_then(|()| Ok(count.report(arguments.emit)?));
    read.unwrap_or_else(|error| {
        eprintln!("{}: {error}", arguments.file.display());
        ExitCode::from(2)
    })
}

fn read(arguments: &Arguments, count: &mut Count) -> Result<(), Box<dyn Error>> {
    let lines = BufReader::new(File::open(&arguments.file)?).split(b'\n');
    for (number, line) in (1..).zip(lines) {
        let line = line?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let bad = |count: &mut Count, reason: &dyn Display| {
            count.bad += 1;
            eprintln!("{}:{number}: {reason}", arguments.file.display());
        };
        match serde_json::from_slice::<Case>(&line) {
            Ok(case) => match judge(&case, arguments.emit, count) {
                Ok(Some(line)) => print(line + "\n")?,
                Ok(None) => {}
                Err(reason) => bad(count, &format!("case {}: {reason}", case.id)),
            },
            Err(error) => bad(count, &error),
        }
    }
    if count.seen() == 0 { Err("expected at least one case, found none".into()) } else { Ok(()) }
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
    *(if difference.is_some() { &mut count.different } else { &mut count.equal }) += 1;
    Ok(difference.map(|difference| format!("{} ({}): {difference}", case.id, case.lvl)))
}

fn line(id: &str, found: &Value) -> String {
    format!(r#"{{"id":{},"ev":{},"bh":{}}}"#, json!(id), found["ev"], found["bh"])
}

impl Count {
    fn seen(&self) -> usize {
        self.equal + self.different + self.bad
    }

    /// Says how many of each there were; gives the exit code.
    fn report(&self, emit: bool) -> Result<ExitCode, ReportError> {
        let Count { equal, different, bad } = self;
        match emit {
            true => eprintln!("{equal} printed, {bad} bad"),
            false => {
                print(format!("{equal} equal, {different} different, {bad} bad\n"))?;
            }
        }
        let code = if *bad > 0 { 2 } else { u8::from(*different > 0) };
        Ok(code.into())
    }
}
