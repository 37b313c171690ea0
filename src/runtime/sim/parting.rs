//! Connectors on their way out, asked step by step.

use super::driver::{Driver, Parting};
use crate::control::{Input, PartNews, Port};
use crate::runtime::lanes::Lanes;

impl<L: Lanes> Driver<L> {
    /// Asks every connector that is due how far its end has come.
    pub(super) fn ask_connectors(&mut self) {
        let ports: Vec<Port> = self.parting.keys().copied().collect();
        for port in ports {
            self.ask(port);
        }
    }

    fn ask(&mut self, port: Port) {
        let now = self.now;
        let Some(parting) = self.parting.get(&port).cloned() else { return };
        let Some(lane) = self.session.lanes.end(port.0) else { return };
        let news = match parting.is_over {
            true => PartNews::Ended,
            false if parting.until.is_some_and(|until| until > now) => return,
            false => {
                let (news, until) = lane.part(now);
                // A time that is over is as good as none: it is asked again when something happens.
                let until = until.filter(|until| *until > now);
                self.parting.insert(port, Parting { until, ..parting.clone() });
                news
            }
        };
        let has_unread = self.session.lanes.end(port.0).is_some_and(|lane| lane.has_unread(now));
        match news {
            PartNews::Stage(stage) if stage == parting.stage => {}
            PartNews::Stage(stage) => {
                if let Some(parting) = self.parting.get_mut(&port) {
                    parting.stage.clone_from(&stage);
                }
                self.tell(Input::Part(port, PartNews::Stage(stage)));
            }
            // What it fired before its end is read before the end is told.
            PartNews::Ended if has_unread => {
                self.parting.insert(port, Parting { is_over: true, ..parting });
            }
            end => {
                self.parting.remove(&port);
                self.tell(Input::Part(port, end));
            }
        }
    }
}
