//! Connectors on their way out, asked step by step.

use super::{Driver, LEAST};
use crate::control::{Input, PartNews, Port};
use crate::runtime::{Host, Lanes};

impl<L: Lanes, H: Host> Driver<L, H> {
    /// Asks every connector that is due how far its end has come.
    pub(super) fn ask_connectors(&mut self) {
        let ports: Vec<Port> = self.parting.keys().copied().collect();
        for port in ports {
            self.ask(port);
        }
    }

    fn ask(&mut self, port: Port) {
        let now = self.now;
        let Some(parting) = self.parting.get_mut(&port) else { return };
        let Some(lane) = self.session.lanes.end(port.0) else { return };
        let news = match parting.over.take() {
            Some(end) => end,
            None if parting.until.is_some_and(|until| until > now) => return,
            None => {
                let (news, until) = lane.part(now);
                // A time that is over is as good as none: it is asked again when something happens.
                parting.until = until.filter(|until| *until > now).map(|until| until.max(now.after(LEAST)));
                news
            }
        };
        match news {
            PartNews::Stage(stage) if stage == parting.stage => {}
            PartNews::Stage(stage) => {
                parting.stage.clone_from(&stage);
                self.tell(Input::Part(port, PartNews::Stage(stage)));
            }
            // What it fired before its end is read before the end is told.
            end if lane.has_unread(now) => parting.over = Some(end),
            end => {
                self.parting.remove(&port);
                self.tell(Input::Part(port, end));
            }
        }
    }
}
