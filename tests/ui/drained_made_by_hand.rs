//! Evidence of a drain is written down instead of waited for.

use tidegate::safety::{Closing, Drained, InFlight, Sweep};

fn drain(sweep: &mut Sweep<Closing>) -> Result<Drained, InFlight> {
    Some(sweep).map(|_| Drained(())).ok_or(InFlight(0))
}

pub fn main() {
    let _ = drain;
}
