//! Every combinator appears in a description, with its own kind and with the line on which its author wrote it.
//!
//! A new combinator needs a row here; `no_combinator_is_forgotten` says which one is missing.

use std::collections::BTreeSet;
use std::fs;
use std::panic::Location;
use std::path::{Path, PathBuf};

use tidegate::network::{
    Behavior, Border, Clock, Event, Join, Network, Part, Root, Sequence, Shared, Smooth, Stretch, Windowed,
    accumulate, after, at, collect_all, constant, count, every, every_from, feedback, first_of, forward,
    in_force, merge_all, never, timetable,
};
use tidegate::time::{Span, Time};

const SPAN: Span = Span::from_secs(1);

/// The names of all combinators that were looked at.
#[derive(Default)]
struct Rows(BTreeSet<&'static str>);

impl Rows {
    /// `name` in the program is `kind` in the description, and stands on the caller's line.
    #[track_caller]
    fn event<E>(&mut self, name: &'static str, kind: &str, wire: impl Fn(Shared<i64>) -> E)
    where
        E: Event<Item: Send + Sync, Level = Root>,
    {
        let here = Location::caller();
        self.0.insert(name);
        // In a box, so that joint and network are compiled once for each type of item.
        let parts = parts(&|border, x| _ = border.output(wire(x).boxed()));
        let there = |part: &Part| {
            part.kind == kind
                && part.place.is_some_and(|place| (place.file(), place.line()) == (here.file(), here.line()))
        };
        assert!(parts.iter().any(there), "`{name}`: no `{kind}` at {here} in {parts:#?}");
    }

    /// The same for one that gives a behavior.
    #[track_caller]
    fn behavior<B: Behavior>(&mut self, name: &'static str, kind: &str, wire: impl Fn(Shared<i64>) -> B) {
        self.event(name, kind, |x| x.sample(wire(x), |_, _| ()));
    }
}

/// All parts of a network that has run one instant, sub-networks included.
fn parts(wire: &dyn Fn(&mut Border, Shared<i64>)) -> Vec<Part> {
    let built = Network::build(Time::EPOCH, |border| {
        let (input, x) = border.input::<i64>();
        wire(border, x);
        input
    });
    let (mut network, input) = built.expect("it can be built");
    network.feed(Time::EPOCH, &input, 1).expect("it runs");
    let mut parts = network.describe().joints;
    let mut at = 0;
    while let Some(part) = parts.get(at).cloned() {
        parts.extend(part.inputs.into_iter().chain(part.inside));
        at += 1;
    }
    parts
}

/// One session.
fn day() -> Vec<Stretch> {
    vec![Stretch { start: Time::EPOCH, end: Time::EPOCH.after(SPAN) }]
}

#[rustfmt::skip] // one row, one line: the line is what is looked at
fn all() -> BTreeSet<&'static str> {
    let mut rows = Rows::default();
    // events
    rows.event("map", "map", |x| x.map(|x| x));
    rows.event("filter", "filter", |x| x.filter(|_| true));
    rows.event("filter_map", "filter_map", |x| x.filter_map(Some));
    rows.event("map_ref", "map_ref", |x| x.map_ref(|x| *x));
    rows.event("filter_map_ref", "filter_map_ref", |x| x.filter_map_ref(|x| Some(*x)));
    rows.event("scan_ref", "scan_ref", |x| x.scan_ref(0, |s, x| s + x));
    rows.event("merge", "merge", |x| x.merge(x, |a, _| a));
    rows.event("or", "or", |x| x.or(x));
    rows.event("scan", "scan", |x| x.scan(0, |s, x| s + x));
    rows.event("map_accum", "map_accum", |x| x.map_accum(0, |_, x| x));
    rows.event("dedupe", "dedupe", |x| x.dedupe());
    rows.event("once", "once", |x| x.once());
    rows.event("gate", "gate", |x| x.gate(constant(true)));
    rows.event("sample", "sample", |x| x.sample(constant(1), |x, _| x));
    rows.event("with_latest", "with_latest", |x| x.with_latest(x, 0, |x, _| x));
    rows.event("partition", "partition", |x| x.partition(|_| true).0);
    rows.event("partition", "kept", |x| x.partition(|_| true).0);
    rows.event("partition", "dropped", |x| x.partition(|_| true).1);
    rows.event("share", "share", |x| x.map(|x| x).share());
    rows.event("within", "within", |x| x.within(|x| x.or(x)));
    rows.event("named", "map", |x| x.map(|x| x).named("name"));
    rows.event("boxed", "boxed", |x| x.map(|x| x).boxed());
    // time
    rows.event("delay", "delay", |x| x.delay(SPAN));
    rows.event("next_instant", "next_instant", |x| x.next_instant());
    rows.event("timeout", "timeout", |x| x.timeout(SPAN));
    rows.event("debounce", "debounce", |x| x.debounce(SPAN));
    rows.event("throttle", "throttle", |x| x.throttle(SPAN));
    rows.event("timestamped", "timestamped", |x| x.timestamped());
    rows.event("elapsed", "elapsed", |x| x.elapsed());
    rows.event("within_stretches", "within_stretches", |x| x.within_stretches(day()));
    rows.event("timetable", "timetable", |_| timetable(vec![(Time::EPOCH, 1)]));
    rows.behavior("in_force", "timetable", |_| in_force(vec![(Time::EPOCH, 1)]));
    rows.behavior("in_force", "hold", |_| in_force(vec![(Time::EPOCH, 1)]));
    rows.event("every", "every", |_| every(SPAN));
    rows.event("every_from", "every_from", |_| every_from(Time::EPOCH, SPAN));
    rows.event("after", "after", |_| after(SPAN));
    rows.event("at", "at", |_| at(Time::from_secs(9)));
    // sequences
    rows.event("take", "take", |x| x.take(1));
    rows.event("skip", "skip", |x| x.skip(1));
    rows.event("take_while", "take_while", |x| x.take_while(|_| true));
    rows.event("skip_while", "skip_while", |x| x.skip_while(|_| true));
    rows.event("take_until", "take_until", |x| x.take_until(x));
    rows.event("skip_until", "skip_until", |x| x.skip_until(x));
    rows.event("pairwise", "pairwise", |x| x.pairwise());
    rows.event("difference", "difference", |x| x.difference());
    rows.event("with_previous", "with_previous", |x| x.with_previous(0));
    rows.event("delay_n", "delay_n", |x| x.delay_n(1));
    rows.event("count", "count", |x| x.count());
    rows.event("enumerate", "enumerate", |x| x.enumerate());
    rows.event("every_nth", "every_nth", |x| x.every_nth(1));
    rows.event("dedupe_by", "dedupe_by", |x| x.dedupe_by(|_, _| true));
    rows.event("dedupe_by_key", "dedupe_by_key", |x| x.dedupe_by_key(|x| *x));
    rows.event("map_to", "map_to", |x| x.map_to(1));
    rows.event("try_map", "try_map", |x| x.try_map(Ok::<i64, i64>).0);
    rows.event("try_filter_map", "try_filter_map", |x| x.try_filter_map(|x| Ok::<_, i64>(Some(x))).0);
    rows.event("try_scan", "try_scan", |x| x.try_scan(0, |_, x| Ok::<i64, i64>(x)).0);
    rows.event("split_result", "share", |x| x.map(Ok::<i64, i64>).split_result().0);
    // joins
    rows.event("merge_with", "merge_with", |x| x.merge_with(x, |x| x, |x| x, |x, _| x));
    rows.event("either", "either", |x| x.either(x).map(|_| 0));
    rows.event("coincide", "coincide", |x| x.coincide(x, |x, _| x));
    rows.event("unless", "unless", |x| x.unless(x));
    rows.event("synchronise", "synchronise", |x| x.synchronise(x, SPAN));
    rows.event("as_of", "as_of", |x| x.as_of(x, SPAN));
    rows.event("buffer_while", "buffer_while", |x| x.buffer_while(x.map(|x| x > 0), 1).map(|_| 0));
    rows.event("batch_on", "batch_on", |x| x.batch_on(x));
    rows.event("unroll", "unroll", |x| x.map(|x| vec![x]).unroll());
    rows.event("merge_all", "merge_all", |x| merge_all([x, x], |x, _| x));
    rows.event("first_of", "first_of", |x| first_of([x, x]));
    rows.event("collect_all", "collect_all", |x| collect_all([x, x]).map(|_| 0));
    rows.event("on", "accumulate", |x| accumulate(0).on(x, |s, _| *s));
    // windows and what is made of their members
    rows.event("window", "window", |x| x.window(SPAN, count()));
    rows.event("window_at", "window_at", |x| x.window_at(SPAN, count()));
    rows.event("window_of", "window_of", |x| x.window_of(1, count()));
    rows.event("total", "total", |x| x.total(count()));
    rows.event("bars", "bars", |x| x.bars(SPAN, Time::EPOCH, count()).map(|_| 0));
    rows.event("bars_in", "bars_in", |x| x.bars_in(day(), count()).map(|_| 0));
    rows.event("total_in", "total_in", |x| x.total_in(day(), count()));
    rows.event("tick_bars", "tick_bars", |x| x.tick_bars(1, count()));
    rows.event("bars_by", "bars_by", |x| x.bars_by(|x| *x, 1, count()));
    rows.event("ewma", "ewma", |x| x.map(|x| x as f64).ewma(0.5));
    rows.event("ewma_half_life", "ewma_half_life", |x| x.map(|x| x as f64).ewma_half_life(SPAN));
    // behaviors
    rows.behavior("hold", "hold", |x| x.hold(0));
    rows.behavior("map", "map", |x| x.hold(0).map(|x| x));
    rows.behavior("lift2", "lift2", |x| x.hold(0).lift2(constant(1), |a, b| a + b));
    rows.behavior("frozen", "frozen", |x| x.hold(0).frozen());
    rows.event("changes", "changes", |x| x.hold(0).changes());
    rows.behavior("boxed", "boxed", |x| x.hold(0).boxed());
    rows.behavior("forward", "forward", |x| { let (held, duty) = forward(0); duty.bind(x); held });
    rows.behavior("bind", "bind", |x| { let (held, duty) = forward(0); duty.bind(x); held });
    rows.event("feedback", "forward", |x| feedback(0, |_| (x, x)));
    rows.event("feedback", "bind", |x| feedback(0, |_| (x, x)));
    // sub-networks
    rows.event("per_key", "per_key", |x| x.per_key(|x| *x, |_, own| own));
    rows.event("each", "per_key", |x| x.keyed(|x| *x).each(|_, own| own));
    rows.event("each", "refused", |x| x.keyed(|x| *x).limit(1).each(|_, own| own).1);
    rows.event("switch", "switch", |x| x.switch(never(), move |_| x));
    rows.behavior("switch_behavior", "switch_behavior", |x| x.switch_behavior(constant(0), |_| constant(1)));
    rows.event("observe", "observe", |x| x.observe(|_| constant(1)));
    // inside sub-networks
    rows.event("map", "map", |x| x.per_key(|x| *x, |_, own| own.map(|x| x)));
    rows.event("share", "share", |x| x.per_key(|x| *x, |_, own| own.map(|x| x).share()));
    rows.event("scan", "scan", |x| x.per_key(|x| *x, |_, own| own.per_key(|x| *x, |_, own| own.scan(0, |s, _| *s))));
    rows.0
}

#[test]
fn every_combinator_has_its_kind_and_its_line() {
    assert!(all().len() > 30);
}

/// What an author calls at a place of his own, and what is no combinator.
const NO_COMBINATORS: [&str; 5] = ["input", "output", "view", "simulate", "accumulate"];

#[test]
fn no_combinator_is_forgotten() {
    let known = all();
    let missing: Vec<String> = placed_functions(Path::new("src/network"))
        .into_iter()
        .filter(|name| !known.contains(name.as_str()) && !NO_COMBINATORS.contains(&name.as_str()))
        .collect();
    assert!(missing.is_empty(), "add rows to `all` for {missing:?}");
}

/// The public functions below a folder that note where they are called.
fn placed_functions(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).expect("a folder of the project") {
        let path: PathBuf = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(placed_functions(&path));
            continue;
        }
        let text = fs::read_to_string(&path).expect("a text");
        for after in text.split("#[track_caller]\n").skip(1) {
            let line = after.lines().map(str::trim_start).find(|line| !line.starts_with("#[")).unwrap_or("");
            let name = line.strip_prefix("pub fn ").or_else(|| line.strip_prefix("fn "));
            found.extend(name.and_then(|name| name.split(['(', '<']).next()).map(str::to_owned));
        }
    }
    found
}

/// What has no place of its own says at least what it is.
#[test]
fn leaves_have_a_kind() {
    let kinds: BTreeSet<&str> = parts(&|border, x| {
        border.output(x.within(|x| x.or(never())).sample(constant(1), |x, _| x));
        border.output(x.per_key(|x| *x, |_, own| own));
    })
    .iter()
    .map(|part| part.kind)
    .collect();
    for kind in ["input", "output", "read", "argument", "never", "constant", "own"] {
        assert!(kinds.contains(kind), "no `{kind}` in {kinds:?}");
    }
}

#[test]
fn who_is_read_is_told_from_wherever_one_stands() {
    let all = parts(&|border, x| {
        let shared = x.map(|x| x).share();
        border.output(x.per_key(
            |x| *x,
            move |_, own| {
                let count = own.scan(0, |n, _| n + 1).hold(0);
                own.per_key(|x| *x, move |_, own| own.sample(count, |_, n| n).or(shared))
            },
        ));
    });
    let mut reads: Vec<(usize, usize, bool)> =
        all.iter().flat_map(|part| &part.reads).map(|read| (read.up, read.joint, read.wakes)).collect();
    reads.sort_unstable();
    reads.dedup();
    let outer_count = (1, 1, false);
    let outermost_share = (2, 1, true);
    assert!(reads.contains(&outer_count) && reads.contains(&outermost_share), "{reads:?}");
}
