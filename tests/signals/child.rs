//! A test's second process: the same program, with the name of the one test that it is to run.

use std::env;
use std::io::{BufRead, BufReader, Read};
use std::process::{self, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

/// Set in a child.
const CHILD: &str = "TIDEGATE_SIGNALS_CHILD";

/// Before what a child says: the rest of its output is that of the test harness.
const MARK: &str = "@ ";

/// No child takes a hundredth of this, even unoptimised on a busy machine.
pub(crate) const LIMIT: Duration = Duration::from_secs(60);

/// A process that runs one test, as its child.
pub(crate) struct Child {
    process: process::Child,
    said: Receiver<String>,
    stdin: Option<ChildStdin>,
}

/// Says something to the parent.
pub(crate) fn say(text: impl std::fmt::Display) {
    // On a line of its own, whatever the harness has written before.
    println!("\n{MARK}{text}");
}

/// Waits in a child until its parent asks for the end.
pub(crate) fn wait_for_parent() {
    std::io::stdin().read_to_end(&mut Vec::new()).expect("the parent closes its end");
}

impl Child {
    /// A child that runs the test of this name; in the child, none.
    pub(crate) fn of(test: &str) -> Option<Child> {
        if env::var_os(CHILD).is_some() {
            return None;
        }
        let mut command = Command::new(env::current_exe().expect("the path of the tests"));
        command.args([test, "--exact", "--nocapture", "--test-threads=1"]).env(CHILD, "1");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn().expect("the tests start");
        let stdin = process.stdin.take();
        let stdout = BufReader::new(process.stdout.take().expect("a pipe"));
        let (send, said) = mpsc::channel();
        thread::spawn(move || {
            let lines = stdout.lines().map_while(Result::ok);
            for line in lines.filter_map(|line| line.strip_prefix(MARK).map(str::to_owned)) {
                // A test that has failed does not listen any more.
                let _ = send.send(line);
            }
        });
        Some(Child { process, said, stdin })
    }

    /// What it says next.
    #[track_caller]
    pub(crate) fn says(&mut self) -> String {
        match self.said.recv_timeout(LIMIT) {
            Ok(line) => line,
            Err(error) => panic!("it says no more ({error}): {}", self.complains()),
        }
    }

    /// It says all this next, in any order.
    #[track_caller]
    pub(crate) fn says_all<const N: usize>(&mut self, lines: [&str; N]) {
        let (mut expected, mut said) = (lines.map(str::to_owned), [(); N].map(|()| self.says()));
        expected.sort();
        said.sort();
        assert_eq!(said, expected);
    }

    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    pub(crate) fn send(&self, signal: &str) {
        let status = Command::new("kill").arg(format!("-{signal}")).arg(self.id().to_string()).status();
        assert!(status.expect("the program `kill`").success(), "the child is there to be signalled");
    }

    /// Lets it go on from [`wait_for_parent`].
    pub(crate) fn let_go(&mut self) {
        self.stdin = None;
    }

    /// It has no more to say and ends, well and not by a signal.
    #[track_caller]
    pub(crate) fn ends(mut self) {
        self.let_go();
        match self.said.recv_timeout(LIMIT) {
            Ok(line) => panic!("it says more: {line}"),
            Err(mpsc::RecvTimeoutError::Timeout) => panic!("it does not end: {}", self.complains()),
            Err(mpsc::RecvTimeoutError::Disconnected) => {}
        }
        let status = self.process.wait().expect("it has ended");
        assert!(status.success(), "{status}: {}", self.complains());
    }

    /// Ends it, if need be; what it wrote to its standard error.
    fn complains(&mut self) -> String {
        // It may have ended before.
        let _ = self.process.kill();
        let status = self.process.wait();
        let mut text = format!("{status:?}; ");
        let stderr = self.process.stderr.as_mut().map(|stderr| stderr.read_to_string(&mut text));
        stderr.map_or(String::new(), |read| read.map_or_else(|error| error.to_string(), |_| text))
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // A child that was waited for is none any more.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
