//! How much of what connectors hear may wait for the network.

/// What happens when a connector hears more than the network takes.
///
/// What is about our own orders always comes in, at once. What it says of a market is for trades and books.
///
/// ```
/// use tidegate::runtime::Intake;
/// assert_eq!(Intake::default(), Intake::Wait(1_024));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intake {
    /// Its producer is not asked for more while as many events wait as this; one at least may.
    Wait(usize),
    /// Trades and books that come while as many events wait as this are left out, and counted in
    /// [`ConnectorHealth::left_out`](crate::runtime::ConnectorHealth::left_out). A producer of which much is left out
    /// waits for a moment, or until there is room, for whoever is to catch up needs the processor: some tens of microseconds on
    /// threads, about a millisecond on tokio.
    Shed(usize),
}

impl Intake {
    pub(in crate::runtime) const fn room(self) -> usize {
        match self {
            Intake::Wait(0) => 1,
            Intake::Wait(room) | Intake::Shed(room) => room,
        }
    }
}

impl Default for Intake {
    fn default() -> Self {
        Intake::Wait(1_024)
    }
}
