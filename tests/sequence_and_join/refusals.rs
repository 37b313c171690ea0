//! What is refused when the network is built, and that it says where.

use tidegate::network::{BuildError, Event, Join, Network, Sequence, Shared, never};
use tidegate::time::Time;

fn refused<E>(wire: impl FnOnce(Shared<i64>) -> E) -> BuildError
where
    E: Event,
    E::Item: Send + Sync,
{
    let built = Network::build(Time::EPOCH, |border| {
        let (_, x) = border.input();
        let _ = border.output(wire(x));
    });
    built.expect_err("the network is refused")
}

#[test]
fn none_of_nothing_has_no_meaning() {
    let (error, line) = (refused(|x| x.map(|x| x + 1).every_nth(0).count()), line!());
    let place = format!("tests/sequence_and_join/refusals.rs:{line}:");
    let text = error.to_string();
    assert!(text.starts_with(&place), "{text}");
    assert!(text.ends_with("`every_nth` expected one of 1 or more, found 0"), "{text}");
}

#[test]
fn a_buffer_without_room_has_no_meaning() {
    let (error, line) = (refused(|x| x.buffer_while(never(), 0).count()), line!());
    let place = format!("tests/sequence_and_join/refusals.rs:{line}:");
    let text = error.to_string();
    assert!(text.starts_with(&place), "{text}");
    assert!(text.ends_with("`buffer_while` expected room for at least one value, found 0"), "{text}");
}

#[test]
fn what_cannot_be_built_in_a_list_is_refused() {
    use tidegate::network::{accumulate, merge_all};
    let in_list = refused(|x| merge_all([x.boxed(), x.every_nth(0).boxed()], |a, _| a));
    assert!(matches!(in_list, BuildError::OutOfRange { operator: "every_nth", .. }), "{in_list}");
    let in_steps = refused(|x| accumulate(0).on(x, |s, _| *s).on(x.every_nth(0), |s, _| *s));
    assert!(matches!(in_steps, BuildError::OutOfRange { operator: "every_nth", .. }), "{in_steps}");
}
