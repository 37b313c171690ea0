//! There is one; the phases hand it on.

use tidegate::safety::{Cancelling, Closing, Sweep};

fn finish(sweep: Sweep<Closing>) -> Sweep<Cancelling> {
    sweep.finish_closing()
}

pub fn main() {
    let _ = finish;
}
