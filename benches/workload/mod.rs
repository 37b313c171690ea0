//! The workloads: what they compute, by hand and as networks, and how the two are timed.

pub(crate) mod hand;
pub(crate) mod measure;
pub(crate) mod networks;
pub(crate) mod spec;

/// Something that consumes `n` events and gives a checksum.
pub(crate) type Run = Box<dyn FnMut(u64) -> u64>;

/// A name, and how to make a fresh run by hand and as a network.
pub(crate) type Workload = (&'static str, fn() -> Run, fn() -> Run);

pub(crate) const WORKLOADS: [Workload; 15] = [
    ("chain/0", hand::chain::<0>, networks::chain_0),
    ("chain/8", hand::chain::<8>, networks::chain_8),
    ("chain/32", hand::chain::<32>, networks::chain_32),
    ("chain/128", hand::chain::<128>, networks::chain_128),
    ("fanout", hand::fanout, networks::fanout),
    ("diamond/5", hand::diamond::<5>, networks::diamond_5),
    ("diamond/10", hand::diamond::<10>, networks::diamond_10),
    ("diamond/15", hand::diamond::<15>, networks::diamond_15),
    ("sparse/100", hand::sparse::<100>, networks::sparse::<100>),
    ("sparse/1000", hand::sparse::<1_000>, networks::sparse::<1_000>),
    ("sparse/10000", hand::sparse::<10_000>, networks::sparse::<10_000>),
    ("ema_cross", hand::ema_cross, networks::ema_cross),
    ("quote", hand::quotes, networks::quotes),
    ("quote/two", hand::quotes, networks::quotes_of_two_inputs),
    ("window", hand::window, networks::window),
];
