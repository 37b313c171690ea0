//! Before.

use tidegate::prelude::*;

fn end(done: Done, errors: Shared<Complaint>) -> (Option<Done>, Option<Done>) {
    (None, Some(done.reporting(errors)))
}

pub fn main() {
    let _ = end;
}
