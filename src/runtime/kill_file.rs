//! The file of a kill switch on a disk.
//!
//! The file is the flag: where it does not exist, though its folder does, nobody has halted. All other ways not to
//! find it, such as a folder that is gone or a link that leads nowhere, leave it open what it says, and count as
//! halted (fault 70).

use std::error::Error;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use crate::safety::ReadKill;

/// Reads the file that `EXECUTION_HALTED_FILE` names, anew each time.
///
/// ```
/// use tidegate::runtime::KillFile;
/// use tidegate::safety::ReadKill;
///
/// let folder = std::env::temp_dir();
/// let absent = KillFile::new(folder.join("tidegate-no-such-file"));
/// assert_eq!(absent.read().expect("its folder is there"), None);
/// let lost = KillFile::new(folder.join("tidegate-no-such-folder").join("file"));
/// assert!(lost.read().is_err());
/// ```
#[derive(Clone, Debug)]
pub struct KillFile {
    path: PathBuf,
}

/// Bytes that are read: more than any text with a meaning has, also with a comfortable margin of space around it.
const LIMIT: u64 = 256;

impl KillFile {
    /// The file of this name. Nothing is read yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }
}

impl ReadKill for KillFile {
    fn read(&self) -> Result<Option<String>, Box<dyn Error + Send + Sync>> {
        match File::open(&self.path) {
            Ok(file) => {
                let mut text = Vec::new();
                file.take(LIMIT).read_to_end(&mut text)?;
                // What is no text becomes junk, not nothing.
                Ok(Some(String::from_utf8_lossy(&text).into_owned()))
            }
            Err(error) if error.kind() == ErrorKind::NotFound && is_absent(&self.path) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// Whether there is a folder, and nothing of that name in it, not even a link that leads nowhere.
fn is_absent(path: &Path) -> bool {
    let folder =
        path.parent().map(|folder| if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    let nothing = fs::symlink_metadata(path).is_err_and(|error| error.kind() == ErrorKind::NotFound);
    nothing && folder.is_some_and(Path::is_dir)
}
