//! On purpose, for a search.

use tidegate::control::Protocol;

fn end(protocol: &Protocol) -> Protocol {
    protocol.fork()
}

pub fn main() {
    let _ = end;
}
