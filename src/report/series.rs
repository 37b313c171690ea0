//! A curve of any length in bounded memory, spikes included.
//!
//! A tape has millions of points, a picture some thousand columns. Points are gathered into buckets of
//! `stride` points each. When the buckets run out, neighbours join and the stride doubles. A bucket keeps its
//! first, lowest, highest and last point: joining two buckets loses none of these, so the extremes of the
//! whole tape are exact at any length, and only the points between them are left out.
//!
//! Invariants: never more than `limit` closed buckets, all of `stride` points; the times that are
//! given out never go back.

/// The buckets a series keeps unless told otherwise: two for each column of a chart 1,000 wide.
const DEFAULT_BUCKETS: usize = 2_000;

/// A curve that keeps its shape in bounded memory, however many points are pushed.
///
/// ```
/// use tidegate::report::Series;
/// let mut price = Series::new();
/// for i in 0..1_000_000 {
///     price.push(i, if i == 654_321 { 99.0 } else { 1.0 });
/// }
/// assert_eq!(price.len(), 1_000_000);
/// assert!(price.points().len() <= 4 * 2_001);
/// assert!(price.points().contains(&(654_321, 99.0)));
/// ```
#[derive(Debug, Clone)]
pub struct Series {
    closed: Vec<Bucket>,
    open: Option<Bucket>,
    /// How many more points the open bucket takes.
    room: u64,
    stride: u64,
    limit: usize,
    skipped: u64,
}

/// One point: time in nanoseconds and value.
pub(super) type Point = (i64, f64);

/// A run of neighbouring points, reduced to the four that shape the curve.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    first: Point,
    min: Point,
    max: Point,
    last: Point,
}

impl Series {
    /// An empty curve that keeps 2,000 buckets: about 256 kB once the tape is long.
    pub fn new() -> Self {
        Self::with_buckets(DEFAULT_BUCKETS)
    }

    /// An empty curve that keeps at most `limit` buckets of 64 bytes, rounded up to an even number of at least two.
    pub fn with_buckets(limit: usize) -> Self {
        let limit = limit.max(2).next_multiple_of(2);
        Self { closed: Vec::new(), open: None, room: 0, stride: 1, limit, skipped: 0 }
    }

    /// Adds the value `y` at the time `x`, in nanoseconds.
    ///
    /// Times are expected in order; one that goes back is drawn at the latest time before it. Values that are
    /// not finite cannot be drawn: they are counted ([`skipped`](Self::skipped)) and left out.
    ///
    /// Cost: a few compares; once in `stride` points a bucket of 64 bytes is moved.
    #[inline]
    pub fn push(&mut self, x: i64, y: f64) {
        if !y.is_finite() {
            self.skipped += 1;
            return;
        }
        match &mut self.open {
            Some(open) if self.room > 0 => {
                self.room -= 1;
                open.add(x, y);
            }
            _ => self.begin(x, y),
        }
    }

    /// Closes the full bucket, if there is one, and opens the next.
    #[inline(never)]
    fn begin(&mut self, x: i64, y: f64) {
        let Some(full) = self.open.take() else {
            return self.start(x, y);
        };
        self.closed.push(full);
        if self.closed.len() == self.limit {
            self.join_neighbours();
        }
        self.start(x, y);
    }

    fn start(&mut self, x: i64, y: f64) {
        self.open = Some(Bucket::of((x, y)));
        self.room = self.stride - 1;
    }

    /// Halves the buckets and doubles the stride. The limit is even, so that no bucket is left alone.
    fn join_neighbours(&mut self) {
        for i in 0..self.limit / 2 {
            self.closed[i] = self.closed[2 * i].joined(self.closed[2 * i + 1]);
        }
        self.closed.truncate(self.limit / 2);
        self.stride *= 2;
    }

    /// How many points were taken.
    pub fn len(&self) -> u64 {
        let open = if self.open.is_some() { self.stride - self.room } else { 0 };
        self.closed.len() as u64 * self.stride + open
    }

    /// True before the first point.
    pub fn is_empty(&self) -> bool {
        self.open.is_none()
    }

    /// How many values were left out because they were not finite.
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// The newest point.
    pub fn last(&self) -> Option<(i64, f64)> {
        self.open.map(|bucket| bucket.last)
    }

    /// The lowest and the highest point of all that were pushed, exactly.
    ///
    /// ```
    /// use tidegate::report::Series;
    /// let mut curve = Series::with_buckets(2);
    /// (0..100).for_each(|x| curve.push(x, if x == 41 { -7.0 } else { x as f64 }));
    /// assert_eq!(curve.extremes(), Some(((41, -7.0), (99, 99.0))));
    /// ```
    pub fn extremes(&self) -> Option<((i64, f64), (i64, f64))> {
        let all = self.buckets().copied().reduce(Bucket::joined)?;
        Some((all.min, all.max))
    }

    /// The points that are left, in order: at most four for each bucket.
    pub fn points(&self) -> Vec<(i64, f64)> {
        let mut latest = i64::MIN;
        let held = |(x, y): Point| {
            latest = latest.max(x);
            (latest, y)
        };
        let mut points: Vec<Point> = self.buckets().flat_map(Bucket::in_order).map(held).collect();
        points.dedup();
        points
    }

    fn buckets(&self) -> impl Iterator<Item = &Bucket> {
        self.closed.iter().chain(&self.open)
    }

    /// Checks the rules at the head of this file.
    #[cfg(test)]
    fn check_invariants(&self) {
        assert!(self.closed.len() < self.limit, "a full series joins its buckets at once");
        assert!(self.room < self.stride, "the open bucket holds at least one point");
        assert!(self.points().is_sorted_by_key(|point| point.0), "times never go back");
    }
}

impl Default for Series {
    fn default() -> Self {
        Self::new()
    }
}

impl Bucket {
    fn of(point: Point) -> Self {
        Self { first: point, min: point, max: point, last: point }
    }

    #[inline]
    fn add(&mut self, x: i64, y: f64) {
        let point = (x, y);
        if y < self.min.1 {
            self.min = point;
        } else if y > self.max.1 {
            self.max = point;
        }
        self.last = point;
    }

    /// This bucket and the one after it as one. Of equal extremes the earlier stays.
    fn joined(self, later: Self) -> Self {
        Self {
            first: self.first,
            min: if later.min.1 < self.min.1 { later.min } else { self.min },
            max: if later.max.1 > self.max.1 { later.max } else { self.max },
            last: later.last,
        }
    }

    fn in_order(&self) -> [Point; 4] {
        let (early, late) =
            if self.min.0 <= self.max.0 { (self.min, self.max) } else { (self.max, self.min) };
        [self.first, early, late, self.last]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saw(i: i64) -> f64 {
        ((i * 7_919) % 1_009) as f64
    }

    #[test]
    fn every_point_of_a_short_tape_is_kept() {
        let mut series = Series::with_buckets(64);
        let tape: Vec<Point> = (0..50).map(|i| (i, saw(i))).collect();
        tape.iter().for_each(|&(x, y)| series.push(x, y));
        assert_eq!(series.points(), tape);
    }

    #[test]
    fn memory_stays_bounded_and_extremes_survive_at_every_length() {
        for length in [1, 2, 3, 7, 8, 9, 1_000, 65_536, 100_003] {
            let mut series = Series::with_buckets(8);
            for i in 0..length {
                series.push(i, if i == length / 3 { -5_000.5 } else { saw(i) });
                debug_assert!(series.closed.capacity() <= 8);
            }
            series.check_invariants();
            assert_eq!(series.len(), length as u64);
            assert!(series.points().len() <= 4 * 9);
            assert!(series.points().contains(&(length / 3, -5_000.5)), "spike lost at length {length}");
            assert_eq!(series.last(), series.points().last().copied());
        }
    }

    #[test]
    fn the_first_point_stays_first() {
        let mut series = Series::with_buckets(2);
        (10..10_000).for_each(|i| series.push(i, saw(i)));
        assert_eq!(series.points()[0], (10, saw(10)));
    }

    #[test]
    fn values_that_cannot_be_drawn_are_counted_and_left_out() {
        let mut series = Series::new();
        for y in [f64::NAN, 1.0, f64::INFINITY, 2.0, f64::NEG_INFINITY] {
            series.push(0, y);
        }
        assert_eq!((series.len(), series.skipped()), (2, 3));
        assert_eq!(series.extremes(), Some(((0, 1.0), (0, 2.0))));
    }

    #[test]
    fn a_time_that_goes_back_is_held() {
        let mut series = Series::with_buckets(4);
        for x in [5, 3, 9, 1, 2, 4, 12, 11, 10, 1] {
            series.push(x, x as f64);
            series.check_invariants();
        }
        assert_eq!(series.points().last(), Some(&(12, 1.0)));
    }

    /// Run by hand: `cargo test --release -- --ignored --nocapture push_costs`.
    #[test]
    #[ignore = "prints a measurement, asserts nothing"]
    #[expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]
    fn push_costs() {
        const POINTS: i64 = 20_000_000;
        let values: Vec<f64> = (0..4_096)
            .scan(100.0, |y, i| {
                *y += saw(i) / 504.0 - 1.0;
                Some(*y)
            })
            .collect();
        let mut series = Series::new();
        let start = std::time::Instant::now();
        for i in 0..POINTS {
            series.push(i, values[i as usize & 4_095]);
        }
        let each = start.elapsed().as_nanos() as f64 / POINTS as f64;
        println!("{each:.2} ns a point, {} points kept", series.points().len());
    }
}
