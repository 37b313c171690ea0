//! The gate admits it first.

use tidegate::connector::{ConnectorError, Executor, Handler};
use tidegate::prelude::*;
use tidegate::safety::Admitted;

fn send(
    executor: &mut dyn Executor<BtcUsdt>,
    events: &mut dyn Handler<BtcUsdt>,
    at: Time,
    admitted: Admitted<BtcUsdt>,
) -> Result<(), ConnectorError> {
    executor.execute(at, admitted, events)
}

pub fn main() {
    let _ = send;
}
