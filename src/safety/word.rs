//! What a gate knows, in one word: its position, whether it is halted, how much is in flight.
//!
//! ```text
//! bit   63 62      61       60 ... 0
//!       position   halted   in flight
//! ```

/// What a gate lets through; moves forward only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Position {
    /// Everything passes.
    Open,
    /// Cancels and exposure-reducing orders pass.
    Winding,
    /// Of the strategy only cancels pass.
    Sealed,
}

const POSITION: u32 = 62;
const COUNT: u64 = Word::HALTED - 1;

/// A gate's word as it was at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word(pub(super) u64);

impl Word {
    /// One more in flight.
    pub(super) const ENTRY: u64 = 1;
    /// The kill switch is on.
    pub(super) const HALTED: u64 = 1 << 61;
    /// Open, not halted, nothing in flight.
    pub(super) const FIRST: Word = Word(0);

    pub(super) const fn position(self) -> Position {
        match self.0 >> POSITION {
            0 => Position::Open,
            1 => Position::Winding,
            _ => Position::Sealed,
        }
    }

    pub(super) const fn is_halted(self) -> bool {
        self.0 & Word::HALTED != 0
    }

    pub(super) const fn in_flight(self) -> u64 {
        self.0 & COUNT
    }

    /// The same at a later position; `None` if it is there already, or further.
    pub(super) fn moved_to(self, position: Position) -> Option<Word> {
        let bits = (position as u64) << POSITION;
        (self.position() < position).then_some(Word(bits | (self.0 & (Word::HALTED | COUNT))))
    }

    /// Whether a drain that waits has reason to look.
    pub(super) fn is_drained(self) -> bool {
        self.position() == Position::Sealed && self.in_flight() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::{Position, Word};

    #[test]
    fn the_three_parts_of_a_word_do_not_touch() {
        for (position, halted, count) in [(Position::Winding, 0, 3), (Position::Sealed, Word::HALTED, 7)] {
            let word = Word(halted + count).moved_to(position).expect("forward");
            assert_eq!(word.position(), position);
            assert_eq!(word.is_halted(), halted != 0);
            assert_eq!(word.in_flight(), count);
        }
    }

    #[test]
    fn a_word_never_moves_back() {
        let sealed = Word::FIRST.moved_to(Position::Sealed).expect("forward");
        assert_eq!(sealed.moved_to(Position::Winding), None);
        assert_eq!(sealed.moved_to(Position::Sealed), None);
        assert!(sealed.is_drained() && !Word::FIRST.is_drained());
    }
}
