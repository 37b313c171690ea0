//! A report file that is whole or not there.
//!
//! A run of an hour must not end with "permission denied". The place is taken before the run, by creating an
//! empty file beside the target; the report goes there, reaches the disk, and only then takes the target's
//! name in one step. Whoever opens the target finds the old report or the new one. An existing report is not
//! touched before that. A process that is killed in between leaves the file beside it: `.report.html.4711-0.tmp`.

use super::ReportError;
use std::{
    ffi::OsStr,
    fs::{self, File},
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};

/// Names tried before giving up: each is taken by a run that was killed and had this process's number.
const NAMES_TRIED: u32 = 100;

/// The right to write one report, checked before the run that fills it.
///
/// ```
/// use tidegate::report::OutputFile;
/// let path = std::env::temp_dir().join(format!("tidegate-doc-{}.html", std::process::id()));
/// let output = OutputFile::reserve(&path)?;
/// assert!(!path.exists(), "nothing is there until the report is whole");
/// output.commit("<!doctype html>")?;
/// assert_eq!(std::fs::read_to_string(&path).unwrap(), "<!doctype html>");
/// # std::fs::remove_file(&path).unwrap();
/// # Ok::<(), tidegate::report::ReportError>(())
/// ```
#[derive(Debug)]
#[must_use = "dropping the reservation gives the file up"]
pub struct OutputFile {
    target: PathBuf,
    beside: Beside,
}

/// The file beside the target; removed on drop unless it took the target's name.
#[derive(Debug)]
struct Beside {
    path: PathBuf,
    file: File,
    renamed: bool,
}

impl OutputFile {
    /// Takes the place of a report: after this, only the disk itself can refuse it.
    ///
    /// # Errors
    ///
    /// - [`ReportError::NoFileName`] if the path ends in no name.
    /// - [`ReportError::NoDirectory`], [`ReportError::NotADirectory`] if the file has nowhere to live.
    /// - [`ReportError::NotAFile`] if the path is a directory or a device.
    /// - [`ReportError::ReadOnly`] if the report there is marked read-only.
    /// - [`ReportError::Io`] if a file cannot be created in the directory, for want of a right or of space.
    pub fn reserve(path: impl AsRef<Path>) -> Result<Self, ReportError> {
        let path = path.as_ref();
        let target = resolve(path)?;
        let name = target.file_name().ok_or_else(|| ReportError::NoFileName { path: path.into() })?;
        let directory = directory_of(&target);
        check_directory(path, directory)?;
        let beside = Beside::create(directory, name)?;
        Ok(Self { target, beside })
    }

    /// Where the report will be.
    pub fn path(&self) -> &Path {
        &self.target
    }

    /// Writes the report, waits until it is on the disk, and gives it its name.
    ///
    /// # Errors
    ///
    /// [`ReportError::Io`] with the step that failed; what was at the path before is still there.
    pub fn commit(mut self, contents: &str) -> Result<(), ReportError> {
        self.beside.write(contents)?;
        self.beside.rename(&self.target)?;
        sync_directory(directory_of(&self.target))
    }
}

impl Beside {
    fn create(directory: &Path, name: &OsStr) -> Result<Self, ReportError> {
        let process = std::process::id();
        let candidate = |n: u32| directory.join(format!(".{}.{process}-{n}.tmp", name.to_string_lossy()));
        let mut n = 0;
        loop {
            let path = candidate(n);
            match File::create_new(&path) {
                Ok(file) => {
                    return Ok(Self { path, file, renamed: false });
                }
                Err(e) if e.kind() == ErrorKind::AlreadyExists && n < NAMES_TRIED => n += 1,
                Err(source) => return Err(io("create a file beside the report", &path, source)),
            }
        }
    }

    fn write(&mut self, contents: &str) -> Result<(), ReportError> {
        let written = self.file.write_all(contents.as_bytes()).and_then(|()| self.file.sync_all());
        written.map_err(|source| io("write the report", &self.path, source))
    }

    fn rename(&mut self, target: &Path) -> Result<(), ReportError> {
        fs::rename(&self.path, target)
            .map_err(|source| io("give the finished report its name", target, source))?;
        self.renamed = true;
        Ok(())
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if !self.renamed {
            // Nobody is left to tell; the name says what the file is.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// The file the path stands for. A link to a report stays a link; its target is replaced.
fn resolve(path: &Path) -> Result<PathBuf, ReportError> {
    let Ok(there) = fs::metadata(path) else {
        return Ok(path.into());
    };
    if !there.is_file() {
        let found = if there.is_dir() { "a directory" } else { "a special file" };
        return Err(ReportError::NotAFile { path: path.into(), found });
    }
    if there.permissions().readonly() {
        return Err(ReportError::ReadOnly { path: path.into() });
    }
    fs::canonicalize(path).map_err(|source| io("follow the path", path, source))
}

fn check_directory(path: &Path, directory: &Path) -> Result<(), ReportError> {
    let (path, directory) = (path.to_path_buf(), directory.to_path_buf());
    match fs::metadata(&directory) {
        Ok(there) if there.is_dir() => Ok(()),
        Ok(_) => Err(ReportError::NotADirectory { path, directory }),
        Err(e) if e.kind() == ErrorKind::NotFound => Err(ReportError::NoDirectory { path, directory }),
        Err(e) if e.kind() == ErrorKind::NotADirectory => Err(ReportError::NotADirectory { path, directory }),
        Err(source) => Err(io("look at the directory of the report", &path, source)),
    }
}

/// The directory that holds the file; a bare name lives in the current one.
fn directory_of(target: &Path) -> &Path {
    match target.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

/// Makes the new name itself durable. Only Unix lets a directory be opened for that.
fn sync_directory(directory: &Path) -> Result<(), ReportError> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    let synced = File::open(directory).and_then(|opened| opened.sync_all());
    synced.map_err(|source| io("make the report's name durable", directory, source))
}

fn io(action: &'static str, path: &Path, source: std::io::Error) -> ReportError {
    ReportError::Io { action, path: path.into(), source }
}
