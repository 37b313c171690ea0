//! What a venue does with our orders is shown to whoever watches, on every runtime.

use tidegate::connector::synthetic::{Synthetic, SyntheticOptions};
use tidegate::connector::venue::SimulatedVenue;
use tidegate::connector::{CancelScope, Capability, Countdown};
use tidegate::prelude::*;
use tidegate::runtime::{Runtime, Sim, ThreadWorkers, Threads};

fn shown<R: Runtime>(runtime: R, capability: Capability) -> Capability {
    fn watch(market: MarketPort<BtcUsdt>) -> (impl Event<Item = Actions<BtcUsdt>>,) {
        (market.trades().filter_map(|_| None),)
    }
    let data = Synthetic::new(Only, SyntheticOptions::<BtcUsdt>::default().trades(3)).expect("options");
    let venue = SimulatedVenue::new(data).capability(capability);
    let outcome = runtime.run(&uncontrolled(watch), (venue,)).expect("it begins");
    outcome.connectors.first().expect("one connector").capability
}

#[test]
fn the_capability_of_a_venue_is_shown_on_every_runtime() {
    let (min, max, step) = (Span::from_secs(5), Span::from_secs(60), Span::from_secs(1));
    let countdown = Countdown { scope: CancelScope::Session, min, max, step };
    let capability =
        Capability { cancels_on_drop: true, cancels_on_logout: true, countdown: Some(countdown) };
    for capability in [capability, Capability::default()] {
        assert_eq!(shown(Sim::new(), capability), capability);
        assert_eq!(shown(Sim::new().with_workers(ThreadWorkers::new()), capability), capability);
        assert_eq!(shown(Threads::new(), capability), capability);
    }
}

#[test]
fn a_countdown_is_never_shorter_than_wanted() {
    let (min, max) = (Span::from_secs(5), Span::from_secs(60));
    let venue = Countdown { scope: CancelScope::Account, min, max, step: Span::from_secs(7) };
    let fitting = |millis| venue.fitting(Span::from_millis(millis)).map(Span::nanos);
    let seconds = |n: i64| Some(n * 1_000_000_000);
    assert_eq!(fitting(0), seconds(7), "the shortest that is a multiple of the step");
    assert_eq!(fitting(7_001), seconds(14));
    assert_eq!(fitting(56_000), seconds(56));
    assert_eq!(fitting(56_001), None, "63 s are more than the longest");
    assert_eq!(venue.fitting(Span::MAX), None);
}
