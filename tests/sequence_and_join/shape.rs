//! How joins of many look: their inputs in list order, and a panic in one of them is named.

use tidegate::network::{
    Event, InstantError, Join, Network, Part, Sequence, Shared, accumulate, collect_all, merge_all,
};
use tidegate::time::Time;

type Wired = (Network, tidegate::network::Input<i64>);

fn network<E>(wire: impl FnOnce(Shared<i64>) -> E) -> Wired
where
    E: Event,
    E::Item: Send + Sync,
{
    let built = Network::build(Time::EPOCH, |border| {
        let (input, x) = border.input();
        let _ = border.output(wire(x));
        input
    });
    built.expect("the network builds")
}

/// The kinds of a part and of its inputs.
fn kinds(part: &Part) -> String {
    let inputs: Vec<String> = part.inputs.iter().map(kinds).collect();
    match inputs.as_slice() {
        [] => part.kind.to_owned(),
        inputs => format!("{}({})", part.kind, inputs.join(" ")),
    }
}

/// What the output is made of.
fn output(network: &Network) -> String {
    kinds(&network.describe().joints.last().expect("the output is a joint").inputs[0])
}

#[test]
fn the_inputs_of_a_list_are_its_events_in_order() {
    let (merged, _) = network(|x| merge_all([x.map(|x| x).boxed(), x.boxed(), x.once().boxed()], |x, _| x));
    assert_eq!(output(&merged), "merge_all(boxed(map(read)) boxed(read) boxed(once(read)))");
    let (empty, _) = network(|_| collect_all(Vec::<Shared<i64>>::new()).count());
    assert_eq!(output(&empty), "count(collect_all)");
    let (steps, _) =
        network(|x| accumulate(0).on(x.map(|x| x), |s, _| *s).on(x, |s, _| *s).on(x.count(), |s, _| *s));
    assert_eq!(output(&steps), "accumulate(map(read) read count(read))");
    let place = steps.describe().joints.last().expect("the output").inputs[0].place.expect("it has a place");
    assert!(place.file().ends_with("shape.rs"), "{place}");
}

#[test]
fn results_are_one_joint_with_the_place_of_the_author() {
    let (sides, _) = network(|x| {
        let (even, odd) = x.try_map(|x| if x % 2 == 0 { Ok(x) } else { Err(x) });
        even.either(odd).count()
    });
    assert_eq!(output(&sides), "count(either(filter_map_ref(read) filter_map_ref(read)))");
    let joint = sides.describe().joints[1].clone();
    assert_eq!(kinds(&joint), "share(try_map(read))");
    assert!(joint.inputs[0].place.is_some_and(|place| place.file().ends_with("shape.rs")));
}

/// What is said of the panic that the value 7 sets off.
fn named<E>(wire: impl FnOnce(Shared<i64>) -> E) -> String
where
    E: Event,
    E::Item: Send + Sync,
{
    let (mut network, input) = network(wire);
    match network.feed(Time::EPOCH, &input, 7) {
        Err(InstantError::Panicked { combinator, .. }) => combinator,
        other => panic!("expected a panic with a name, found {other:?}"),
    }
}

fn never_seven(x: i64) -> i64 {
    assert_ne!(x, 7, "seven");
    x
}

#[test]
fn a_panic_is_found_in_the_list_in_which_it_happens() {
    let in_second = named(|x| merge_all([x.boxed(), x.map(never_seven).boxed(), x.once().boxed()], |x, _| x));
    assert!(in_second.starts_with("`map` at"), "{in_second}");
    let in_function = named(|x| merge_all([x, x], |x, _| never_seven(x)));
    assert!(in_function.starts_with("`merge_all` at"), "{in_function}");
    let in_step = named(|x| accumulate(0).on(x, |s, _| *s).on(x, |_, x| never_seven(x)).on(x, |s, _| *s));
    assert!(in_step.starts_with("`accumulate` at"), "{in_step}");
    let in_last = named(|x| {
        accumulate(0)
            .on(x, |s, _| *s)
            .on(x.once(), |s, _| *s)
            .on(x.filter(|x| never_seven(*x) > 0), |s, _| *s)
    });
    assert!(in_last.starts_with("`filter` at"), "{in_last}");
}
