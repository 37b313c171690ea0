//! Parameters with which a combinator has no meaning are refused, with their place.

use tidegate::network::{
    BuildError, Clock, Event, Fold, Network, Shared, Smooth, StateError, Windowed, count, exponential,
    exponential_by_time, quantile, sum,
};
use tidegate::time::{Span, Time};

fn refused<E>(wire: impl FnOnce(Shared<f64>) -> E) -> BuildError
where
    E: Event,
    E::Item: Send + Sync,
{
    let built = Network::build(Time::EPOCH, |border| {
        let (_, x) = border.input();
        border.output(wire(x))
    });
    built.expect_err("the parameter is refused")
}

#[test]
fn spans_of_zero() {
    let zero = |error| match error {
        BuildError::ZeroSpan { operator, used_at } => {
            assert_eq!(used_at.file(), file!());
            operator
        }
        other => panic!("{other}"),
    };
    assert_eq!(zero(refused(|x| x.window(Span::ZERO, sum()))), "window");
    assert_eq!(zero(refused(|x| x.window_at(Span::ZERO, sum()))), "window_at");
    assert_eq!(zero(refused(|x| x.bars(Span::ZERO, Time::EPOCH, sum()))), "bars");
    assert_eq!(zero(refused(|x| x.ewma_half_life(Span::ZERO))), "ewma_half_life");
    let by_time = || exponential_by_time(Span::ZERO);
    assert_eq!(zero(refused(|x| x.timestamped().total(by_time()))), "exponential_by_time");
    assert_eq!(zero(refused(|x| x.timestamped().tick_bars(3, by_time().adjusted()))), "exponential_by_time");
    assert_eq!(
        zero(refused(|x| x.timestamped().total((count(), by_time().at_least(2))))),
        "exponential_by_time"
    );
}

#[test]
fn counts_of_zero_and_numbers_out_of_range() {
    let out = |error| match error {
        BuildError::OutOfRange { operator, found, used_at, .. } => {
            assert_eq!(used_at.file(), file!());
            (operator, found)
        }
        other => panic!("{other}"),
    };
    let found = |operator, found: &str| (operator, found.to_owned());
    assert_eq!(out(refused(|x| x.window_of(0, sum()))), found("window_of", "0"));
    assert_eq!(out(refused(|x| x.window_of(0, sum()).full())), found("window_of", "0"));
    assert_eq!(out(refused(|x| x.tick_bars(0, sum()))), found("tick_bars", "0"));
    assert_eq!(out(refused(|x| x.bars_by(|x| *x, f64::NAN, sum()))).0, "bars_by");
    for alpha in [0.0, -0.5, 1.5, f64::NAN, f64::INFINITY] {
        assert_eq!(out(refused(|x| x.ewma(alpha))), found("ewma", &alpha.to_string()));
        let expected = found("exponential", &alpha.to_string());
        assert_eq!(out(refused(|x| x.total(exponential(alpha)))), expected);
        assert_eq!(out(refused(|x| x.tick_bars(3, exponential(alpha).adjusted()))), expected);
        assert_eq!(out(refused(|x| x.total(exponential(alpha).only(|x: &f64| *x > 0.0)))), expected);
    }
}

#[test]
fn parts_of_the_members_that_are_none_wherever_the_fold_stands() {
    let found = |error| match error {
        BuildError::OutOfRange { operator: "quantile", found, used_at, .. } => {
            assert_eq!(used_at.file(), file!());
            found
        }
        other => panic!("{other}"),
    };
    let (span, fold) = (Span::from_secs(1), || quantile(1.5));
    assert_eq!(found(refused(|x| x.window(span, fold()))), "1.5");
    assert_eq!(found(refused(|x| x.window_at(span, fold()))), "1.5");
    assert_eq!(found(refused(|x| x.window_of(3, fold()))), "1.5");
    assert_eq!(found(refused(|x| x.total(fold()))), "1.5");
    assert_eq!(found(refused(|x| x.bars(span, Time::EPOCH, fold()))), "1.5");
    assert_eq!(found(refused(|x| x.bars_in(Vec::new(), fold()))), "1.5");
    assert_eq!(found(refused(|x| x.total_in(Vec::new(), fold()))), "1.5");
    assert_eq!(found(refused(|x| x.tick_bars(3, fold()))), "1.5");
    assert_eq!(found(refused(|x| x.bars_by(|x| *x, 1.0, fold()))), "1.5");
    assert_eq!(found(refused(|x| x.total((count(), (sum(), fold()))))), "1.5");
    assert_eq!(found(refused(|x| x.total(fold().of(|x: &f64| x.abs())))), "1.5");
    for q in [-0.1, 1.0 + f64::EPSILON, f64::NAN, f64::INFINITY] {
        assert_eq!(found(refused(|x| x.total(quantile(q)))), q.to_string());
        assert_eq!(found(refused(|x| x.total(quantile(q).midpoint()))), q.to_string());
        assert_eq!(found(refused(|x| x.total(quantile(q).nearest()))), q.to_string());
        assert_eq!(found(refused(|x| x.total(quantile(q).at_least(3)))), q.to_string());
        assert_eq!(found(refused(|x| x.total(quantile(q).only(|x| *x > 0.0)))), q.to_string());
    }
}

#[test]
fn more_members_than_a_window_holds_are_not_restored() {
    let of = |size: usize| {
        Network::build(Time::EPOCH, |border| {
            let (input, x) = border.input::<i64>();
            (input, border.output(x.window_of(size, sum())))
        })
        .expect("the window is built")
    };
    let (mut three, (input, _)) = of(3);
    for second in 1..=3 {
        three.feed(Time::from_secs(second), &input, 1).expect("time goes on");
    }
    let snapshot = three.save().expect("the state can be saved");
    assert!(of(4).0.restore(&snapshot).is_ok(), "a larger window has room");
    let error = of(2).0.restore(&snapshot).expect_err("a smaller one has not");
    assert!(
        matches!(&error, StateError::Shape { expected, found, .. } if expected.contains("at most 2") && found == "3"),
        "{error}"
    );
}
