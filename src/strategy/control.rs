//! A strategy's side of control: one notice in, one done out.

use crate::control::{Complaint, ControlEvent, DoneCode, Notice};
use crate::network::{Border, Event, Input, Output, Shared};

/// The right, and the duty, to answer shutdown once. Not `Clone`; consumed by the one answer.
///
/// ```
/// use tidegate::prelude::*;
///
/// fn idle(_: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
///     let done = control.shutdown().map(|_notice| DoneCode::OK);
///     (never(), control.done_when(done))
/// }
/// fn is_a_strategy<P>(_: impl Strategy<P>) {}
/// is_a_strategy(idle);
/// ```
#[derive(Debug)]
#[must_use = "a strategy has to answer shutdown: `control.done_when(...)` gives the `Done` to return"]
pub struct Control {
    notice: Shared<Notice>,
    events: Shared<ControlEvent>,
}

/// A strategy's one answer to shutdown. Only [`Control::done_when`] and [`Control::done_at_once`] make one.
#[derive(Debug)]
#[must_use = "return it: a strategy without `Done` is no strategy"]
pub struct Done /* only `Control::done_when` and `Control::done_at_once` make one */ {
    code: Shared<DoneCode>,
    complaints: Vec<Shared<Complaint>>,
}

impl Control {
    /// The notice that the system will stop. Occurs once.
    pub fn shutdown(&self) -> Shared<Notice> {
        self.notice
    }

    /// What else the runtime knows: a connector that is lost, a kill switch thrown or released, an operator
    /// who asks to read settings again.
    ///
    /// ```
    /// use tidegate::prelude::*;
    ///
    /// /// Is done when it has lost its market.
    /// fn careful(_: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    ///     let lost = control.events().filter_map_ref(|event| match event {
    ///         ControlEvent::ConnectorLost { .. } => Some(DoneCode(1)),
    ///         _ => None,
    ///     });
    ///     let told = control.shutdown().map(|_| DoneCode::OK);
    ///     (never(), control.done_when(lost.or(told)))
    /// }
    /// fn is_a_strategy<P>(_: impl Strategy<P>) {}
    /// is_a_strategy(careful);
    /// ```
    pub fn events(&self) -> Shared<ControlEvent> {
        self.events
    }

    /// The answer: the first occurrence of `code` ends the strategy's part. It may come without a notice.
    #[track_caller]
    pub fn done_when(
        self, // there is one answer: a strategy cannot be done twice
        code: impl Event<Item = DoneCode>,
    ) -> Done {
        Done { code: code.once().share(), complaints: Vec::new() }
    }

    /// The answer of a strategy that has nothing to wind down: done as soon as it is told.
    #[track_caller]
    pub fn done_at_once(self, // there is one answer: a strategy cannot be done twice
    ) -> Done {
        let told = self.notice.map(|_| DoneCode::OK);
        self.done_when(told)
    }
}

impl Done {
    /// Also reports each occurrence of `complaints`. Stops nothing; may be called several times.
    #[track_caller]
    pub fn reporting(mut self, complaints: impl Event<Item = Complaint>) -> Done {
        self.complaints.push(complaints.share());
        self
    }
}

/// The runtime's side of control.
#[derive(Debug)]
pub struct ControlTerminal {
    /// The notice.
    pub notice: Input<Notice>,
    /// What else the runtime knows.
    pub events: Input<ControlEvent>,
    /// The answer.
    pub done: Output<DoneCode>,
    /// Complaints, by source.
    pub complaints: Vec<Output<Complaint>>,
}

/// The inputs of control, before its answer is known.
pub(crate) struct ControlInlet {
    notice: Input<Notice>,
    events: Input<ControlEvent>,
}

pub(crate) fn open_control(border: &mut Border) -> (ControlInlet, Control) {
    let (notice_in, notice) = border.port("notice");
    let (events_in, events) = border.port("control");
    (ControlInlet { notice: notice_in, events: events_in }, Control { notice, events })
}

pub(crate) fn close_control(border: &mut Border, inlet: ControlInlet, done: Done) -> ControlTerminal {
    let ControlInlet { notice, events } = inlet;
    let complaints =
        done.complaints.into_iter().map(|complaints| border.port_output("complaints", complaints)).collect();
    ControlTerminal { notice, events, done: border.port_output("done", done.code), complaints }
}
