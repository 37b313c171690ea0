//! Whole processes: how long they take, and how much memory at most.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

/// What a process took.
pub(crate) struct Taken {
    pub(crate) milliseconds: f64,
    /// The most it ever had in memory, in 1,000 kB; none if the system does not tell.
    pub(crate) peak: Option<f64>,
}

/// An example that was built in release mode, beside this bench.
pub(crate) fn example(name: &str) -> Option<PathBuf> {
    let bench = std::env::current_exe().ok()?;
    let found = bench.parent()?.parent()?.join("examples").join(name);
    found.is_file().then_some(found)
}

/// Runs a program to its end.
#[expect(clippy::disallowed_methods, reason = "a bench reads the clock")]
pub(crate) fn run(program: &Path, flags: &[&str], tape: &Path) -> Taken {
    let start = Instant::now();
    let mut command = Command::new(program);
    command.args(flags).arg(tape).arg("--json").stdout(Stdio::null());
    let mut child = command.spawn().expect("the example was found");
    let ended = child.wait().expect("nobody else waits for it");
    let milliseconds = start.elapsed().as_secs_f64() * 1e3;
    assert!(ended.success(), "{}: {ended}", program.display());
    // Who looks at a process slows it down: its memory is that of a second run.
    let mut child = command.spawn().expect("the example was found");
    Taken { milliseconds, peak: peak(&mut child) }
}

/// The high water mark as the system last told it before the end.
fn peak(child: &mut Child) -> Option<f64> {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    while child.try_wait().expect("nobody else waits for it").is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
        peak = kilobytes.map(|kilobytes| kilobytes / 1e3).or(peak);
    }
    peak
}
