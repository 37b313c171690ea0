//! It ends with its scope's cancelling.

use futures::executor::block_on;
use tidegate::scope::{Scope, VirtualClock, sleep};
use tidegate::time::{Span, Time};

pub fn main() {
    let clock = VirtualClock::new(Time::EPOCH);
    let scope = Scope::root("feed");
    let nap = sleep(&scope, &clock, Span::from_secs(1));
    scope.cancel("enough");
    assert!(block_on(nap).cancelled().is_some());
}
