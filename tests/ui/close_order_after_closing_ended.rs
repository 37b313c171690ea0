//! A position is closed after closing has ended.

use tidegate::prelude::*;
use tidegate::safety::{Admitted, Closing, Exposure, Sweep};

fn close(sweep: Sweep<Closing>, sell: Advice<BtcUsdt>, held: Exposure) -> Option<Admitted<BtcUsdt>> {
    sweep.finish_closing().close(sell, held).ok()
}

pub fn main() {
    let _ = close;
}
