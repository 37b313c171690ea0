//! A second system is made by the way.

use tidegate::control::Protocol;

fn end(protocol: &Protocol) -> Protocol {
    protocol.clone()
}

pub fn main() {
    let _ = end;
}
