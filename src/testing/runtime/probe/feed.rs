//! A feed that the suite brings along.

use serde::{Serialize, Serializer};

use super::producer::millis;
use super::record::{Life, Record};
use crate::connector::{ConnectorError, FeedSource};
use crate::time::Time;

/// One event of the feed. As long as it lives, so does something of the run.
#[derive(Clone)]
pub(crate) struct Tick {
    pub(crate) number: u64,
    _life: Life,
}

impl Serialize for Tick {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.number)
    }
}

/// Ticks from 1 on, one each millisecond.
pub(crate) struct Ticks {
    life: Life,
    next: u64,
    last: u64,
    /// What happens at the end instead of the end.
    breaks: Option<fn() -> ConnectorError>,
}

impl Ticks {
    pub(crate) fn new(record: &Record, last: u64) -> Self {
        Self { life: record.life(), next: 1, last, breaks: None }
    }

    pub(crate) fn breaks(mut self, breaks: fn() -> ConnectorError) -> Self {
        self.breaks = Some(breaks);
        self
    }
}

impl FeedSource<Tick> for Ticks {
    fn next_event(&mut self) -> Result<Option<(Time, Tick)>, ConnectorError> {
        let number = self.next;
        match (number > self.last, self.breaks.take()) {
            (true, Some(breaks)) => Err(breaks()),
            (true, None) => Ok(None),
            (false, breaks) => {
                self.breaks = breaks;
                self.next += 1;
                let at = millis(number.cast_signed());
                Ok(Some((at, Tick { number, _life: self.life.clone() })))
            }
        }
    }
}
