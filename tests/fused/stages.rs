//! What stands behind and before each other: each stage takes `i64` to `i64` and may use a second event.

/// Calls a macro with the names of all stages.
macro_rules! stages {
    ($do:ident) => {
        $do! {
            map filter filter_map scan map_accum dedupe once gate sample with_latest or merge within per_key switch
            delay take skip take_while take_until skip_until pairwise delay_n every_nth dedupe_by count
            merge_with coincide unless synchronise as_of batch_on
        }
    };
}

/// A stage behind the event `$x`, with the shared event `$b` beside it.
macro_rules! network {
    ($stage:ident, $x:expr, $b:expr) => {{
        #[allow(unused_imports, reason = "not every stage needs all of them")]
        use tidegate::network::*;
        #[allow(unused_imports, reason = "not every stage needs all of them")]
        use tidegate::time::Span;
        // Copied: not every stage uses it.
        let b = $b;
        let _ = b;
        network!(@$stage $x, b)
    }};
    (@map $x:expr, $b:expr) => { $x.map(|x| 3 * x - 1) };
    (@filter $x:expr, $b:expr) => { $x.filter(|x| x % 3 != 0) };
    (@filter_map $x:expr, $b:expr) => { $x.filter_map(|x| (x % 2 != 0).then_some(x + 5)) };
    (@scan $x:expr, $b:expr) => { $x.scan(1, |s, x| (2 * s + x) % 1_000) };
    (@map_accum $x:expr, $b:expr) => { $x.map_accum(7, |s, x| std::mem::replace(s, x) - x) };
    (@dedupe $x:expr, $b:expr) => { $x.map(|x| x / 3).dedupe() };
    (@once $x:expr, $b:expr) => { $x.filter(|x| *x > 0).once() };
    (@gate $x:expr, $b:expr) => { $x.gate($b.hold(1).map(|b| b > 0)) };
    (@sample $x:expr, $b:expr) => { $x.sample($b.hold(2), |x, b| 2 * x + b) };
    (@with_latest $x:expr, $b:expr) => { $x.with_latest($b, 3, |x, b| 2 * x + b) };
    (@or $x:expr, $b:expr) => { $x.or($b) };
    (@merge $x:expr, $b:expr) => { $x.merge($b, |x, y| 2 * x - y) };
    (@within $x:expr, $b:expr) => {
        $x.within(|x| x.filter(|x| x % 2 == 0).merge(x.scan(0, |s, x| (s + x) % 1_000), |x, y| x - 3 * y))
    };
    (@per_key $x:expr, $b:expr) => {
        $x.per_key(|x| x.rem_euclid(3), |key, own| own.scan(*key, |s, x| (s + x) % 1_000))
            .map(|burst| burst.iter().map(|(key, sum)| 5 * key + sum).sum::<i64>())
    };
    (@switch $x:expr, $b:expr) => {
        $x.switch($b, { let b = $b; move |v| b.scan(*v, |s, x| (s + x) % 1_000) })
    };
    (@delay $x:expr, $b:expr) => { $x.delay(Span::from_secs(2)) };
    (@take $x:expr, $b:expr) => { $x.take(3) };
    (@skip $x:expr, $b:expr) => { $x.skip(2) };
    (@take_while $x:expr, $b:expr) => { $x.take_while(|x| *x < 4) };
    (@take_until $x:expr, $b:expr) => { $x.take_until($b.filter(|b| *b > 2)) };
    (@skip_until $x:expr, $b:expr) => { $x.skip_until($b.filter(|b| *b > 2)) };
    (@pairwise $x:expr, $b:expr) => { $x.pairwise().map(|(x, y)| 2 * x - y) };
    (@delay_n $x:expr, $b:expr) => { $x.delay_n(2) };
    (@every_nth $x:expr, $b:expr) => { $x.every_nth(2) };
    (@dedupe_by $x:expr, $b:expr) => { $x.dedupe_by(|x, y| (x - y).abs() < 3) };
    (@count $x:expr, $b:expr) => { $x.count().map(|n| n as i64) };
    (@merge_with $x:expr, $b:expr) => { $x.merge_with($b, |x| x + 1, |y| 2 * y, |x, y| x * 3 - y) };
    (@coincide $x:expr, $b:expr) => { $x.coincide($b, |x, y| x - y) };
    (@unless $x:expr, $b:expr) => { $x.unless($b) };
    (@synchronise $x:expr, $b:expr) => { $x.synchronise($b, Span::from_secs(1)).map(|(x, y)| x - 2 * y) };
    (@as_of $x:expr, $b:expr) => { $x.as_of($b, Span::from_secs(1)).map(|(x, y)| x - 2 * y.unwrap_or(9)) };
    (@batch_on $x:expr, $b:expr) => { $x.batch_on($b).map(|all| all.iter().fold(1, |s, x| (2 * s + x) % 1_000)) };
}
