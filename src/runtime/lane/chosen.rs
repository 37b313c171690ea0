//! In which order ports are asked, where a host chooses.

use smallvec::SmallVec;

use crate::runtime::Host;

/// Ports by their places. As many as a strategy has need no allocation.
pub(super) type Ports = SmallVec<[u8; 6]>;

/// These ports in an order that the host chooses.
pub(super) fn all<H: Host>(host: &mut H, ports: impl IntoIterator<Item = u8>) -> Ports {
    let mut ports: Ports = ports.into_iter().collect();
    // Each of what is left may be next (Fisher and Yates).
    for place in 1..ports.len() {
        let other = pick(host, place + 1);
        ports.swap(place, other);
    }
    ports
}

/// Some of the ports that are due, at least one if any is, in an order that the host chooses.
pub(super) fn some<H: Host>(host: &mut H, ports: impl IntoIterator<Item = (bool, u8)>) -> Ports {
    let due = ports.into_iter().filter(|(is_due, _)| *is_due);
    let mut ports = all(host, due.map(|(_, port)| port));
    if ports.len() > 1 {
        let more = pick(host, ports.len());
        ports.truncate(more + 1);
    }
    ports
}

/// A number below `end`, whatever the host says.
fn pick<H: Host>(host: &mut H, end: usize) -> usize {
    let of = u32::try_from(end).unwrap_or(u32::MAX);
    (host.choose(of) as usize).min(end - 1)
}
