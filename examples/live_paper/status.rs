//! One line that says how the system is, while it runs.

use std::io::{IsTerminal, Write, stderr};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tidegate::runtime::{ConnectorState, HealthBoard};

/// Shows the state of the connectors on the standard error until they have ended; nothing where nobody looks.
#[expect(clippy::disallowed_methods, reason = "the line is for somebody who watches in real time")]
pub(crate) fn show(board: HealthBoard) -> Option<JoinHandle<()>> {
    if !stderr().is_terminal() {
        return None;
    }
    let begun = Instant::now();
    Some(thread::spawn(move || {
        loop {
            let connectors = board.now();
            let has_ended = !connectors.is_empty()
                && connectors.iter().all(|connector| connector.state == ConnectorState::Ended);
            let parts: Vec<String> = connectors
                .iter()
                .map(|connector| {
                    let (name, state) = (&connector.name, connector.state);
                    let (waiting, queued) = (connector.waiting, connector.queued);
                    format!("{name} {state:?}, {waiting} events and {queued} orders wait")
                })
                .collect();
            let line = format!("{:6.1} s  {}", begun.elapsed().as_secs_f64(), parts.join("; "));
            // A terminal that is gone needs no status.
            let _ = write!(stderr(), "\r\x1b[K{line}{}", if has_ended { "\n" } else { "" });
            if has_ended {
                return;
            }
            thread::sleep(Duration::from_millis(100));
        }
    }))
}
