//! An action is handed to an executor past the gate.

use tidegate::connector::{ConnectorError, Executor, Handler};
use tidegate::prelude::*;

fn send(
    executor: &mut dyn Executor<BtcUsdt>,
    events: &mut dyn Handler<BtcUsdt>,
    at: Time,
    action: Action<BtcUsdt>,
) -> Result<(), ConnectorError> {
    executor.execute(at, action, events)
}

pub fn main() {
    let _ = send;
}
