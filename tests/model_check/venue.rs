//! An order as its venue has it, as the books have it, and what travels between them.
//!
//! The network keeps all that was ever sent: each message may arrive never, once or again and again, in any order. So
//! loss, delay, duplication and reordering need no actions of their own, and a state that is safe here is safe
//! in every network that does less.

use tidegate::control::{End, Known};

/// What may travel about one order; a set of these is the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Message {
    Place,
    Cancel,
    Query,
    Placed,
    Partial,
    Ended,
    CancelRefused,
    Working,
    NotFound,
}

impl Message {
    /// Those that go from a venue to the runtime.
    pub(crate) const ANSWERS: [Message; 6] = [
        Message::Placed,
        Message::Partial,
        Message::Ended,
        Message::CancelRefused,
        Message::Working,
        Message::NotFound,
    ];
}

/// What the books make of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Book {
    Free,
    Live(Stand),
    Ended(End),
}

/// How far a live order is known: `Known`, in an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Stand {
    Requested,
    Working,
    Lost,
}

impl From<Stand> for Known {
    fn from(stand: Stand) -> Known {
        match stand {
            Stand::Requested => Known::Requested,
            Stand::Working => Known::Working,
            Stand::Lost => Known::Lost,
        }
    }
}

/// What the venue has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Venue {
    Absent,
    Live,
    Ended(End),
}

/// What an order is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    /// It buys.
    Trade,
    /// It sells what is held, should the price fall.
    Protect,
    /// It sells what is held, because the system stops.
    Close,
}

/// An order, in all three places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Order {
    pub port: u8,
    pub kind: Kind,
    pub lots: u8,
    pub book: Book,
    /// Filled, as far as the books know.
    pub booked: u8,
    /// Its submission is under way.
    pub permit: bool,
    /// It was to stay when the gates were sealed.
    pub kept: bool,
    pub venue: Venue,
    /// Filled in truth.
    pub filled: u8,
    net: u16,
}

impl Order {
    pub(crate) const fn new(port: u8, kind: Kind, lots: u8) -> Self {
        Self {
            port,
            kind,
            lots,
            book: Book::Free,
            booked: 0,
            permit: false,
            kept: false,
            venue: Venue::Absent,
            filled: 0,
            net: 0,
        }
    }

    /// The same, resting at its venue.
    pub(crate) const fn working(self) -> Self {
        let net = self.net | (1 << Message::Place as u16) | (1 << Message::Placed as u16);
        Self { book: Book::Live(Stand::Working), venue: Venue::Live, net, ..self }
    }

    pub(crate) const fn is_live(&self) -> bool {
        matches!(self.book, Book::Live(_))
    }

    pub(crate) const fn ended(&self) -> Option<End> {
        match self.book {
            Book::Ended(end) => Some(end),
            Book::Free | Book::Live(_) => None,
        }
    }

    pub(crate) const fn sells(&self) -> bool {
        !matches!(self.kind, Kind::Trade)
    }

    /// Whether it may trade still, wherever it is on its way.
    pub(crate) const fn may_trade(&self) -> bool {
        match self.venue {
            Venue::Live => true,
            Venue::Absent => self.has(Message::Place),
            Venue::Ended(_) => false,
        }
    }

    pub(crate) const fn has(&self, message: Message) -> bool {
        self.net >> message as u16 & 1 == 1
    }

    /// Sends; what was sent once is there for good.
    pub(crate) const fn send(&mut self, message: Message) {
        self.net |= 1 << message as u16;
    }

    /// It leaves for the venue.
    pub(crate) const fn submit(&mut self) {
        self.book = Book::Live(Stand::Requested);
        self.permit = true;
        self.send(Message::Place);
    }

    /// The request to place it arrives.
    pub(crate) const fn place(&mut self, taken: bool) {
        match taken {
            true => {
                self.venue = Venue::Live;
                self.send(Message::Placed);
            }
            false => self.end(End::Rejected),
        }
    }

    /// A request to cancel it arrives.
    pub(crate) const fn cancel(&mut self, taken: bool) {
        match (self.venue, taken) {
            (Venue::Live, true) => self.end(End::Cancelled),
            _ => self.send(Message::CancelRefused),
        }
    }

    /// A question arrives; of an order that has ended the venue says no more than that it is gone.
    pub(crate) const fn query(&mut self) {
        match self.venue {
            Venue::Live => self.send(Message::Working),
            Venue::Absent | Venue::Ended(_) => self.send(Message::NotFound),
        }
    }

    /// The venue fills this much; it is over when nothing is left, or when no more is allowed.
    pub(crate) const fn fill(&mut self, lots: u8, is_last: bool) {
        self.filled += lots;
        match (self.filled == self.lots, is_last) {
            (true, _) => self.end(End::Filled),
            (false, true) => self.end(End::Expired),
            (false, false) => self.send(Message::Partial),
        }
    }

    pub(crate) const fn end(&mut self, end: End) {
        self.venue = Venue::Ended(end);
        self.send(Message::Ended);
    }
}
