//! The drain of a sealed gate gives it.

use tidegate::safety::{Closing, Drained, InFlight, Sweep};

fn drain(sweep: &mut Sweep<Closing>) -> Result<Drained, InFlight> {
    futures::executor::block_on(sweep.drain(std::future::pending()))
}

pub fn main() {
    let _ = drain;
}
