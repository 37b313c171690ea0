//! How a probe ends.

use std::marker::PhantomData;

use super::Ends;
use super::record::{Life, Line, Record};
use crate::connector::{ConnectorError, Ending, Terminator};
use crate::money::Market;
use crate::time::Time;

/// The terminator of a probe: over at once, unless it is told otherwise.
pub(crate) struct ProbeTerminator<M> {
    record: Record,
    ends: Option<Ends>,
    asked: u32,
    market: PhantomData<M>,
    _life: Life,
}

impl<M> ProbeTerminator<M> {
    pub(super) fn new(record: Record, ends: Option<Ends>) -> Self {
        let life = record.life();
        Self { record, ends, asked: 0, market: PhantomData, _life: life }
    }
}

impl<M: Market> Terminator for ProbeTerminator<M> {
    fn terminate(&mut self, at: Time) -> Result<Ending, ConnectorError> {
        self.asked += 1;
        let asked = self.asked;
        self.record.note(Line::AskedToEnd(M::NAME));
        let end = self.ends.as_mut().map_or(Ok(Ending::Over), |ends| ends(asked, at));
        if matches!(end, Ok(Ending::Over)) {
            self.record.note(Line::Ended(M::NAME));
        }
        end
    }
}
