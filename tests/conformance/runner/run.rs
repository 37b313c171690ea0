//! Runs a case: one instant each, with a tick that samples the behaviors on entry.

use std::collections::BTreeMap;

use tidegate::network::{Border, Event, Input, Network, Output};
use tidegate::time::Time;

use super::case::{Case, Id};
use super::error::CaseError;
use super::graph;
use super::outcome::Outcome;

/// How a network is built for a case; none of it may matter.
#[derive(Clone, Copy, Default)]
pub(crate) struct Registered {
    /// Every event goes through a box on its way.
    pub(crate) boxed: bool,
    /// The inputs are made in reverse.
    pub(crate) reversed: bool,
}

/// A case under way.
pub(crate) struct Run<'a> {
    case: &'a Case,
    pub(crate) network: Network,
    border: Borders,
    pub(crate) outcome: Outcome,
}

/// The ways into the network of a case and out of it.
struct Borders {
    tick: Input<()>,
    inputs: BTreeMap<String, Input<i64>>,
    events: Vec<(Id, Output<i64>)>,
    behaviors: Vec<(Id, Output<i64>)>,
}

/// Runs all instants of a case.
pub(crate) fn run(case: &Case) -> Result<Outcome, CaseError> {
    let mut run = Run::new(case, Registered::default())?;
    (0..case.n).try_for_each(|at| run.instant(at))?;
    Ok(run.outcome)
}

impl<'a> Run<'a> {
    /// Builds the network.
    pub(crate) fn new(case: &'a Case, how: Registered) -> Result<Self, CaseError> {
        case.check()?;
        let mut refused = None;
        let built = Network::build(Time::EPOCH, |border| {
            Borders::new(case, how, border).map_err(|error| refused = Some(error)).ok()
        });
        // A node that could not be made leaves others unbound; the cause is the better message.
        let (network, border) = match refused {
            Some(error) => return Err(error),
            None => built?,
        };
        let border = border.expect("what is not refused is made");
        let mut outcome = Outcome::default();
        outcome.ev.extend(case.ev_out.iter().map(|id| (*id, Vec::new())));
        outcome.bh.extend(case.bh_out.iter().map(|id| (*id, Vec::new())));
        Ok(Self { case, network, border, outcome })
    }

    /// Runs instant `at` and notes what came out.
    pub(crate) fn instant(&mut self, at: usize) -> Result<(), CaseError> {
        let mut instant = self.network.instant(Time::from_nanos(at as i64))?.feed(&self.border.tick, ())?;
        for (name, input) in &self.border.inputs {
            let occurrences = &self.case.inputs[name];
            if let Ok(place) = occurrences.binary_search_by_key(&at, |occurrence| occurrence.0) {
                instant = instant.feed(input, occurrences[place].1)?;
            }
        }
        instant.run()?;
        for (id, output) in &self.border.events {
            self.network.get(output).into_iter().for_each(|value| self.outcome.occurs(*id, at, *value));
        }
        for (id, output) in &self.border.behaviors {
            self.network.get(output).into_iter().for_each(|value| self.outcome.stands(*id, at, *value));
        }
        Ok(())
    }
}

impl Borders {
    fn new(case: &Case, how: Registered, border: &mut Border) -> Result<Self, CaseError> {
        let (tick, ticks) = border.input();
        let (mut inputs, mut sources) = (BTreeMap::new(), BTreeMap::new());
        let mut names: Vec<&String> = case.inputs.keys().collect();
        if how.reversed {
            names.reverse();
        }
        for name in names {
            let (input, source) = border.input();
            inputs.insert(name.clone(), input);
            sources.insert(name.clone(), source);
        }
        let wires = graph::wire(case, sources, how.boxed)?;
        let events = outputs(&case.ev_out, |id| Ok(border.output(wires.event(id)?)))?;
        let sampled = |id| Ok(border.output(ticks.sample(wires.behavior(id)?, |(), value| value)));
        let behaviors = outputs(&case.bh_out, sampled)?;
        Ok(Self { tick, inputs, events, behaviors })
    }
}

fn outputs(
    ids: &[Id],
    mut output: impl FnMut(Id) -> Result<Output<i64>, CaseError>,
) -> Result<Vec<(Id, Output<i64>)>, CaseError> {
    ids.iter().map(|id| Ok((*id, output(*id)?))).collect()
}
