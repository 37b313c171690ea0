//! A journal in a file.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;

use super::frame::{self, Chain, LONGEST};
use super::scratch::Scratch;
use super::{Journal, JournalError, JournalReader, Record};

/// A journal in a file, or in whatever else takes bytes.
///
/// It is written through a buffer, and is there in full when the run has ended. Whoever is killed leaves a file that ends
/// earlier, perhaps in the middle of a record; what is in it can be read and replayed all the same.
///
#[cfg_attr(feature = "testing", doc = "```")]
#[cfg_attr(not(feature = "testing"), doc = "```ignore")]
/// use tidegate::journal::{FileJournal, Record};
/// use tidegate::prelude::*;
/// use tidegate::runtime::{Runtime, Sim, sim::replay};
/// # use tidegate::testing::Script;
///
/// fn watch(market: MarketPort<BtcUsdt>) -> (impl Event<Item = Actions<BtcUsdt>>,) {
///     (market.trades().filter_map(|_| None),)
/// }
/// let path = std::env::temp_dir().join(format!("tidegate-{}.journal", std::process::id()));
/// let script = Script::<BtcUsdt>::new().trade(1, "100", "1").trade(2, "101", "1");
/// let outcome = Sim::new().journal_to(FileJournal::create(&path)?).run(&uncontrolled(watch), (script,))?;
///
/// let replayed = replay(&uncontrolled(watch), FileJournal::read(&path)?)?;
/// assert_eq!(replayed.trace_hash, outcome.trace_hash);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct FileJournal<W: Write = BufWriter<File>> {
    to: W,
    chain: Chain,
    /// The record that is being written.
    scratch: Scratch,
}

impl FileJournal {
    /// A new file: one that is there already is somebody's journal and stays as it is.
    ///
    /// # Errors
    /// [`JournalError::Io`].
    pub fn create(path: impl AsRef<Path>) -> Result<Self, JournalError> {
        let path = path.as_ref();
        let doing = || format!("creating the journal {}", path.display());
        let file = File::create_new(path).map_err(|source| JournalError::Io { doing: doing(), source })?;
        Self::to(BufWriter::new(file))
    }

    /// Reads one.
    ///
    /// # Errors
    /// [`JournalError::Io`]; [`JournalError::NoJournal`], [`JournalError::Version`] and [`JournalError::Torn`] if it
    /// does not begin as one. What is wrong further on is said there.
    pub fn read(path: impl AsRef<Path>) -> Result<JournalReader<BufReader<File>>, JournalError> {
        let path = path.as_ref();
        let doing = || format!("opening the journal {}", path.display());
        let file = File::open(path).map_err(|source| JournalError::Io { doing: doing(), source })?;
        JournalReader::new(BufReader::new(file))
    }
}

impl<W: Write> FileJournal<W> {
    /// A journal that is written to `to`, which should have a buffer. It is flushed when the run ends.
    ///
    /// # Errors
    /// [`JournalError::Io`].
    pub fn to(mut to: W) -> Result<Self, JournalError> {
        to.write_all(&frame::file_head()).map_err(writing)?;
        Ok(Self { to, chain: Chain::default(), scratch: Scratch::default() })
    }
}

fn writing(source: std::io::Error) -> JournalError {
    JournalError::Io { doing: "writing the journal".to_owned(), source }
}

impl<W: Write + Send> Journal for FileJournal<W> {
    fn record(&mut self, record: Record<'_>) -> Result<(), JournalError> {
        let written = self.scratch.write(&record)?;
        if written.len() > LONGEST {
            return Err(JournalError::TooLong { limit: LONGEST, found: written.len() });
        }
        let head = frame::frame_head(&mut self.chain, written);
        self.to.write_all(&head).map_err(writing)?;
        self.to.write_all(written).map_err(writing)?;
        match record {
            Record::End { .. } => self.to.flush().map_err(writing),
            _ => Ok(()),
        }
    }
}
