//! A second sweep is made, which would outlive the end of closing.

use tidegate::safety::{Cancelling, Closing, Sweep};

fn finish(sweep: Sweep<Closing>) -> Sweep<Cancelling> {
    Clone::clone(&sweep).finish_closing()
}

pub fn main() {
    let _ = finish;
}
