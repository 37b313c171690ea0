//! The system under test: a process of its own.

use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::judge::{Judge, Ledger};

/// Orders a second that the market gives reason for.
const RATE: &str = "10000";
/// No end of a system takes a tenth of this, even on a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

/// A running system and its venue.
pub(crate) struct System {
    child: Child,
    judge: Judge,
}

/// What came of one.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    /// The report; `None` if it left none.
    pub(crate) report: Option<Value>,
    pub(crate) stderr: String,
    pub(crate) ledger: Ledger,
}

impl System {
    /// Starts one, and waits until it trades.
    pub(crate) fn start() -> Self {
        Self::before(Judge::open())
    }

    /// The same before a venue of one's own.
    pub(crate) fn before(judge: Judge) -> Self {
        let test = std::env::current_exe().expect("the path of the test");
        let profile = test.parent().and_then(Path::parent).expect("the tests lie two levels deep");
        let child = Command::new(profile.join("examples").join("live_paper"))
            .args(["--json", "--rate", RATE, "--venue", &judge.address])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the example `live_paper` was built beside the tests");
        let system = Self { child, judge };
        let begun = Instant::now();
        while system.placed() < 10 {
            assert!(begun.elapsed() < LIMIT, "the system does not trade");
            thread::sleep(Duration::from_millis(1));
        }
        system
    }

    /// Orders that the venue has taken up to now.
    pub(crate) fn placed(&self) -> u64 {
        self.judge.placed.load(Ordering::SeqCst)
    }

    /// Sends signals, one after the other and as fast as a shell can.
    pub(crate) fn signal(&self, names: &[&str]) {
        let id = self.child.id();
        let lines: Vec<String> = names.iter().map(|name| format!("kill -{name} {id}")).collect();
        // A system that is gone already gets no more of them.
        let script = lines.join(" 2>/dev/null; ");
        Command::new("sh").args(["-c", &script]).stderr(Stdio::null()).status().expect("a shell");
    }

    /// Waits for the end.
    pub(crate) fn end(mut self) -> Ended {
        let begun = Instant::now();
        let (mut stdout, mut stderr) = (self.child.stdout.take(), self.child.stderr.take());
        let reading = thread::spawn(move || read(stdout.as_mut()));
        let errors = thread::spawn(move || read(stderr.as_mut()));
        let code = loop {
            match self.child.try_wait().expect("a child") {
                Some(status) => break status.code(),
                None if begun.elapsed() > LIMIT => {
                    self.child.kill().expect("a child");
                    panic!("the system hangs");
                }
                None => thread::sleep(Duration::from_millis(1)),
            }
        };
        let report = serde_json::from_str(&reading.join().expect("it reads")).ok();
        let stderr = errors.join().expect("it reads");
        Ended { code, report, stderr, ledger: self.judge.close() }
    }
}

fn read(from: Option<&mut impl Read>) -> String {
    let mut text = String::new();
    from.map(|from| from.read_to_string(&mut text)).transpose().expect("text");
    text
}

impl Ended {
    pub(crate) fn count(&self, what: &str) -> u64 {
        let report = self.report.as_ref().expect("a report");
        report["orders"][what].as_u64().unwrap_or_else(|| panic!("a count of {what}"))
    }
}
