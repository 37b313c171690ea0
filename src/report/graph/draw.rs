//! Places become SVG: no script, no font and no picture from elsewhere, light or dark as the reader's screen is.

use std::fmt::Write as _;

use super::boxes::{self, Boxed, Row, Scope};
use super::layout::{self, Arrow, INDENT, PAD, Placed, PlacedBox, TITLE, middle, text_width};
use crate::network::Description;
use crate::network::graph::Bond;
use crate::report::{Colour, escape};

const STYLE: &str = include_str!("graph.css");

/// Around everything, and above for the title and what arrows mean.
const MARGIN: i32 = 20;
const TOP: i32 = 64;

/// Half the height of a line's letters: texts are set on their base line.
const BASE: i32 = 4;

/// A network as a picture: one `<svg>` that needs nothing else.
///
/// Boxes are joints, listed in them is what is fused into them, in the order in which values flow. Arrows run from what
/// is read to who reads. The same description gives the same bytes.
///
/// ```
/// use tidegate::network::{Event, Network};
/// use tidegate::report::graph_svg;
/// # use tidegate::time::Time;
/// let (net, _) = Network::build(Time::EPOCH, |border| {
///     let (_, prices) = border.input::<f64>();
///     border.output(prices.filter(|price| *price > 0.0).named("<real>"))
/// })?;
/// let svg = graph_svg("prices", &net.describe());
/// assert!(svg.starts_with("<svg ") && svg.contains("filter &quot;&lt;real&gt;&quot;"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn graph_svg(title: &str, description: &Description) -> String {
    let file = boxes::main_file(description);
    let scope = boxes::of(description, &file);
    let placed = layout::place(&scope);
    let caption = caption(&file, scope.links.iter().any(|link| link.bond == Bond::Sets));
    let width = placed.width.max(text_width(&caption)) + 2 * MARGIN;
    let height = placed.height + TOP + MARGIN;
    let title = escape::html(title);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{title}\">\n<style>\n{STYLE}</style>\n"
    );
    out.push_str(TIP);
    let _ = writeln!(out, "<rect class=\"page\" width=\"{width}\" height=\"{height}\"/>");
    let _ = writeln!(out, "<text class=\"head\" x=\"{MARGIN}\" y=\"28\">{title}</text>");
    let _ = writeln!(out, "<text class=\"soft\" x=\"{MARGIN}\" y=\"48\">{}</text>", escape::html(&caption));
    let _ = writeln!(out, "<g transform=\"translate({MARGIN} {TOP})\">");
    draw(&mut out, &scope, &placed);
    out + "</g>\n</svg>\n"
}

/// The end of an arrow.
const TIP: &str = "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" \
                   orient=\"auto\"><path class=\"tip\" d=\"M0 0L8 4L0 8z\"/></marker></defs>\n";

/// What arrows and numbers mean, as far as there are such.
fn caption(file: &str, loops: bool) -> String {
    let lines = if file.is_empty() { String::new() } else { format!(" · :n is a line of {file}") };
    let loops = if loops { " · ··▸ sets it for the next instant" } else { "" };
    format!("—▸ runs when that occurs · --▸ looks at it when it runs{loops}{lines}")
}

fn draw(out: &mut String, scope: &Scope, placed: &Placed) {
    // Boxes first: an arrow that ends inside one is not hidden by it.
    for (boxed, at) in scope.boxes.iter().zip(&placed.boxes) {
        let idle = if at.joined { "" } else { " class=\"idle\"" };
        let _ = writeln!(out, "<g{idle}>");
        draw_box(out, boxed, at);
        out.push_str("</g>\n");
    }
    placed.arrows.iter().for_each(|arrow| draw_arrow(out, arrow));
}

fn draw_box(out: &mut String, boxed: &Boxed, at: &PlacedBox) {
    let PlacedBox { x, y, width, height, .. } = *at;
    let colour = colour(boxed.kind).rgb();
    let colour = format!("#{:02x}{:02x}{:02x}", colour.0, colour.1, colour.2);
    let _ = writeln!(
        out,
        "<rect class=\"box\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"4\"/>\
         <rect x=\"{x}\" y=\"{y}\" width=\"4\" height=\"{height}\" rx=\"2\" fill=\"{colour}\"/>"
    );
    if boxed.rows.len() > 1 || at.inner.is_some() {
        let (from, to, line) = (x + 4, x + width, y + TITLE);
        let _ = writeln!(out, "<path class=\"box\" d=\"M{from} {line}H{to}\"/>");
    }
    for (number, row) in boxed.rows.iter().enumerate() {
        draw_row(out, row, at, y + middle(number) + BASE, number == 0);
    }
    if let (Some(scope), Some(inner)) = (&boxed.inner, &at.inner) {
        draw(out, scope, inner);
    }
}

fn draw_row(out: &mut String, row: &Row, at: &PlacedBox, y: i32, is_title: bool) {
    let hint = match row.hint.as_str() {
        "" => String::new(),
        hint => format!("<title>{}</title>", escape::html(hint)),
    };
    let text = |out: &mut String, class: &str, x: i32, anchor: &str, text: &str| {
        if !text.is_empty() {
            let text = escape::html(text);
            let _ = writeln!(out, "<text{class} x=\"{x}\" y=\"{y}\"{anchor}>{hint}{text}</text>");
        }
    };
    let left = at.x + PAD + INDENT * row.depth as i32;
    text(out, if is_title { " class=\"name\"" } else { "" }, left, "", &row.text);
    text(out, " class=\"soft\"", left + text_width(&row.text) + PAD, "", &row.item);
    text(out, " class=\"soft\"", at.x + at.width - PAD / 2, " text-anchor=\"end\"", &row.place);
}

fn draw_arrow(out: &mut String, arrow: &Arrow) {
    let class = match arrow.bond {
        Bond::Wakes | Bond::Builds => "arrow",
        Bond::Looks => "arrow looks",
        Bond::Sets => "arrow sets",
    };
    let mut way = String::new();
    for (number, (x, y)) in arrow.points.iter().enumerate() {
        let _ = match (number, arrow.bond) {
            (0, _) => write!(way, "M{x} {y}"),
            (_, Bond::Sets) => write!(way, "L{x} {y}"),
            (odd, _) if odd % 2 == 1 => write!(way, "L{x} {y}"),
            _ => {
                let (x0, y0) = arrow.points[number - 1];
                let half = (x - x0) / 2;
                write!(way, "C{} {y0} {} {y} {x} {y}", x0 + half, x - half)
            }
        };
    }
    let _ = writeln!(out, "<path class=\"{class}\" marker-end=\"url(#tip)\" d=\"{way}\"/>");
}

/// Inputs, outputs, values that are held, sub-networks, and the rest; the words in the box say the same.
fn colour(kind: &str) -> Colour {
    match kind {
        "input" | "own" | "outside" => Colour::Green,
        "output" | "gives" => Colour::Vermillion,
        "hold" | "forward" | "bind" | "frozen" => Colour::Purple,
        "per_key" | "refused" | "switch" | "switch_behavior" | "observe" => Colour::Orange,
        _ => Colour::Blue,
    }
}
