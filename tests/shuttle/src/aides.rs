//! Hook, store and pager, which take their time.

use std::sync::Arc;

use tidegate::control::{Alert, Phase, Priority};
use tidegate::prelude::*;
use tidegate::runtime::{AlertSink, Hook, Runtime, SavedState, Saving, StateStore};

use crate::case::{Aides, Part, World};
use crate::steps::pause;

/// Gives a run the helpers of its case.
pub(crate) fn with_aides<R: Runtime>(runtime: R, world: &Arc<World>) -> R {
    if world.case.aides == Aides::None {
        return runtime;
    }
    let aide = || Aide { part: Part::of(world), is_asked: false };
    let hooked = Arc::clone(world);
    let hook = Hook::new("tidy up", Phase::SaveState, Priority::Normal, move |context| {
        let aide = Aide { part: Part::of(&hooked), is_asked: false };
        async move {
            aide.work();
            context.clock.wait(Span::from_millis(1)).await;
            aide.work();
            Ok(())
        }
    });
    runtime.hook(hook).save_to(aide()).alert_to(aide())
}

/// One of them.
struct Aide {
    part: Part,
    is_asked: bool,
}

impl Aide {
    fn work(&self) {
        match self.part.0.case.aides {
            Aides::Stuck => self.part.0.over.wait(),
            Aides::None | Aides::Slow => (0..3).for_each(|_| pause()),
        }
    }
}

impl StateStore for Aide {
    fn save(&mut self, at: Time, _state: &SavedState) -> Result<Saving, String> {
        self.work();
        match std::mem::replace(&mut self.is_asked, true) {
            false => Ok(Saving::Busy(at.after(Span::from_millis(1)))),
            true => Ok(Saving::Kept("a shelf".to_owned())),
        }
    }
}

impl AlertSink for Aide {
    fn alert(&mut self, _alert: &Alert) -> Result<(), String> {
        self.work();
        Ok(())
    }
}
