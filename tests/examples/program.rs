//! Running an example in a folder of its own, with a limit on its time.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde_json::Value;

/// No run of these tests takes a tenth of this, even unoptimised on a busy machine.
const LIMIT: Duration = Duration::from_secs(120);

/// The program that Cargo built beside the tests.
pub(crate) fn program(name: &str) -> Command {
    let test = std::env::current_exe().expect("the path of the test");
    let profile = test.parent().and_then(Path::parent).expect("the tests lie two levels deep");
    let path = profile.join("examples").join(name);
    assert!(
        path.exists(),
        "no example at {}: run `cargo build --examples` with the flags of `cargo test`",
        path.display()
    );
    Command::new(path)
}

/// A folder that is empty at first and gone at the end.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("tidegate-examples-{}-{number}", std::process::id()));
        fs::create_dir(&path).expect("a new folder");
        Self(path)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(crate) fn write(&self, name: &str, contents: impl AsRef<[u8]>) {
        fs::write(self.path(name), contents).expect("room in the folder");
    }

    /// What is in the folder, hidden files too.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).expect("the folder");
        let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
        let mut names: Vec<_> = entries.map(|entry| name(entry.expect("an entry"))).collect();
        names.sort();
        names
    }

    /// Runs an example in this folder. A flag is a word without spaces.
    pub(crate) fn run(&self, name: &str, flags: &str) -> Done {
        finish(self.start(name, flags))
    }

    pub(crate) fn start(&self, name: &str, flags: &str) -> Child {
        let mut command = program(name);
        command.args(flags.split_whitespace()).current_dir(&self.0).stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the example starts")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left behind is in a folder for things left behind.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// How a run ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Done {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Done {
    /// The output of a run that ended well, as the one JSON document it must be.
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.code, Some(0), "{self:?}");
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error} in {}", self.out))
    }

    /// A refusal names each of `words` on standard error and does nothing else.
    pub(crate) fn is_refused(&self, words: &[&str]) {
        assert_eq!((self.code, self.out.as_str()), (Some(2), ""), "expected {words:?}: {self:?}");
        assert!(!self.err.contains("panicked") && !self.err.contains("RUST_BACKTRACE"), "{}", self.err);
        for word in words {
            assert!(self.err.contains(word), "expected `{word}` in `{}`", self.err);
        }
    }
}

/// Waits for the end of a process; one that does not end is killed and fails the test.
pub(crate) fn finish(child: Child) -> Done {
    let pid = child.id();
    let (send, ended) = mpsc::channel();
    let waiting = thread::spawn(move || send.send(child.wait_with_output()));
    let Ok(output) = ended.recv_timeout(LIMIT) else {
        signal("KILL", pid);
        panic!("the example did not end within {LIMIT:?}");
    };
    waiting.join().expect("the waiting thread").expect("the receiver is here");
    let Output { status, stdout, stderr } = output.expect("the output of the example");
    let text = |bytes| String::from_utf8(bytes).expect("output is text");
    Done { code: status.code(), out: text(stdout), err: text(stderr) }
}

pub(crate) fn signal(name: &str, pid: u32) {
    let sent = Command::new("kill").arg(format!("-{name}")).arg(pid.to_string()).status();
    assert!(sent.expect("the program `kill`").success(), "the process is there to be signalled");
}
