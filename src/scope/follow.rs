//! Following a file of lines that grows.

use std::future::poll_fn;
use std::task::Poll;

use super::clock::Clock;
use super::interrupt::Ended;
use super::line_buffer::{Line, LineBuffer};
use super::owner::Scope;
use super::reason::Reason;
use super::sleep::sleep;
use super::tally::{LoopEnd, Tally, at_least};
use crate::time::Span;

/// The longest line that is taken, in bytes: a megabyte, many times what one record of a log needs.
pub const LONGEST_LINE: usize = 1 << 20;

/// What a reading of a [`Tail`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grown {
    /// Nothing new.
    Nothing,
    /// Bytes, which were appended.
    More,
    /// The file was cut or replaced; the next reading begins at its beginning.
    Restarted,
}

/// A file that grows, or something like it. Where the bytes lie is not this layer's business.
pub trait Tail {
    /// Why it cannot be read.
    type Error;

    /// Appends a piece of what is new to `into`; a piece of bounded length, and without waiting for more.
    ///
    /// # Errors
    /// If it cannot be read now. It is asked again after a while.
    fn read(&mut self, into: &mut Vec<u8>) -> Result<Grown, Self::Error>;
}

impl<T: Tail + ?Sized> Tail for &mut T {
    type Error = T::Error;

    fn read(&mut self, into: &mut Vec<u8>) -> Result<Grown, T::Error> {
        (**self).read(into)
    }
}

/// What can go wrong while a file is followed; none of it ends the following.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FollowError<R, L> {
    /// The file could not be read.
    #[error("reading: {0}")]
    Read(R),
    /// A line was not accepted.
    #[error("line {number}: {error}")]
    Line {
        /// Counted from 1 since the following began, blank ones left out.
        number: u64,
        /// What is wrong with it.
        error: L,
    },
    /// A line was longer than [`LONGEST_LINE`] and is passed over.
    #[error("line {number}: expected at most {LONGEST_LINE} bytes")]
    TooLong {
        /// Counted from 1 since the following began, blank ones left out.
        number: u64,
    },
}

/// How [`follow_file`] ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// Why the scope was cancelled.
    pub reason: Reason,
    /// How many lines came, those included that failed.
    pub lines: u64,
    /// How often the file was cut or replaced.
    pub restarts: u64,
    /// How many bytes were lost in unfinished lines: where the file restarted, and at the end.
    pub unfinished: u64,
}

/// Hands each finished line of `tail` to `take`, in order; looks again `every` span once there is nothing new.
///
/// A line without end waits for its end. Blank lines are passed over. Errors are counted and the following goes on.
/// When the scope is cancelled nothing further is read. The tally's runs are the readings.
///
/// ```
/// use futures::executor::block_on;
/// use tidegate::scope::{Grown, Scope, Tail, VirtualClock, follow_file};
/// use tidegate::time::{Span, Time};
///
/// struct Memory(&'static [u8]);
/// impl Tail for Memory {
///     type Error = std::convert::Infallible;
///     fn read(&mut self, into: &mut Vec<u8>) -> Result<Grown, Self::Error> {
///         into.extend_from_slice(std::mem::take(&mut self.0));
///         Ok(Grown::More)
///     }
/// }
///
/// let clock = VirtualClock::new(Time::EPOCH);
/// let scope = Scope::root("signals");
/// let mut lines = Vec::new();
/// let following = follow_file(&scope, &clock, Span::from_secs(1), Memory(b"{}\n[1]\n[2"), |line| {
///     lines.push(line.to_vec());
///     if lines.len() == 2 {
///         scope.cancel("enough");
///     }
///     Ok::<_, String>(())
/// });
/// let end = block_on(following);
/// assert_eq!((end.ended.lines, end.ended.unfinished), (2, 2));
/// assert_eq!(lines, [b"{}".to_vec(), b"[1]".to_vec()]);
/// ```
pub async fn follow_file<C, T, W, L>(
    scope: &Scope,
    clock: &C,
    every: Span,
    mut tail: T,
    take: W,
) -> LoopEnd<Followed, FollowError<T::Error, L>>
where
    C: Clock + ?Sized,
    T: Tail,
    W: FnMut(&[u8]) -> Result<(), L>,
{
    let mut reader = Reader::new(take);
    loop {
        if let Some(reason) = scope.reason() {
            return reader.end(reason.clone());
        }
        if reader.read(&mut tail) {
            let_others_run().await;
        } else if let Ended::Cancelled(reason) = sleep(scope, clock, at_least(every)).await {
            return reader.end(reason);
        }
    }
}

struct Reader<W, R, L> {
    take: W,
    piece: Vec<u8>,
    buffer: LineBuffer,
    lines: u64,
    restarts: u64,
    unfinished: u64,
    tally: Tally<FollowError<R, L>>,
}

impl<W: FnMut(&[u8]) -> Result<(), L>, R, L> Reader<W, R, L> {
    fn new(take: W) -> Self {
        let (buffer, tally) = (LineBuffer::new(LONGEST_LINE), Tally::new());
        Self { take, piece: Vec::new(), buffer, lines: 0, restarts: 0, unfinished: 0, tally }
    }

    /// Reads once; whether there may be more at once.
    fn read<T: Tail<Error = R>>(&mut self, tail: &mut T) -> bool {
        self.piece.clear();
        match self.tally.count(tail.read(&mut self.piece).map_err(FollowError::Read)) {
            None | Some(Grown::Nothing) => return false,
            Some(Grown::More) => self.cut(),
            Some(Grown::Restarted) => self.restart(),
        }
        true
    }

    fn cut(&mut self) {
        let Self { take, piece, buffer, lines, tally, .. } = self;
        buffer.push(piece, |line| {
            *lines += 1;
            let number = *lines;
            let taken = match line {
                Line::Whole(line) => take(line).map_err(|error| FollowError::Line { number, error }),
                Line::TooLong => Err(FollowError::TooLong { number }),
            };
            taken.unwrap_or_else(|error| tally.fail(error));
        });
    }

    fn restart(&mut self) {
        self.restarts += 1;
        self.unfinished += self.buffer.kept() as u64;
        self.buffer.clear();
    }

    fn end(self, reason: Reason) -> LoopEnd<Followed, FollowError<R, L>> {
        let unfinished = self.unfinished + self.buffer.kept() as u64;
        self.tally.end(Followed { reason, lines: self.lines, restarts: self.restarts, unfinished })
    }
}

/// A long file is read in pieces; between two of them others have their turn.
async fn let_others_run() {
    let mut waited = false;
    poll_fn(|cx| {
        if std::mem::replace(&mut waited, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
