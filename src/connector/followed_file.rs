//! A growing file on disk, as a tail that a scope can follow.

use std::fs::{File, Metadata};
use std::io::{ErrorKind, Read, Result, Seek, SeekFrom};
use std::path::PathBuf;

use crate::scope::{Grown, Tail};

/// How much is read at once: few calls for a long file, short enough to leave others their turn.
const PIECE: u64 = 64 * 1024;

/// A file that others append to, read from its beginning; see [`follow_file`](crate::scope::follow_file).
///
/// It need not exist yet. It restarts if it gets shorter than what has been read, and if another file has taken its
/// name, once what is left in the old one is read. That a file was cut and has grown beyond the old place between
/// two readings cannot be seen.
///
/// Each reading blocks for as long as the disk takes for 64 KiB.
///
/// ```
/// use tidegate::connector::FollowedFile;
/// use tidegate::scope::{Grown, Tail};
/// let mut file = FollowedFile::new("signals.ndjson that is not there yet");
/// let mut bytes = Vec::new();
/// assert_eq!(file.read(&mut bytes)?, Grown::Nothing);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct FollowedFile {
    path: PathBuf,
    open: Option<Open>,
}

#[derive(Debug)]
struct Open {
    file: File,
    read: u64,
}

impl FollowedFile {
    /// The file of this name, from its beginning.
    pub fn new(path: impl Into<PathBuf>) -> FollowedFile {
        FollowedFile { path: path.into(), open: None }
    }

    fn opened(&mut self) -> Result<Option<&mut Open>> {
        if self.open.is_none() {
            self.open = none_if_missing(File::open(&self.path))?.map(|file| Open { file, read: 0 });
        }
        Ok(self.open.as_mut())
    }

    /// Whether another file has taken the name. While there is none of that name, the old one may still grow.
    fn is_replaced(&self, old: &Metadata) -> Result<bool> {
        Ok(none_if_missing(std::fs::metadata(&self.path))?.is_some_and(|new| !is_same(old, &new)))
    }
}

impl Tail for FollowedFile {
    type Error = std::io::Error;

    fn read(&mut self, into: &mut Vec<u8>) -> Result<Grown> {
        let Some(open) = self.opened()? else {
            return Ok(Grown::Nothing);
        };
        if open.piece(into)? {
            return Ok(Grown::More);
        }
        let old = open.file.metadata()?;
        if old.len() < open.read {
            return open.rewind();
        }
        if !self.is_replaced(&old)? {
            return Ok(Grown::Nothing);
        }
        // Once more, for what was appended between the last reading and the replacing.
        if self.opened()?.map_or(Ok(false), |open| open.piece(into))? {
            return Ok(Grown::More);
        }
        self.open = None;
        Ok(Grown::Restarted)
    }
}

impl Open {
    /// Whether there was anything. An error half way is kept for the next time, so that no byte is lost.
    fn piece(&mut self, into: &mut Vec<u8>) -> Result<bool> {
        let before = into.len();
        let result = self.file.by_ref().take(PIECE).read_to_end(into);
        let read = into.len() - before;
        self.read += read as u64;
        if read > 0 { Ok(true) } else { result.map(|_| false) }
    }

    fn rewind(&mut self) -> Result<Grown> {
        self.file.seek(SeekFrom::Start(0))?;
        self.read = 0;
        Ok(Grown::Restarted)
    }
}

fn none_if_missing<T>(result: Result<T>) -> Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
fn is_same(old: &Metadata, new: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (old.dev(), old.ino()) == (new.dev(), new.ino())
}

/// Where files have no number, by when they were made; if that is not known either, only a cut is seen.
#[cfg(not(unix))]
fn is_same(old: &Metadata, new: &Metadata) -> bool {
    old.created().ok() == new.created().ok()
}
