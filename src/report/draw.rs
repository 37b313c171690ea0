//! Puts a chart on an SVG canvas.
//!
//! The drawing library rounds every coordinate to a whole unit. The canvas is therefore twice as fine as the
//! 1,000 pixels a page gives it, and all sizes here are in those half pixels. Text widths are estimated: no
//! font is read, the browser picks its own.

use super::{
    chart::{Chart, Layer},
    escape,
    legend::{Entry, Sample, estimated_width, lay_out},
    palette::Shape,
    series::Point,
    x_axis::XAxis,
    y_axis::YAxis,
};
use plotters::{
    coord::Shift,
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};
use std::ops::Add;

const WIDTH: u32 = 2_000;
const MARGIN: i32 = 24;
const TITLE_HEIGHT: i32 = 56;
const LEGEND_LINE: i32 = 42;
const X_LABELS: u32 = 88;

// The library writes a size into the picture divided by 1.24: these become 16 and 12.5 pixels.
const TITLE_SIZE: i32 = 40;
const TEXT_SIZE: i32 = 31;

/// The library's divisor, as found in its font sizes.
const SHRUNK: f64 = 1.24;

/// A digit of a sans-serif face and a little more, as a part of the text's size before that division.
const DIGIT: f64 = 0.5;

/// Room for as many characters beside the vertical axis, so that charts below each other stay in line.
const LEAST_Y_LABEL: usize = 8;

const INK: RGBColor = RGBColor(0x33, 0x3a, 0x44);
const GRID: RGBColor = RGBColor(0xe4, 0xe7, 0xeb);
const FRAME: RGBColor = RGBColor(0x9a, 0xa3, 0xad);

/// A shape in half pixels around a point of the plot or of the canvas.
type Marked<'b, C> = <EmptyElement<C, SVGBackend<'b>> as Add<Polygon<(i32, i32)>>>::Output;
type Drawn = Result<(), DrawingAreaErrorKind<std::io::Error>>;
type Canvas<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Plot<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<XAxis, YAxis>>;

/// Draws the chart; the error is the library's own text.
pub(super) fn svg(chart: &Chart) -> Result<String, String> {
    let mut out = String::new();
    {
        let canvas = SVGBackend::with_string(&mut out, (WIDTH, chart.height * 2)).into_drawing_area();
        paint(chart, &canvas).map_err(|e| e.to_string())?;
    }
    let label = escape::html(&chart.title);
    Ok(out.replacen("<svg ", &format!("<svg role=\"img\" aria-label=\"{label}\" "), 1))
}

fn paint(chart: &Chart, canvas: &Canvas<'_>) -> Drawn {
    canvas.fill(&WHITE)?;
    canvas.draw(&Text::new(chart.title.clone(), (MARGIN, MARGIN), text(TITLE_SIZE)))?;
    let top = TITLE_HEIGHT + MARGIN + legend(chart, canvas)?;
    let area = canvas.margin(top, MARGIN / 2, MARGIN, MARGIN * 2);
    match chart.axes() {
        Some((x, y)) => plot(chart, &area, x, y)?,
        None => nothing(&area)?,
    }
    canvas.present()
}

/// Says that there is nothing, so that an empty frame is not taken for a flat line.
fn nothing(area: &Canvas<'_>) -> Drawn {
    let (width, height) = area.dim_in_pixel();
    let middle = (width as i32 / 2, height as i32 / 2);
    area.draw(&Text::new("no data", middle, text(TEXT_SIZE).pos(Pos::new(HPos::Center, VPos::Center))))
}

/// Draws the legend under the title and gives the height it took.
fn legend(chart: &Chart, canvas: &Canvas<'_>) -> Result<i32, DrawingAreaErrorKind<std::io::Error>> {
    let entries: Vec<&Entry> = chart.layers.iter().map(|layer| &layer.entry).collect();
    let widths = entries.iter().map(|entry| 56 + text_width(&entry.name) + 40);
    let layout = lay_out(widths, WIDTH as i32 - 2 * MARGIN);
    for (entry, (x, line)) in entries.iter().zip(&layout.places) {
        let middle = MARGIN + TITLE_HEIGHT + LEGEND_LINE * line + LEGEND_LINE / 2 - 8;
        sample(entry, (MARGIN + x, middle), canvas)?;
        let left = text(TEXT_SIZE).pos(Pos::new(HPos::Left, VPos::Center));
        canvas.draw(&Text::new(entry.name.clone(), (MARGIN + x + 56, middle), left))?;
    }
    Ok(layout.lines * LEGEND_LINE)
}

/// The short piece of curve, or the mark, in front of a name.
fn sample(entry: &Entry, (x, y): (i32, i32), canvas: &Canvas<'_>) -> Drawn {
    let colour = entry.colour.rgb();
    match entry.sample {
        Sample::Line => canvas.draw(&PathElement::new(vec![(x, y), (x + 44, y)], colour.stroke_width(6))),
        Sample::Area => {
            canvas.draw(&Rectangle::new([(x, y - 10), (x + 44, y + 10)], colour.mix(0.4).filled()))
        }
        Sample::Mark(shape) => canvas.draw(&mark((x + 22, y), shape, colour)),
    }
}

fn plot(chart: &Chart, area: &Canvas<'_>, x: XAxis, y: YAxis) -> Drawn {
    let y_labels =
        24 + (y.label_width().max(LEAST_Y_LABEL) as f64 * DIGIT * f64::from(TEXT_SIZE)).ceil() as u32;
    let (caption, ground, sides) = (x.caption(), y.ground(), x.range());
    let mut plot = ChartBuilder::on(area)
        .x_label_area_size(if caption.is_some() { X_LABELS } else { X_LABELS / 2 })
        .y_label_area_size(y_labels)
        .build_cartesian_2d(x, y)?;
    grid(&mut plot, caption)?;
    for &level in &chart.levels {
        let across = [(sides.start, level), (sides.end, level)];
        plot.draw_series(LineSeries::new(across, FRAME.stroke_width(2)))?;
    }
    for layer in &chart.layers {
        paint_layer(layer, ground, &mut plot)?;
    }
    Ok(())
}

fn grid(plot: &mut Plot<'_, '_>, caption: Option<String>) -> Drawn {
    let mut mesh = plot.configure_mesh();
    mesh.bold_line_style(GRID.stroke_width(2))
        .light_line_style(TRANSPARENT)
        .axis_style(FRAME.stroke_width(2))
        .label_style(text(TEXT_SIZE))
        .axis_desc_style(text(TEXT_SIZE));
    if let Some(caption) = caption {
        mesh.x_desc(caption);
    }
    mesh.draw()
}

fn paint_layer(layer: &Layer, ground: f64, plot: &mut Plot<'_, '_>) -> Drawn {
    let (points, colour) = (&layer.points, layer.entry.colour.rgb());
    match layer.entry.sample {
        // One point alone makes no line, and must be seen all the same.
        Sample::Line | Sample::Area if points.len() == 1 => {
            plot.draw_series([mark(points[0], Shape::Circle, colour)])?;
        }
        Sample::Line => {
            plot.draw_series(LineSeries::new(points.iter().copied(), colour.stroke_width(3)))?;
        }
        Sample::Area => {
            plot.draw_series([Polygon::new(grounded(points, ground), colour.mix(0.25).filled())])?;
            plot.draw_series(LineSeries::new(points.iter().copied(), colour.stroke_width(2)))?;
        }
        Sample::Mark(shape) => {
            plot.draw_series(points.iter().map(|&point| mark(point, shape, colour)))?;
        }
    }
    Ok(())
}

/// The outline of an area: the curve, and back along the ground.
fn grounded(points: &[Point], ground: f64) -> Vec<Point> {
    let ends = points.last().into_iter().chain(points.first());
    points.iter().copied().chain(ends.map(|end| (end.0, ground))).collect()
}

/// One mark as a single polygon, centred on its point: two thousand of them are still a small page.
fn mark<'b, C>(at: C, shape: Shape, colour: RGBColor) -> Marked<'b, C> {
    EmptyElement::at(at) + Polygon::new(outline(shape), colour.mix(0.85).filled())
}

/// A shape around (0, 0), in half pixels, downwards.
fn outline(shape: Shape) -> Vec<(i32, i32)> {
    match shape {
        Shape::Up => vec![(0, -12), (11, 8), (-11, 8)],
        Shape::Down => vec![(0, 12), (11, -8), (-11, -8)],
        Shape::Circle => vec![(9, 4), (4, 9), (-4, 9), (-9, 4), (-9, -4), (-4, -9), (4, -9), (9, -4)],
        Shape::Cross => {
            let arm = [(0, -4), (6, -10), (10, -6), (4, 0)];
            let turned = |quarter: i32| arm.map(|(x, y)| turn(quarter, x, y));
            (0..4).flat_map(turned).collect()
        }
    }
}

/// Turns a point around (0, 0) by quarters.
fn turn(quarters: i32, x: i32, y: i32) -> (i32, i32) {
    (0..quarters).fold((x, y), |(x, y), _| (-y, x))
}

fn text(size: i32) -> TextStyle<'static> {
    ("sans-serif", size).into_font().color(&INK)
}

fn text_width(text: &str) -> i32 {
    (estimated_width(text) * f64::from(TEXT_SIZE) / SHRUNK).ceil() as i32
}
