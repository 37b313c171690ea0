//! How a sealed system moves on: what it learns, what time does to it, and what each phase leaves behind.

use super::Phase;
use super::closing::{CloseEnd, CloseNews};
use super::evidence::{Closed, Kept, Parted, Settled};
use super::input::Input;
use super::log::{PartEnd, PartLine};
use super::order::{Fate, Port, PositionKey};
use super::output::Output;
use super::parting::{PartNews, Parting};
use super::stage::{Complete, Disconnected, Flat, Saved, Sealed, Swept};
use super::state::State;
use super::turn::Turn;

impl Turn<'_> {
    /// What is neither a cause nor time.
    pub(super) fn news(&mut self, mut state: State, news: Input) -> State {
        match (&mut state, news) {
            (State::Sealed(sealed), Input::Inventory(inventory)) if !sealed.course.sweep.is_counted() => {
                self.count(sealed, &inventory);
            }
            (State::Swept(swept), Input::Positions(keys)) => {
                swept.closing.count(&keys, self.out);
                swept.course.sweep.release_others(self.at, &keys, self.out);
            }
            (State::Swept(swept), Input::Close(key, news)) => self.weighed(swept, key, news),
            (State::Flat(flat), Input::Saved(result)) => {
                flat.is_saved = true;
                self.saved(result);
            }
            (State::Disconnected(_), Input::Saved(result)) => {
                let kept = Disconnected::kept(&result);
                self.saved(result);
                return self.finish(state, kept);
            }
            (_, Input::Alert(code, text)) => self.alert(&code, text),
            // The state is taken when a save is asked for, not when the store answers.
            (State::Flat(Flat { is_stale, .. }) | State::Saved(Saved { is_stale, .. }), Input::Changed) => {
                *is_stale = true;
            }
            (State::Saved(saved), Input::Part(port, news)) => self.part(saved, port, news),
            (state, Input::InFlight(in_flight)) => {
                if let Some(sweep) = state.sweep_mut() {
                    sweep.in_flight(self.at, in_flight, self.out);
                }
            }
            (state, Input::Order(key, news)) => self.order(state, key, news),
            _ => {}
        }
        state
    }

    /// What was made of a position that is to be closed.
    fn weighed(&mut self, swept: &mut Swept, key: PositionKey, news: CloseNews) {
        let (at, patience) = (self.at, self.plan.budgets.patience);
        if !swept.closing.is_about(key) {
            return;
        }
        if let CloseNews::Sent(order) = news {
            swept.course.sweep.adopt(at, order);
        }
        if let Some(closed) = swept.closing.weighed(at, key, news, patience) {
            swept.course.sweep.release(at, closed, self.out);
        }
        if swept.closing.is_stopped() {
            swept.course.sweep.stop_closing(at, self.out);
        }
    }

    pub(super) fn stop_closing(&mut self, swept: &mut Swept) {
        swept.closing.stop();
        swept.course.sweep.stop_closing(self.at, self.out);
    }

    fn saved(&mut self, result: Result<String, String>) {
        if let Err(why) = &result {
            self.alert("state.not_saved", why.clone());
        }
        self.log.saved = Some(result);
    }

    fn give_up_saving(&mut self, why: &str) {
        self.out.push(Output::AbandonSave);
        self.saved(Err(why.to_owned()));
    }

    fn part(&mut self, saved: &mut Saved, port: Port, news: PartNews) {
        let what = match news {
            PartNews::Stage(stage) => Err(stage),
            PartNews::Ended => Ok(PartEnd::Ended),
            PartNews::Failed(why) => Ok(PartEnd::Failed(why)),
            PartNews::NeverConnected => Ok(PartEnd::NeverConnected),
        };
        if what.is_ok() && !saved.parting.ended(port) {
            return;
        }
        if let Ok(PartEnd::Failed(why)) = &what {
            self.alert("connector.failed", format!("{}: {why}", self.name(port)));
        }
        self.log.parts.push(PartLine { at: self.at, port, what });
    }

    fn name(&self, port: Port) -> &str {
        self.plan.ports.get(usize::from(port.0)).map_or("?", String::as_str)
    }

    /// Nobody waits for connectors any more.
    pub(super) fn abandon_connectors(&mut self, state: &mut State) {
        let left = match state {
            State::Saved(saved) => saved.parting.abandon(),
            State::Disconnected(_) => Vec::new(),
            _ => self.ports().map(Port).collect(),
        };
        self.left_behind(&left);
    }

    fn ports(&self) -> std::ops::Range<u8> {
        0..u8::try_from(self.plan.ports.len()).unwrap_or(u8::MAX)
    }

    fn left_behind(&mut self, stuck: &[Port]) {
        for port in stuck {
            self.out.push(Output::Abandon(*port));
            self.log.parts.push(PartLine { at: self.at, port: *port, what: Ok(PartEnd::Abandoned) });
            self.alert("connector.abandoned", format!("{} did not end in its time", self.name(*port)));
        }
    }

    /// Time has passed.
    pub(super) fn pass(&mut self, mut state: State) -> State {
        let (at, patience) = (self.at, self.plan.budgets.patience);
        if let Some(record) = self.hooks.pass(at, &self.plan.hooks, self.out) {
            self.alert("hook.abandoned", format!("hook {} was left behind at its limit", record.name));
            self.log.hooks.push(record);
        }
        match &mut state {
            State::Sealed(sealed) => sealed.course.sweep.pass(at, self.out),
            State::Swept(swept) => {
                if !swept.closing.is_stopped() && at >= swept.last_call(patience) {
                    self.stop_closing(swept);
                }
                swept.closing.pass(at, self.out);
                swept.course.sweep.pass(at, self.out);
            }
            State::Saved(saved) => {
                let stuck = saved.parting.pass(at);
                self.left_behind(&stuck);
            }
            _ => {}
        }
        state
    }

    /// Moves on as far as there is evidence to.
    pub(super) fn go_on(&mut self, mut state: State) -> State {
        loop {
            let phase = (state.phase(), matches!(state, State::Disconnected(_)));
            state = self.settle(state);
            if phase == (state.phase(), matches!(state, State::Disconnected(_))) {
                break;
            }
            // What the new phase asked for was not answered so far: its deadline has to wait for that.
            self.is_tick = false;
        }
        let (end, limit) = (state.end(), self.plan.budgets.hook);
        if !matches!(state, State::Complete(_)) {
            self.hooks.go_on(self.at, end, limit, &self.plan.hooks, self.out);
        }
        state
    }

    fn settle(&mut self, state: State) -> State {
        let (at, is_tick, are_hooks_over) = (self.at, self.is_tick, self.hooks.are_over());
        match state {
            State::Winding(winding) if is_tick => match winding.timed_out(at, &self.plan.budgets) {
                Ok(sealed) => {
                    self.alert("strategy.timed_out", "the strategy did not answer in its time".into());
                    self.seal(sealed)
                }
                Err(winding) => State::Winding(winding),
            },
            State::Sealed(mut sealed) => {
                let given_up = if is_tick { sealed.given_up(at) } else { None };
                match sealed.settled(at).or(given_up) {
                    Some(settled) if are_hooks_over => self.swept(sealed, settled),
                    _ => State::Sealed(sealed),
                }
            }
            State::Swept(swept) => match swept.closed().or(swept.given_up(at).filter(|_| is_tick)) {
                Some(closed) if are_hooks_over => self.flat(swept, closed),
                _ => State::Swept(swept),
            },
            State::Flat(flat) => match flat.kept().or(flat.given_up(at).filter(|_| is_tick)) {
                Some(kept) if are_hooks_over => self.part_from(flat, kept),
                _ => State::Flat(flat),
            },
            State::Saved(saved) => match saved.parted() {
                Some(parted) if are_hooks_over => self.disconnected(saved, parted),
                _ => State::Saved(saved),
            },
            State::Disconnected(disconnected) => match disconnected.given_up(at).filter(|_| is_tick) {
                Some(kept) => {
                    self.give_up_saving("what happened while disconnecting was not saved in time");
                    self.finish(State::Disconnected(disconnected), kept)
                }
                None => State::Disconnected(disconnected),
            },
            settled @ (State::Running(_) | State::Winding(_) | State::Complete(_)) => settled,
        }
    }

    fn swept(&mut self, sealed: Sealed, settled: Settled) -> State {
        let left = sealed.course.sweep.count_of(&[Fate::LeftOpen, Fate::Unknown]);
        let outcome = sealed.course.sweep.outcome();
        if left > 0 {
            self.alert("order.left", outcome.clone());
        }
        self.log.leave(self.at, Phase::CancelPending, outcome);
        let closes = self.closes(sealed.course.ending.haste());
        self.enter(Phase::ClosePositions, sealed.course.schedule.end(Phase::ClosePositions));
        if closes {
            self.out.push(Output::CountPositions);
        }
        State::Swept(sealed.swept(settled, closes))
    }

    fn flat(&mut self, swept: Swept, closed: Closed) -> State {
        let outcome = self.came_of(&swept);
        self.log.leave(self.at, Phase::ClosePositions, outcome);
        let flat = swept.flat(closed);
        self.out.push(Output::EndClosing);
        self.enter(Phase::SaveState, flat.course.schedule.end(Phase::SaveState));
        self.out.push(Output::Save);
        State::Flat(flat)
    }

    /// What came of positions, in words; that one is left is for an operator.
    fn came_of(&mut self, swept: &Swept) -> String {
        let closing = &swept.closing;
        match closing.len() {
            0 if closing.is_stopped() => return "positions kept".to_owned(),
            0 => return "nothing to close".to_owned(),
            _ => {}
        }
        // The kill switch leaves positions alone, and that is what was asked for.
        let is_left = self.policy_closes(swept.course.ending.haste());
        let ends = [
            (CloseEnd::Whole, "closed"),
            (CloseEnd::ButDust, "dust"),
            (CloseEnd::Not, if is_left { "left" } else { "kept" }),
        ];
        let counts = ends.map(|(end, word)| (closing.count_of(end), word));
        let words: Vec<String> = counts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        let outcome = words.join(", ");
        if is_left && closing.count_of(CloseEnd::Not) > 0 {
            self.alert("position.left", outcome.clone());
        }
        outcome
    }

    fn part_from(&mut self, flat: Flat, kept: Kept) -> State {
        if !flat.is_saved {
            self.give_up_saving("the state was not saved in its time");
        }
        let outcome = match &self.log.saved {
            Some(Ok(place)) => format!("saved: {place}"),
            Some(Err(why)) => format!("not saved: {why}"),
            None => "not saved".to_owned(),
        };
        self.log.leave(self.at, Phase::SaveState, outcome);
        let end = flat.course.schedule.end(Phase::Disconnect);
        self.enter(Phase::Disconnect, end);
        let limit = end.min(self.at.after(self.plan.budgets.connectors));
        let ports = self.ports().end;
        State::Saved(flat.saved(kept, Parting::begin(ports, limit, self.out)))
    }

    fn disconnected(&mut self, saved: Saved, parted: Parted) -> State {
        let is_stale = saved.is_stale;
        let disconnected = State::Disconnected(saved.disconnected(parted));
        match is_stale {
            true => {
                self.out.push(Output::Save);
                disconnected
            }
            false => self.finish(disconnected, Disconnected::nothing_changed()),
        }
    }

    fn finish(&mut self, state: State, kept: Kept) -> State {
        let State::Disconnected(disconnected) = state else { return state };
        let bad = |line: &&PartLine| matches!(line.what, Ok(PartEnd::Failed(_) | PartEnd::Abandoned));
        let outcome = match self.log.parts.iter().filter(bad).count() {
            0 => "all connectors ended".to_owned(),
            1 => "1 connector did not end well".to_owned(),
            bad => format!("{bad} connectors did not end well"),
        };
        self.log.leave(self.at, Phase::Disconnect, outcome);
        self.enter(Phase::Complete, self.at);
        self.out.push(Output::Over);
        let complete: Complete = disconnected.complete(kept);
        State::Complete(complete)
    }
}
