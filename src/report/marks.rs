//! Marked points on a chart, entries and exits, in bounded memory.
//!
//! When the list is full every second mark goes and from then on one in `stride` is kept: the marks that are
//! left lie evenly over the whole tape and depend on nothing but the marks pushed. The total stays known, so
//! that a page can say how many it does not show.
//!
//! Invariant: the marks kept are those numbered 0, `stride`, 2 `stride` and so on.

use super::series::Point;

/// The marks a list keeps unless told otherwise: more on one chart only hide each other.
const DEFAULT_MARKS: usize = 2_000;

/// Marked points, thinned evenly once there are too many to show.
///
/// ```
/// use tidegate::report::Marks;
/// let mut entries = Marks::with_limit(4);
/// (0..6).for_each(|i| entries.push(i, 10.0));
/// let times: Vec<i64> = entries.points().iter().map(|point| point.0).collect();
/// assert_eq!(times, [0, 2, 4]);
/// assert_eq!(entries.total(), 6);
/// ```
#[derive(Debug, Clone)]
pub struct Marks {
    kept: Vec<Point>,
    total: u64,
    stride: u64,
    limit: usize,
}

impl Marks {
    /// An empty list that keeps at most 2,000 marks.
    pub fn new() -> Self {
        Self::with_limit(DEFAULT_MARKS)
    }

    /// An empty list that keeps at most `limit` marks, rounded up to an even number of at least two.
    pub fn with_limit(limit: usize) -> Self {
        Self { kept: Vec::new(), total: 0, stride: 1, limit: limit.max(2).next_multiple_of(2) }
    }

    /// Marks the value `y` at the time `x`, in nanoseconds. A value that is not finite is counted, never shown.
    #[inline]
    pub fn push(&mut self, x: i64, y: f64) {
        // The stride is a power of two.
        if self.total & (self.stride - 1) == 0 {
            self.keep((x, y));
        }
        self.total += 1;
    }

    fn keep(&mut self, mark: Point) {
        if self.kept.len() == self.limit {
            self.thin();
        }
        // The limit is even: the mark after a full list is numbered by a multiple of the doubled stride, too.
        self.kept.push(mark);
    }

    fn thin(&mut self) {
        for i in 0..self.limit / 2 {
            self.kept[i] = self.kept[2 * i];
        }
        self.kept.truncate(self.limit / 2);
        self.stride *= 2;
    }

    /// The marks that are left, in the order they were pushed.
    pub fn points(&self) -> &[(i64, f64)] {
        &self.kept
    }

    /// How many marks were pushed.
    pub fn total(&self) -> u64 {
        self.total
    }
}

impl Default for Marks {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thinning_is_even_bounded_and_the_same_every_time() {
        for total in [0, 1, 9, 10, 11, 20, 21, 39, 40, 41, 1_000_000] {
            let mut marks = Marks::with_limit(10);
            (0..total).for_each(|i| marks.push(i, i as f64));
            let stride = marks.stride as i64;
            let expected: Vec<Point> =
                (0..total).filter(|i| i % stride == 0).map(|i| (i, i as f64)).collect();
            assert_eq!(marks.points(), expected, "after {total} marks");
            assert!(marks.points().len() <= 10);
            assert_eq!(marks.total(), total as u64);
        }
    }

    #[test]
    fn nothing_is_thinned_before_the_list_is_full() {
        let mut marks = Marks::new();
        (0..2_000).for_each(|i| marks.push(i, 0.0));
        assert_eq!(marks.points().len(), 2_000);
    }
}
