//! A chart as a value: curves, areas, marks and levels over one time axis.
//!
//! It holds what is to be drawn; `draw` puts it on a canvas. All that comes from data is bounded: a series and
//! a list of marks are taken over already reduced.

use super::{
    Colour, Marks, ReportError, Series, Shape, draw, escape, grouped,
    legend::{Entry, Sample},
    series::Point,
    x_axis::XAxis,
    y_axis::YAxis,
};

/// A titled picture of curves and marks, drawn as SVG that needs nothing else.
///
/// ```
/// use tidegate::report::{Chart, Colour, Marks, Series, Shape};
/// let (mut equity, mut exits) = (Series::new(), Marks::with_limit(2));
/// for hour in 0..5_i64 {
///     equity.push(hour * 3_600_000_000_000, 1_000.0 + hour as f64);
///     exits.push(hour * 3_600_000_000_000, 1_000.0 + hour as f64);
/// }
/// let svg = Chart::new("Equity <EUR>")
///     .line("equity", &equity)
///     .marks("exits", &exits, Shape::Down, Colour::Vermillion)
///     .x_time()
///     .svg()?;
/// assert!(svg.starts_with("<svg ") && svg.contains("viewBox"));
/// assert!(svg.contains("Equity &lt;EUR&gt;"));
/// assert!(svg.contains("exits, showing 2 of 5"));
/// # Ok::<(), tidegate::report::ReportError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Chart {
    pub(super) title: String,
    pub(super) layers: Vec<Layer>,
    pub(super) levels: Vec<f64>,
    time: bool,
    pub(super) height: u32,
}

/// One curve, area or kind of mark.
#[derive(Debug, Clone)]
pub(super) struct Layer {
    pub(super) entry: Entry,
    pub(super) points: Vec<Point>,
}

/// Height of a chart 1,000 wide: three of them fit on a screen.
const DEFAULT_HEIGHT: u32 = 320;

/// Below this there is no room left between title, legend and axis.
const LEAST_HEIGHT: u32 = 160;

impl Chart {
    /// A chart without content.
    pub fn new(title: impl Into<String>) -> Self {
        let title = escape::line(&title.into());
        Self { title, layers: Vec::new(), levels: Vec::new(), time: false, height: DEFAULT_HEIGHT }
    }

    /// Adds a curve in the next colour.
    #[must_use = "the chart is returned with its new curve"]
    pub fn line(self, name: &str, series: &Series) -> Self {
        let colour = self.next_colour();
        self.curve(name, series, Sample::Line, colour)
    }

    /// Adds a curve, filled down or up to zero: the usual form of a drawdown.
    #[must_use = "the chart is returned with its new area"]
    pub fn area(self, name: &str, series: &Series) -> Self {
        let colour = self.next_colour();
        self.curve(name, series, Sample::Area, colour)
    }

    /// Adds marked points; the legend says if not all of them are shown.
    #[must_use = "the chart is returned with its new marks"]
    pub fn marks(self, name: &str, marks: &Marks, shape: Shape, colour: Colour) -> Self {
        let points: Vec<Point> = marks.points().iter().copied().filter(|point| point.1.is_finite()).collect();
        let name = match points.len() as u64 {
            shown if shown == marks.total() => name.to_owned(),
            shown => format!("{name}, showing {} of {}", grouped(shown), grouped(marks.total())),
        };
        self.layer(name, points, Sample::Mark(shape), colour)
    }

    /// Draws a thin line from side to side at a value that others are held against, as the 30 and the 70 of an RSI. The vertical
    /// axis reaches to it; of what is not finite there is none.
    ///
    /// ```
    /// use tidegate::report::{Chart, Series};
    /// let mut rsi = Series::new();
    /// (0..5).for_each(|at| rsi.push(at, 40.0 + at as f64));
    /// let chart = Chart::new("RSI").line("rsi", &rsi);
    /// let lines = |chart: &Chart| chart.svg().map(|svg| svg.matches("<polyline").count());
    /// assert_eq!(lines(&chart.clone().level(30.0).level(70.0))?, lines(&chart)? + 2);
    /// # Ok::<(), tidegate::report::ReportError>(())
    /// ```
    #[must_use = "the chart is returned with its new level"]
    pub fn level(mut self, value: f64) -> Self {
        self.levels.extend(Some(value).filter(|value| value.is_finite()));
        self
    }

    /// Gives the newest curve, area or marks another colour.
    #[must_use = "the chart is returned with its colour changed"]
    pub fn colour(mut self, colour: Colour) -> Self {
        if let Some(layer) = self.layers.last_mut() {
            layer.entry.colour = colour;
        }
        self
    }

    /// Reads the horizontal axis as nanoseconds since 1970 and labels it in UTC.
    #[must_use = "the chart is returned with its axis changed"]
    pub fn x_time(mut self) -> Self {
        self.time = true;
        self
    }

    /// Sets the height for a width of 1,000; 320 unless told otherwise, never below 160.
    #[must_use = "the chart is returned with its height changed"]
    pub fn height(mut self, height: u32) -> Self {
        self.height = height.clamp(LEAST_HEIGHT, 4_000);
        self
    }

    /// The picture, as one `<svg>` element that scales with its container.
    ///
    /// # Errors
    ///
    /// [`ReportError::Draw`] if the drawing library gives up.
    pub fn svg(&self) -> Result<String, ReportError> {
        draw::svg(self).map_err(|reason| ReportError::Draw { chart: self.title.clone(), reason })
    }

    /// The axes that hold everything; none while there is nothing.
    pub(super) fn axes(&self) -> Option<(XAxis, YAxis)> {
        let points = || self.layers.iter().flat_map(|layer| &layer.points);
        let (from, to) = (points().map(|p| p.0).min()?, points().map(|p| p.0).max()?);
        let ground = self.layers.iter().any(|layer| layer.entry.sample == Sample::Area).then_some(0.0);
        let values = || points().map(|p| p.1).chain(ground).chain(self.levels.iter().copied());
        let (low, high) = (values().reduce(f64::min)?, values().reduce(f64::max)?);
        // One moment alone still needs a width.
        let to = if from == to { from.saturating_add(1) } else { to };
        let x = if self.time { XAxis::time(from, to) } else { XAxis::count(from, to) };
        Some((x, YAxis::around(low, high)))
    }

    fn next_colour(&self) -> Colour {
        Colour::of_curve(self.layers.iter().filter(|layer| !layer.entry.is_mark()).count())
    }

    fn curve(self, name: &str, series: &Series, sample: Sample, colour: Colour) -> Self {
        let name = match series.skipped() {
            0 => name.to_owned(),
            skipped => format!("{name}, {} not finite left out", grouped(skipped)),
        };
        self.layer(name, series.points(), sample, colour)
    }

    fn layer(mut self, name: String, points: Vec<Point>, sample: Sample, colour: Colour) -> Self {
        let entry = Entry { name: escape::line(&name), sample, colour };
        self.layers.push(Layer { entry, points });
        self
    }
}
