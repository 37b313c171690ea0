//! Planted bugs: what a runtime could get wrong between the protocol and the world. Each breaks a law.

use tidegate::control::{Cause, CloseNews, Input, OrderKey, Output, PartNews, Phase, Port, Protocol};

use super::properties::Law;
use super::system::Plan;
use super::world::World;

/// A bug.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plant {
    /// The gates do not hear that they are sealed.
    SealIsLost,
    /// A closing order is sent once more when closing is over, through a gate that was not told.
    ClosesToTheLast,
    /// The inventory leaves one order out.
    ForgetsAnOrder,
    /// An order whose cancel was sent is taken for cancelled.
    BelievesCancels,
    /// Nobody waits for the connectors before the report is read.
    ReportsEarly,
    /// A second done seals once more.
    TakesDoneTwice,
    /// While the store is busy, time is not told.
    IsDeafWhileSaving,
    /// While connectors end, no alarm is set.
    SetsNoAlarm,
    /// What the protocol becomes in time is thrown away.
    ForgetsTheTick,
    /// A gate that winds down refuses cancels.
    WindingRefusesCancels,
    /// A sealed gate refuses the runtime's cancels.
    SealedRefusesCancels,
    /// Submissions under way are not counted.
    CountsNoPermits,
    /// The strategy goes on after its done.
    ActsAfterDone,
    /// A supervisor starts the protocol anew when the strategy breaks.
    StartsAnew,
    /// Time is told a tick late.
    IsLate,
    /// The second signal is swallowed.
    SwallowsTheSecondSignal,
    /// The third signal is swallowed.
    SwallowsTheThirdSignal,
    /// The crash record is written when all is over.
    WritesCrashLast,
    /// The kill switch is passed on as a request.
    KillIsARequest,
    /// Once sealed, nobody looks at the kill switch.
    KillIsUnseen,
    /// A position is closed by two orders of its full size.
    ClosesTwice,
    /// A connector's end is not told while another one is busy.
    EndsInTurn,
    /// One connector's end is taken for the end of all.
    IsImpatient,
    /// A hook that is left behind goes on.
    HooksGoOn,
    /// Everything is cancelled as the gates are sealed, whatever the policy.
    CancelsAll,
    /// The state is saved as soon as orders are swept.
    SavesEarly,
    /// Connectors end while the state is being saved.
    DisconnectsEarly,
    /// That something changed after the save is not told.
    TellsNoChange,
    /// A closing order takes the id of an order that has ended.
    ReusesIds,
}

/// Every bug with the law that it breaks.
pub(crate) const ALL: [(Plant, Law); 34] = [
    (Plant::SealIsLost, Law::Sealed),
    (Plant::ClosesToTheLast, Law::ClosedForGood),
    (Plant::ForgetsAnOrder, Law::Fates),
    (Plant::ForgetsAnOrder, Law::CrashRecordIsWhole),
    (Plant::BelievesCancels, Law::Truth),
    (Plant::BelievesCancels, Law::CleanIsClean),
    (Plant::ReportsEarly, Law::Report),
    (Plant::TakesDoneTwice, Law::OneDone),
    (Plant::IsDeafWhileSaving, Law::Overall),
    (Plant::SetsNoAlarm, Law::NoDeadEnd),
    (Plant::ForgetsTheTick, Law::Progress),
    (Plant::WindingRefusesCancels, Law::CancelsPass),
    (Plant::SealedRefusesCancels, Law::CancelsPass),
    (Plant::CountsNoPermits, Law::Drained),
    (Plant::ActsAfterDone, Law::Silence),
    (Plant::StartsAnew, Law::Advance),
    (Plant::StartsAnew, Law::VerdictStays),
    (Plant::IsLate, Law::PhaseBudget),
    (Plant::SwallowsTheSecondSignal, Law::SecondSignal),
    (Plant::SwallowsTheThirdSignal, Law::ThirdSignal),
    (Plant::WritesCrashLast, Law::CrashRecordFirst),
    (Plant::KillIsARequest, Law::KillSkipsWinding),
    (Plant::KillIsUnseen, Law::KillLatches),
    (Plant::KillIsUnseen, Law::KillEndsClosing),
    (Plant::ClosesTwice, Law::NoFlip),
    (Plant::EndsInTurn, Law::NobodyHeldUp),
    (Plant::IsImpatient, Law::AbandonedAtLimit),
    (Plant::HooksGoOn, Law::HookLimit),
    (Plant::CancelsAll, Law::KeptStay),
    (Plant::CancelsAll, Law::GuardsStay),
    (Plant::SavesEarly, Law::SavedInOrder),
    (Plant::DisconnectsEarly, Law::PartedInOrder),
    (Plant::TellsNoChange, Law::SavedWhole),
    (Plant::ReusesIds, Law::EndsStay),
];

impl Plant {
    /// What the protocol is told instead; nothing if it is not told.
    pub(crate) fn told(self, protocol: &Protocol, world: &World, input: Input) -> Option<Input> {
        let sealed = protocol.phase() > Phase::StopNewOrders;
        let nothing = match (self, &input) {
            (Plant::SwallowsTheSecondSignal, Input::Cause(Cause::Signal, _)) => world.signals == 2,
            (Plant::SwallowsTheThirdSignal, Input::Cause(Cause::Signal, _)) => world.signals == 3,
            (Plant::KillIsUnseen, Input::Cause(Cause::Kill, _)) => sealed,
            (Plant::IsDeafWhileSaving, Input::Time) => protocol.phase() == Phase::SaveState,
            (Plant::EndsInTurn, Input::Part(Port(1), PartNews::Ended)) => world.is_ending(0),
            (Plant::TellsNoChange, Input::Changed) => true,
            _ => false,
        };
        if nothing {
            return None;
        }
        Some(match (self, input) {
            (Plant::KillIsARequest, Input::Cause(Cause::Kill, why)) => Input::Cause(Cause::Request, why),
            (Plant::ForgetsAnOrder, Input::Inventory(mut inventory)) => {
                inventory.orders.pop();
                Input::Inventory(inventory)
            }
            (Plant::CountsNoPermits, Input::Inventory(mut inventory)) => {
                inventory.in_flight = 0;
                Input::Inventory(inventory)
            }
            (Plant::CountsNoPermits, Input::InFlight(_)) => Input::InFlight(0),
            (Plant::ReusesIds, Input::Close(key, CloseNews::Sent(order))) => {
                let ended = protocol.fates().find(|(_, fate)| fate.is_some_and(|fate| !fate.is_open()));
                Input::Close(key, CloseNews::Sent(ended.map_or(order, |(order, _)| order)))
            }
            (_, input) => input,
        })
    }

    /// The protocol that the runtime goes on with.
    pub(crate) fn kept(self, before: &Protocol, after: Protocol, input: &Input, plan: &Plan) -> Protocol {
        match (self, input) {
            (Plant::ForgetsTheTick, Input::Time) => before.fork(),
            (Plant::StartsAnew, Input::Cause(Cause::Crash, _)) if before.phase() > Phase::StopNewOrders => {
                Protocol::new(plan.plan(), super::system::at(0))
            }
            _ => after,
        }
    }

    /// What the runtime is asked for instead.
    pub(crate) fn asked(self, input: &Input, world: &World, mut outputs: Vec<Output>) -> Vec<Output> {
        let place = |outputs: &[Output], wanted: fn(&Output) -> bool| outputs.iter().position(wanted);
        match self {
            Plant::ClosesToTheLast if outputs.contains(&Output::Save) => {
                outputs.extend(world.held_keys().map(Output::Close));
            }
            Plant::ReportsEarly if matches!(input, Input::Saved(_)) => outputs.push(Output::Over),
            Plant::TakesDoneTwice if matches!(input, Input::Done(_)) && world.is_sealed() => {
                outputs.push(Output::Seal);
            }
            Plant::WritesCrashLast => {
                if let Some(record) = place(&outputs, |output| *output == Output::WriteCrash) {
                    let record = outputs.remove(record);
                    outputs.push(record);
                }
            }
            Plant::IsImpatient if matches!(input, Input::Part(..)) => {
                outputs.extend((0..2).filter(|port| world.is_ending(*port)).map(Port).map(Output::Abandon));
            }
            Plant::HooksGoOn => outputs.retain(|output| !matches!(output, Output::AbandonHook(_))),
            Plant::CancelsAll if outputs.contains(&Output::Seal) => {
                let live = world.orders.iter().zip(0..).filter(|(order, _)| order.is_live());
                outputs
                    .extend(live.map(|(order, id)| Output::Cancel(OrderKey { port: Port(order.port), id })));
            }
            Plant::SavesEarly => {
                let swept = |output: &Output| matches!(output, Output::CountPositions);
                if place(&outputs, swept).is_some() {
                    outputs.push(Output::Save);
                }
            }
            Plant::DisconnectsEarly if outputs.contains(&Output::Save) => {
                outputs.push(Output::Disconnect(Port(0)));
            }
            _ => {}
        }
        outputs
    }
}
