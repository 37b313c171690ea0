//! The beginning of a run, in every runtime.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use super::Driver;
use super::session::Session;
use crate::control::OnPositions;
use crate::network::Network;
use crate::runtime::scribe::Scribe;
use crate::runtime::setup::{Setup, end_all};
use crate::runtime::{AttachAll, Crew, Host, Outcome, RunError};
use crate::safety::KillSwitch;
use crate::strategy::Strategy;

/// Runs a strategy in a host's time until it stops, and reports. Every runtime comes down to this.
///
/// # Errors
/// [`RunError`] if the run could not begin; connectors that had started have been ended then.
pub fn drive<P, S, C, H>(
    mut setup: Setup,
    mut host: H,
    strategy: &S,
    connectors: C,
) -> Result<Outcome, RunError>
where
    S: Strategy<P>,
    S::Terminals: AttachAll<C>,
    H: Host,
{
    let crew = host.crew().clone();
    crew.equip(&mut setup);
    // One that is thrown while connectors start is thrown during the run.
    let halt = setup.rules.kill.as_ref().and_then(KillSwitch::standing);
    let _listening = host.waker().map(|waker| setup.stop.listen(&waker));
    let begun = begin(&mut setup, &mut host, strategy, connectors);
    let ended = begun.map(|(session, clipped)| Driver::new(setup, host, session, clipped, halt).run());
    let left_behind = Crew::leave(&crew);
    ended.map(|outcome| Outcome { left_behind, ..outcome })
}

type Lanes<P, S, C, H> = <<S as Strategy<P>>::Terminals as AttachAll<C>>::Lanes<<H as Host>::Crew>;

/// A run that has begun, and what its grace has done to its budgets.
type Begun<P, S, C, H> = (Session<Lanes<P, S, C, H>>, Option<String>);

/// Starts the connectors, builds the network and joins them.
fn begin<P, S, C, H>(
    setup: &mut Setup,
    host: &mut H,
    strategy: &S,
    connectors: C,
) -> Result<Begun<P, S, C, H>, RunError>
where
    S: Strategy<P>,
    S::Terminals: AttachAll<C>,
    H: Host,
{
    let journal = setup.journal.take()?;
    let crew = host.crew().clone();
    let mut started = S::Terminals::start(connectors, &crew, &setup.stop, &mut || host.pause())?;
    let built = catch_unwind(AssertUnwindSafe(|| {
        let start = host.begin(&mut || S::Terminals::first_at(&mut started))?;
        Ok::<_, RunError>((start, Network::build(start, |border| strategy.wire(border))?))
    }));
    let (start, (mut network, (terminals, control))) = match built {
        Ok(Ok(built)) => built,
        Ok(Err(error)) => return Err(error.after(S::Terminals::end(started, &mut || host.pause()))),
        Err(panic) => {
            S::Terminals::end(started, &mut || host.pause());
            resume_unwind(panic)
        }
    };
    network.measure(setup.measure);
    setup.rules.hears_late = host.now().is_some();
    setup.rules.flattens = setup.plan.policy.positions == OnPositions::Flatten;
    let mut lanes = terminals.attach(started, &setup.rules);
    let clipped = match setup.prepare(&mut lanes) {
        Ok(clipped) => clipped,
        Err(why) => {
            let failures = end_all(&mut lanes, start, &mut || host.pause());
            return Err(RunError::Refused(why).after(failures));
        }
    };
    Ok((Session::new(network, lanes, control, Scribe::of(journal)), clipped))
}
