//! Closing orders come before that.

use tidegate::prelude::*;
use tidegate::safety::{Admitted, Closing, Exposure, Sweep};

fn close(sweep: Sweep<Closing>, sell: Advice<BtcUsdt>, held: Exposure) -> Option<Admitted<BtcUsdt>> {
    sweep.close(sell, held).ok()
}

pub fn main() {
    let _ = close;
}
