//! Nothing to spare: of the finite parts of the protocol, every value that can be written is reached by some run.
//!
//! One side is counted from the types, by writing every value down. The other is found by search: from a running
//! system, all inputs, until nothing new comes up.

use std::collections::{BTreeSet, HashSet, VecDeque};
use std::fmt::Debug;
use std::hash::Hash;

use tidegate::control::{
    Answer, Budgets, Cause, Cut, DoneCode, Ending, Haste, HookEnd, HookId, HookPlan, Input, Inventory,
    OnPositions, PartNews, Phase, Plan, Policy, Port, PositionKey, Priority, Protocol, Verdict,
};
use tidegate::safety::Position;
use tidegate::time::{Span, Time};

/// A type with few values.
trait Finite: Sized {
    fn all() -> Vec<Self>;
}

impl Finite for bool {
    fn all() -> Vec<Self> {
        vec![false, true]
    }
}

impl Finite for Answer {
    fn all() -> Vec<Self> {
        // The code is a number of the strategy's; that it is done is what counts.
        vec![Answer::Done(DoneCode::OK), Answer::TimedOut, Answer::Crashed]
    }
}

impl Finite for Haste {
    fn all() -> Vec<Self> {
        let orderly = bool::all().into_iter().map(|signalled| Haste::Orderly { signalled });
        let killed = bool::all().into_iter().map(|signalled| Haste::Killed { signalled });
        orderly.chain(killed).chain([Haste::Forced]).collect()
    }
}

impl Finite for Cut {
    fn all() -> Vec<Self> {
        bool::all().into_iter().map(|signalled| Cut::Killed { signalled }).chain([Cut::Forced]).collect()
    }
}

impl Finite for Ending {
    fn all() -> Vec<Self> {
        let answers = Answer::all();
        let answered =
            answers.iter().flat_map(|answer| Haste::all().into_iter().map(|haste| (*answer, haste)));
        let answered = answered.map(|(answer, haste)| Ending::Answered(answer, haste));
        answered.chain(Cut::all().into_iter().map(Ending::Cut)).collect()
    }
}

/// The finite part of a system: the phase, which says where the gates stand, and what goes with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Shape {
    Running,
    Winding {
        signalled: bool,
    },
    Sealed(Phase, Ending),
    /// All connectors have ended, and what happened meanwhile is being saved.
    Disconnected(Ending),
    Complete(Ending),
    Aborted(Option<Answer>),
}

impl Finite for Shape {
    fn all() -> Vec<Self> {
        const SEALED: [Phase; 4] =
            [Phase::CancelPending, Phase::ClosePositions, Phase::SaveState, Phase::Disconnect];
        let endings = Ending::all();
        let mut all = vec![Shape::Running];
        all.extend(bool::all().into_iter().map(|signalled| Shape::Winding { signalled }));
        for ending in endings {
            all.extend(SEALED.map(|phase| Shape::Sealed(phase, ending)));
            all.extend([Shape::Disconnected(ending), Shape::Complete(ending)]);
        }
        all.extend(Answer::all().into_iter().map(Some).chain([None]).map(Shape::Aborted));
        all
    }
}

/// What a system looks like, from outside.
fn shape(protocol: &Protocol) -> Shape {
    let answer = match protocol.verdict() {
        Some(Verdict::Done(code)) => Some(Answer::Done(code)),
        Some(Verdict::TimedOut) => Some(Answer::TimedOut),
        Some(Verdict::Crashed) => Some(Answer::Crashed),
        Some(Verdict::Cut) | None => None,
    };
    match (protocol.phase(), protocol.ending()) {
        (Phase::Running, _) => Shape::Running,
        (Phase::StopNewOrders, _) => Shape::Winding { signalled: protocol.is_signalled_winding() },
        (Phase::Complete, Some(ending)) => Shape::Complete(ending),
        (Phase::Disconnect, Some(ending)) if protocol.is_disconnected() => Shape::Disconnected(ending),
        (phase, Some(ending)) => Shape::Sealed(phase, ending),
        (_, None) => Shape::Aborted(answer),
    }
}

/// Where the gates stand in a phase: no field of its own that could disagree.
fn gate(phase: Phase) -> Position {
    match phase {
        Phase::Running => Position::Open,
        Phase::StopNewOrders => Position::Winding,
        _ => Position::Sealed,
    }
}

fn plan() -> Plan {
    let hook =
        |phase: Phase| HookPlan { name: phase.to_string(), phase, priority: Priority::Normal, limit: None };
    Plan {
        budgets: Budgets { patience: Span::from_secs(1), ..Budgets::default() },
        policy: Policy { positions: OnPositions::Close, ..Policy::default() },
        // Hooks keep each phase from being over in the step in which it begins.
        hooks: Phase::TIMED.into_iter().skip(1).map(hook).collect(),
        ports: vec!["A".to_owned()],
    }
}

fn inputs(causes: &[Cause]) -> Vec<Input> {
    let mut inputs: Vec<Input> = causes.iter().map(|cause| Input::Cause(*cause, String::new())).collect();
    inputs.extend([
        Input::Done(DoneCode::OK),
        Input::Inventory(Inventory::default()),
        Input::Positions(Vec::new()),
        Input::Positions(vec![PositionKey { port: Port(0), instrument: 0 }]),
        Input::Saved(Ok(String::new())),
        Input::Changed,
        Input::Part(Port(0), PartNews::Ended),
        Input::Time,
    ]);
    inputs.extend((0..4).map(|hook| Input::Hook(HookId(hook), HookEnd::Ended)));
    inputs
}

/// Searches everything that can be reached, telling systems apart by `key`.
fn reach<K: Hash + Eq>(inputs: &[Input], key: impl Fn(&Protocol) -> K, mut see: impl FnMut(&Protocol)) {
    let start = Protocol::new(plan(), Time::EPOCH);
    let (mut seen, mut open) = (HashSet::new(), VecDeque::from([start]));
    while let Some(protocol) = open.pop_front() {
        see(&protocol);
        for input in inputs {
            // Only the strategy's own deadline is waited for; every other phase ends by what it is told.
            let late = *input == Input::Time && protocol.phase() == Phase::StopNewOrders;
            let at = if late { Time::from_secs(120) } else { Time::EPOCH };
            let (next, _) = protocol.fork().step(at, input.clone());
            if seen.insert(key(&next)) {
                open.push_back(next);
            }
        }
    }
}

#[track_caller]
fn same<T: Hash + Eq + Debug>(representable: Vec<T>, reached: &HashSet<T>) {
    let number = representable.len();
    let representable: HashSet<T> = representable.into_iter().collect();
    assert_eq!(representable.len(), number, "every value is written down once");
    let spare: Vec<&T> = representable.difference(reached).collect();
    let strange: Vec<&T> = reached.difference(&representable).collect();
    assert!(spare.is_empty(), "can be written and is never reached: {spare:?}");
    assert!(strange.is_empty(), "reached and not among the values: {strange:?}");
}

#[test]
fn every_shape_of_a_system_that_can_be_written_is_reached() {
    let mut reached = HashSet::new();
    reach(
        &inputs(&Cause::ALL),
        |protocol| (shape(protocol), protocol.core()),
        |protocol| {
            reached.insert(shape(protocol));
        },
    );
    assert_eq!(Shape::all().len(), 1 + 2 + 18 * 6 + 4);
    same(Shape::all(), &reached);
}

#[test]
fn every_position_of_the_gates_belongs_to_a_phase() {
    let positions: BTreeSet<Position> = [Phase::Running].into_iter().chain(Phase::TIMED).map(gate).collect();
    assert_eq!(positions.len(), 3);
}

#[test]
fn every_set_of_causes_is_met() {
    let set = |protocol: &Protocol| protocol.causes().collect::<BTreeSet<Cause>>();
    let mut reached = HashSet::new();
    let inputs: Vec<Input> = inputs(&Cause::ALL).into_iter().filter(|input| *input != Input::Time).collect();
    reach(
        &inputs,
        |protocol| (set(protocol), protocol.phase() > Phase::StopNewOrders, protocol.is_over()),
        |protocol| {
            reached.insert(set(protocol));
        },
    );
    let subset = |bits: u32| (0..9).filter(|bit| bits >> bit & 1 == 1).map(|bit| Cause::ALL[bit]).collect();
    same((0..1 << 9).map(subset).collect(), &reached);
}
