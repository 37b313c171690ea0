//! Parts that come and go: a construction is a function from the instant that runs it to a list.
//!
//! State in a part takes in the instant that builds it, since every combinator in it has that `c`. A part
//! that is gone asks for no more alarms.

use super::past::{at_each, since};
use super::run::Run;
use super::{Occurrences, Values};

/// The parts that a selector chooses one after the other, each with the first instant at which it is heard.
///
/// The initial one is heard from `c`; one built at `s` strictly after `s`. Only the last lives on.
fn parts<V: Clone, P>(
    run: &Run,
    c: usize,
    initial: impl Fn(usize) -> P,
    build: impl Fn(usize, &V) -> P,
    selector: &[Option<V>],
) -> Vec<(usize, P)> {
    let chosen = since(c, selector);
    let first = (c, run.part(chosen.is_empty(), || initial(c)));
    let later = chosen.iter().enumerate().map(|(place, (s, v))| {
        let lives = place + 1 == chosen.len();
        (s + 1, run.part(lives, || build(*s, v)))
    });
    [first].into_iter().chain(later).collect()
}

/// The part that is heard at `t`.
fn heard<P>(parts: &[(usize, P)], t: usize) -> &P {
    &parts.iter().rfind(|(from, _)| *from <= t).unwrap_or(&parts[0]).1
}

/// `switch@t = p@t`, where `p` is built by the last occurrence of the selector in `[c, t)`, or is the
/// initial one.
///
/// At the instant of the switch the old part is heard; the new one is built then, and heard after.
///
/// ```
/// use tidegate::model::{dynamic::switch, event, run::Run};
/// let (x, choice) = ([Some(1), Some(2), Some(3), Some(4)], [None, Some(10), None, Some(20)]);
/// let sums = |c: usize, init: &i32| event::scan(c, *init, |sum, x| sum + x, &x);
/// let switched = switch(&Run::untimed(4), 0, |c| sums(c, &0), sums, &choice);
/// // At 1 the old sum is heard; the new one has taken in the 2 when it is heard at 2.
/// assert_eq!(switched, [Some(1), Some(3), Some(15), Some(19)]);
/// ```
pub fn switch<V: Clone, B: Clone>(
    run: &Run,
    c: usize,
    initial: impl Fn(usize) -> Occurrences<B>,
    build: impl Fn(usize, &V) -> Occurrences<B>,
    selector: &[Option<V>],
) -> Occurrences<B> {
    let parts = parts(run, c, initial, build, selector);
    at_each(selector.len(), |t| heard(&parts, t)[t].clone().filter(|_| t >= c))
}

/// `switch_behavior(t) = p(t)`, where `p` is built by the last occurrence of the selector in `[c, t)`, or is
/// the initial one.
///
/// ```
/// use tidegate::model::{behavior::hold, dynamic::switch_behavior, run::Run};
/// let (x, choice) = ([Some(1), Some(2), Some(3)], [None, Some(10), None]);
/// let held = |c, init: &i32| hold(c, *init, &x);
/// // Read after the instant that built it, the new one shows that instant's 2 already.
/// assert_eq!(switch_behavior(&Run::untimed(3), 0, |c| held(c, &0), held, &choice), [0, 1, 2, 3]);
/// ```
pub fn switch_behavior<V: Clone, B: Clone>(
    run: &Run,
    c: usize,
    initial: impl Fn(usize) -> Values<B>,
    build: impl Fn(usize, &V) -> Values<B>,
    selector: &[Option<V>],
) -> Values<B> {
    let parts = parts(run, c, initial, build, selector);
    (0..=selector.len()).map(|t| heard(&parts, t)[t].clone()).collect()
}

/// `observe@t = b(t)`, where `b` is built at `t` by the trigger's occurrence: its value on entry. The part
/// is dropped.
pub fn observe<V: Clone, B: Clone>(
    run: &Run,
    c: usize,
    build: impl Fn(usize, &V) -> Values<B>,
    trigger: &[Option<V>],
) -> Occurrences<B> {
    let value = |t: usize, v: &V| run.part(false, || build(t, v))[t].clone();
    at_each(trigger.len(), |t| trigger[t].as_ref().filter(|_| t >= c).map(|v| value(t, v)))
}

/// `frozen(c, b)(t) = b(c)`.
pub fn frozen<B: Clone>(c: usize, b: &[B]) -> Values<B> {
    vec![b[c].clone(); b.len()]
}

/// `changes(b)@t = b(t + 1)` where that differs from `b(t)`.
///
/// ```
/// use tidegate::model::{behavior::hold, dynamic::changes};
/// assert_eq!(changes(&hold(0, 0, &[Some(0), Some(5), Some(5), Some(6)])), [None, Some(5), None, Some(6)]);
/// ```
pub fn changes<B: Clone + PartialEq>(b: &[B]) -> Occurrences<B> {
    at_each(b.len() - 1, |t| Some(b[t + 1].clone()).filter(|after| *after != b[t]))
}

/// The life of a part: it hears what occurs from `born` to `dies`, both included.
#[derive(Clone, Debug)]
struct Life<K> {
    key: K,
    born: usize,
    dies: Option<usize>,
}

impl<K> Life<K> {
    fn hears(&self, t: usize) -> bool {
        self.born <= t && self.dies.is_none_or(|dies| t <= dies)
    }
}

/// All lives in order of birth, and the occurrences whose keys found no room.
///
/// A key that has no living part gets one if fewer than `limit` live; then the removal of the instant, if
/// any, ends one.
fn lives<A: Clone, K: Clone + PartialEq>(
    c: usize,
    limit: Option<usize>,
    keys: &[Option<K>],
    removed: &[Option<K>],
    x: &[Option<A>],
) -> (Vec<Life<K>>, Occurrences<A>) {
    let (mut lives, mut refused): (Vec<Life<K>>, Vec<usize>) = (Vec::new(), Vec::new());
    for t in c..x.len() {
        let living: Vec<&Life<K>> = lives.iter().filter(|life| life.dies.is_none()).collect();
        let room = limit.is_none_or(|limit| living.len() < limit);
        match keys[t].clone().filter(|key| living.iter().all(|life| life.key != *key)) {
            Some(key) if room => lives.push(Life { key, born: t, dies: None }),
            Some(_) => refused.push(t),
            None => {}
        }
        let ends = |life: &&mut Life<K>| life.dies.is_none() && Some(&life.key) == removed[t].as_ref();
        if let Some(life) = lives.iter_mut().find(ends) {
            life.dies = Some(t);
        }
    }
    (lives, at_each(x.len(), |t| x[t].clone().filter(|_| refused.contains(&t))))
}

/// A part for each key, with removal and a limit: what the parts give at once, and what was refused.
///
/// A part is built at the first occurrence of its key, and hears it. What occurs with its key is its own
/// event, the second argument of `build` being the key. A removal at `t` drops the part after `t`; the next
/// occurrence of the key makes a new one. Occurrences of new keys while `limit` parts live come out at the
/// second event; one that is removed at `t` still lives at `t`. Results of one instant come in the order in
/// which their parts were born.
///
/// ```
/// use tidegate::model::{dynamic::keyed, event::scan, run::Run};
/// let x = [Some('a'), Some('b'), Some('a'), Some('a'), Some('b')];
/// let removed = [None, None, Some('a'), None, Some('a')];
/// let count = |c: usize, _: &char, own: &[Option<char>]| scan(c, 0, |n, _| n + 1, own);
/// let (counts, refused) = keyed(&Run::untimed(5), 0, |x| *x, Some(1), &removed, count, &x);
/// let one = |key, n| Some(vec![(key, n)]);
/// assert_eq!(counts, [one('a', 1), None, one('a', 2), one('a', 1), None]);
/// assert_eq!(refused, [None, Some('b'), None, None, Some('b')], "what is removed at 4 has room from 5 on");
/// ```
pub fn keyed<A: Clone, K: Clone + PartialEq, B: Clone>(
    run: &Run,
    c: usize,
    key: impl Fn(&A) -> K,
    limit: Option<usize>,
    removed: &[Option<K>],
    build: impl Fn(usize, &K, &[Option<A>]) -> Occurrences<B>,
    x: &[Option<A>],
) -> (Occurrences<Vec<(K, B)>>, Occurrences<A>) {
    let keys: Occurrences<K> = x.iter().map(|x| x.as_ref().map(&key)).collect();
    let (lives, refused) = lives(c, limit, &keys, removed, x);
    let part = |life: &Life<K>| {
        let own = |t: usize| x[t].clone().filter(|_| life.hears(t) && keys[t].as_ref() == Some(&life.key));
        run.part(life.dies.is_none(), || build(life.born, &life.key, &at_each(x.len(), own)))
    };
    let parts: Vec<(&Life<K>, Occurrences<B>)> = lives.iter().map(|life| (life, part(life))).collect();
    let results = |t: usize| -> Vec<(K, B)> {
        let heard = parts.iter().filter(|(life, _)| life.hears(t));
        heard.filter_map(|(life, part)| Some((life.key.clone(), part[t].clone()?))).collect()
    };
    (at_each(x.len(), |t| Some(results(t)).filter(|results| !results.is_empty())), refused)
}

/// A part for each key, for ever: [`keyed`] without removal and limit.
///
/// ```
/// use tidegate::model::{dynamic::per_key, event::merge, run::Run};
/// let (x, y) = ([Some(1), Some(-1), None], [Some(10), None, Some(20)]);
/// // Both parts hear y; the second is not there yet when it occurs first.
/// let both = |_, _: &bool, own: &[Option<i32>]| merge(|x, y| x + y, own, &y);
/// let sums = per_key(&Run::untimed(3), 0, |x| *x > 0, both, &x);
/// assert_eq!(sums, [Some(vec![(true, 11)]), Some(vec![(false, -1)]), Some(vec![(true, 20), (false, 20)])]);
/// ```
pub fn per_key<A: Clone, K: Clone + PartialEq, B: Clone>(
    run: &Run,
    c: usize,
    key: impl Fn(&A) -> K,
    build: impl Fn(usize, &K, &[Option<A>]) -> Occurrences<B>,
    x: &[Option<A>],
) -> Occurrences<Vec<(K, B)>> {
    keyed(run, c, key, None, &super::event::never(x.len()), build, x).0
}
