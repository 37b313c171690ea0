//! A strategy's side of control: one notice in, one done out.

use crate::control::{Complaint, DoneCode, Notice};
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
    /// The answer.
    pub done: Output<DoneCode>,
    /// Complaints, by source.
    pub complaints: Vec<Output<Complaint>>,
}

pub(crate) fn open_control(border: &mut Border) -> (Input<Notice>, Control) {
    let (input, notice) = border.port("notice");
    (input, Control { notice })
}

pub(crate) fn close_control(border: &mut Border, notice: Input<Notice>, done: Done) -> ControlTerminal {
    let complaints =
        done.complaints.into_iter().map(|complaints| border.port_output("complaints", complaints)).collect();
    ControlTerminal { notice, done: border.port_output("done", done.code), complaints }
}
