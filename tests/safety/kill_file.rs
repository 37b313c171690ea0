//! The kill switch's file on a disk.

use std::fs;
use std::path::PathBuf;

use tidegate::market::Counts;
use tidegate::runtime::KillFile;
use tidegate::safety::{EXECUTION_HALTED_FILE, KillSwitch, Posture, ReadKill, Reconciled};
use tidegate::time::Time;

/// A folder of its own for each test, gone at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("tidegate-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }

    fn switch(&self) -> KillSwitch {
        let path = self.0.join("EXECUTION_HALTED").to_str().expect("plain letters").to_owned();
        let lookup = move |name: &str| (name == EXECUTION_HALTED_FILE).then(|| path.clone());
        KillSwitch::from_env(lookup, |path| KillFile::new(path), Posture::Running, Time::EPOCH)
    }

    fn write(&self, text: impl AsRef<[u8]>) {
        fs::write(self.0.join("EXECUTION_HALTED"), text).expect("a file");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // It may be gone: some tests remove it.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Fault 69: the file appears with value 1; and E2: no restart is needed.
#[test]
fn fault_069_a_file_that_appears_halts_from_the_next_check() {
    let folder = Folder::new("appears");
    let kill = folder.switch();
    assert!(kill.check("place order", Time::from_secs(1)).is_ok(), "no file, no halt");
    folder.write("1\n");
    let halted = kill.check("place order", Time::from_secs(2)).expect_err("halted");
    assert_eq!((halted.operation(), halted.reason().code()), ("place order", "file"));
    fs::remove_file(folder.0.join("EXECUTION_HALTED")).expect("it is there");
    assert!(kill.check("place order", Time::from_secs(3)).is_err(), "latched");
    let evidence = Reconciled::nothing_working(halted.halt(), &[Counts::default()]).expect("nothing works");
    kill.resume(evidence, Time::from_secs(4)).expect("the file is gone");
    assert!(kill.check("place order", Time::from_secs(5)).is_ok());
}

/// Fault 70: unreadable, or its folder gone.
#[test]
fn fault_070_what_cannot_be_read_counts_as_halted() {
    let folder = Folder::new("gone");
    let kill = folder.switch();
    fs::remove_dir_all(&folder.0).expect("it is there");
    assert_eq!(kill.check("place order", Time::EPOCH).expect_err("no folder").reason().code(), "unreadable");

    let folder = Folder::new("a-folder");
    fs::create_dir(folder.0.join("EXECUTION_HALTED")).expect("a folder in place of the file");
    let halted = folder.switch().check("place order", Time::EPOCH).expect_err("no file");
    assert_eq!(halted.reason().code(), "unreadable");

    assert!(KillFile::new("").read().is_err(), "a blank name is none");
}

#[test]
#[cfg(unix)]
fn fault_070_a_link_that_leads_nowhere_is_not_an_absent_file() {
    let folder = Folder::new("link");
    std::os::unix::fs::symlink(folder.0.join("nowhere"), folder.0.join("EXECUTION_HALTED")).expect("a link");
    let halted = folder.switch().check("place order", Time::EPOCH).expect_err("it leads nowhere");
    assert_eq!(halted.reason().code(), "unreadable");
}

#[test]
fn fault_072_what_is_no_text_or_too_long_is_junk() {
    let folder = Folder::new("junk");
    for junk in [vec![0xff, 0xfe, b'0'], vec![b'0'; 1 << 20]] {
        folder.write(junk);
        let halted = folder.switch().check("place order", Time::EPOCH).expect_err("junk");
        assert_eq!(halted.reason().code(), "junk");
    }
    folder.write("");
    assert!(folder.switch().check("place order", Time::EPOCH).is_ok(), "being rewritten");
}
