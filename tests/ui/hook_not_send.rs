//! A hook holds what cannot be sent to the thread that runs it.

use tidegate::control::{Phase, Priority};
use tidegate::prelude::*;
use tidegate::runtime::Hook;

fn end() -> Hook {
    Hook::new("flush", Phase::SaveState, Priority::Normal, |context| async move {
        let held = std::rc::Rc::new(1);
        context.clock.wait(Span::from_secs(1)).await;
        drop(held);
        Ok(())
    })
}

pub fn main() {
    let _ = end;
}
