//! Where boxes and arrows stand, in pixels; a sub-network stands inside its owner's box.
//!
//! Invariants: boxes of a scope do not overlap, nor does the way of an arrow past them; an arrow goes from a column to
//! one further right, but for those that close a loop, which run below everything.

use super::boxes::{Boxed, End, Link, Row, Scope};
use super::layers::{Item, Layers, arrange};
use super::spread::spread;
use crate::network::graph::Bond;

/// A letter of a fixed-width font of 12 pixels, and a little more: fonts differ.
const LETTER: f64 = 7.4;
pub(super) const TITLE: i32 = 24;
pub(super) const LINE: i32 = 17;
/// Left of a row's text, for each step of its depth, and between its parts.
pub(super) const INDENT: i32 = 14;
pub(super) const PAD: i32 = 12;
/// Between two boxes of a column, and between two columns.
const GAP_Y: f64 = 18.0;
const GAP_X: i32 = 52;
/// Height that an arrow takes where it passes a column.
const PASS: f64 = 12.0;
/// Between arrows that run side by side on their way back.
const LANE: i32 = 10;
/// Rounds of moving boxes beside what they are joined to: after six, nothing moves by a pixel.
const ROUNDS: usize = 6;

/// A scope with places.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) boxes: Vec<PlacedBox>,
    pub(super) arrows: Vec<Arrow>,
    pub(super) width: i32,
    pub(super) height: i32,
}

#[derive(Debug)]
pub(super) struct PlacedBox {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) width: i32,
    pub(super) height: i32,
    pub(super) inner: Option<Placed>,
    /// Whether an arrow begins or ends here.
    pub(super) joined: bool,
}

/// The corners of an arrow: of one that goes right, every other piece is a curve.
#[derive(Debug)]
pub(super) struct Arrow {
    pub(super) bond: Bond,
    pub(super) points: Vec<(i32, i32)>,
}

/// The middle of a row, below the top of its box.
pub(super) fn middle(row: usize) -> i32 {
    match row {
        0 => TITLE / 2,
        row => TITLE + 4 + LINE * (row as i32 - 1) + LINE / 2,
    }
}

/// The height of a box without its sub-network.
fn rows_height(rows: usize) -> i32 {
    if rows <= 1 { TITLE } else { TITLE + 4 + LINE * (rows as i32 - 1) + 6 }
}

/// How wide a text is.
pub(super) fn text_width(text: &str) -> i32 {
    // Letters of Asian scripts fill two places.
    let places: u32 = text.chars().map(|letter| if u32::from(letter) < 0x1100 { 1 } else { 2 }).sum();
    (f64::from(places) * LETTER).ceil() as i32
}

fn row_width(row: &Row) -> i32 {
    let parts = [&row.text, &row.item, &row.place];
    let texts: i32 = parts.iter().filter(|text| !text.is_empty()).map(|text| text_width(text) + PAD).sum();
    PAD + INDENT * row.depth as i32 + texts
}

/// Places all boxes of a scope, from (0, 0) on.
pub(super) fn place(scope: &Scope) -> Placed {
    let mut boxes: Vec<PlacedBox> = scope.boxes.iter().map(sized).collect();
    let (back, ahead): (Vec<&Link>, Vec<&Link>) =
        scope.links.iter().partition(|link| link.bond == Bond::Sets);
    let arrows: Vec<(usize, usize)> = ahead.iter().map(|link| (link.from, link.to)).collect();
    let layers = arrange(boxes.len(), &arrows);
    let tops = Columns { layers: &layers, links: &ahead, arrows: &arrows, boxes: &boxes }.tops();
    let lanes = back.len() as i32;
    let sides = sides(&layers, &boxes, lanes);
    for (column, items) in layers.columns.iter().enumerate() {
        for (item, top) in items.iter().zip(&tops[column]) {
            if let Item::Box(number) = item {
                boxes[*number].move_by(sides[column].0, *top);
            }
        }
    }
    for link in &scope.links {
        (boxes[link.from].joined, boxes[link.to].joined) = (true, true);
    }
    let bottom = boxes.iter().map(|placed| placed.y + placed.height).max().unwrap_or(0);
    let way = Way { layers: &layers, tops: &tops, sides: &sides, boxes: &boxes };
    let mut placed: Vec<Arrow> =
        ahead.iter().enumerate().map(|(number, link)| way.ahead(number, link)).collect();
    placed.extend((1..).zip(&back).map(|(lane, link)| way.back(lane, link, bottom)));
    let width = sides.last().map_or(0, |(_, right)| right + if lanes > 0 { LANE * (lanes + 1) } else { 0 });
    Placed { boxes, arrows: placed, width, height: bottom + LANE * lanes }
}

/// Left and right side of each column.
fn sides(layers: &Layers, boxes: &[PlacedBox], lanes: i32) -> Vec<(i32, i32)> {
    let mut left = if lanes > 0 { LANE * (lanes + 1) } else { 0 };
    let widest = |items: &Vec<Item>| {
        let width = |item: &Item| match item {
            Item::Box(number) => boxes[*number].width,
            Item::Pass(_) => 0,
        };
        items.iter().map(width).max().unwrap_or(0)
    };
    let mut sides = Vec::new();
    for items in &layers.columns {
        let right = left + widest(items);
        sides.push((left, right));
        left = right + GAP_X + 2 * LANE * lanes;
    }
    sides
}

fn sized(boxed: &Boxed) -> PlacedBox {
    let rows = rows_height(boxed.rows.len());
    let width = boxed.rows.iter().map(row_width).max().unwrap_or(0);
    let inner = boxed.inner.as_ref().map(|scope| {
        let mut inner = place(scope);
        inner.move_by(PAD, rows + PAD / 2);
        inner
    });
    let (inner_width, inner_height) =
        inner.as_ref().map_or((0, 0), |inner| (inner.width + 2 * PAD, inner.height + PAD / 2 + PAD));
    let (width, height) = (width.max(inner_width), rows + inner_height);
    PlacedBox { x: 0, y: 0, width, height, inner, joined: false }
}

impl Placed {
    fn move_by(&mut self, x: i32, y: i32) {
        self.boxes.iter_mut().for_each(|placed| placed.move_by(x, y));
        for point in self.arrows.iter_mut().flat_map(|arrow| &mut arrow.points) {
            *point = (point.0 + x, point.1 + y);
        }
    }
}

impl PlacedBox {
    fn move_by(&mut self, x: i32, y: i32) {
        (self.x, self.y) = (self.x + x, self.y + y);
        if let Some(inner) = &mut self.inner {
            inner.move_by(x, y);
        }
    }

    /// Where an arrow ends, and whether that is further in.
    fn end(&self, end: End) -> (i32, i32) {
        match (end, &self.inner) {
            (End::Inside(number), Some(inner)) => {
                let stands_for = &inner.boxes[number];
                (stands_for.x, stands_for.y + middle(0))
            }
            (End::Row(row), _) => (self.x, self.y + middle(row)),
            (End::Inside(_), None) => (self.x, self.y + middle(0)),
        }
    }
}

/// Finding the heights.
struct Columns<'a> {
    layers: &'a Layers,
    links: &'a [&'a Link],
    arrows: &'a [(usize, usize)],
    boxes: &'a [PlacedBox],
}

impl Columns<'_> {
    /// The top of each item, column by column; the highest is 0.
    fn tops(&self) -> Vec<Vec<i32>> {
        let columns = &self.layers.columns;
        let heights: Vec<Vec<f64>> =
            columns.iter().map(|items| items.iter().map(|item| self.height(*item)).collect()).collect();
        let mut tops: Vec<Vec<f64>> =
            heights.iter().map(|heights| spread(&vec![0.0; heights.len()], heights, GAP_Y)).collect();
        for round in 0..ROUNDS {
            let last = columns.len().saturating_sub(1);
            for step in 0..last {
                let (fixed, moved) =
                    if round % 2 == 0 { (last - step, last - step - 1) } else { (step, step + 1) };
                let wanted = self.wanted(fixed, moved, &tops);
                tops[moved] = spread(&wanted, &heights[moved], GAP_Y);
            }
        }
        let least = tops.iter().flatten().copied().fold(f64::INFINITY, f64::min);
        tops.iter().map(|tops| tops.iter().map(|top| (top - least).round() as i32).collect()).collect()
    }

    fn height(&self, item: Item) -> f64 {
        match item {
            Item::Box(number) => f64::from(self.boxes[number].height),
            Item::Pass(_) => PASS,
        }
    }

    /// Where the items of a column want to be, beside those of the fixed one; unjoined ones stay.
    fn wanted(&self, fixed: usize, moved: usize, tops: &[Vec<f64>]) -> Vec<f64> {
        let mut wishes = vec![(0.0, 0.0); tops[moved].len()];
        for piece in self.layers.pieces(fixed.min(moved), self.arrows) {
            let left = self.out(self.layers.columns[fixed.min(moved)][piece.left]);
            let right =
                self.into(self.layers.columns[fixed.max(moved)][piece.right], self.links[piece.arrow]);
            let (at, wish) = match fixed < moved {
                true => (piece.right, tops[fixed][piece.left] + left - right),
                false => (piece.left, tops[fixed][piece.right] + right - left),
            };
            wishes[at] = (wishes[at].0 + wish, wishes[at].1 + 1.0);
        }
        wishes.iter().zip(&tops[moved]).map(|((sum, n), top)| if *n > 0.0 { sum / n } else { *top }).collect()
    }

    fn out(&self, item: Item) -> f64 {
        match item {
            Item::Box(_) => f64::from(middle(0)),
            Item::Pass(_) => PASS / 2.0,
        }
    }

    fn into(&self, item: Item, link: &Link) -> f64 {
        match item {
            // Boxes stand at (0, 0) so far.
            Item::Box(number) => f64::from(self.boxes[number].end(link.end).1),
            Item::Pass(_) => PASS / 2.0,
        }
    }
}

/// Finding the ways of arrows.
struct Way<'a> {
    layers: &'a Layers,
    tops: &'a [Vec<i32>],
    sides: &'a [(i32, i32)],
    boxes: &'a [PlacedBox],
}

impl Way<'_> {
    /// Straight to the side of the column, then by curves from column to column, straight past each.
    fn ahead(&self, number: usize, link: &Link) -> Arrow {
        let (from, to) = (&self.boxes[link.from], &self.boxes[link.to]);
        let (first, last) = (self.layers.of_box[link.from], self.layers.of_box[link.to]);
        let y = from.y + middle(0);
        let mut points = vec![(from.x + from.width, y), (self.sides[first].1, y)];
        for column in first + 1..last {
            let at = self.layers.columns[column].iter().position(|item| *item == Item::Pass(number));
            let y = at.map_or(y, |at| self.tops[column][at] + (PASS / 2.0) as i32);
            points.extend([(self.sides[column].0, y), (self.sides[column].1, y)]);
        }
        let end = to.end(link.end);
        points.extend([(self.sides[last].0, end.1), end]);
        Arrow { bond: link.bond, points }
    }

    /// Down behind its box, back below everything, and up in front of the box that it sets.
    fn back(&self, lane: i32, link: &Link, bottom: i32) -> Arrow {
        let (from, to) = (&self.boxes[link.from], &self.boxes[link.to]);
        let right = self.sides[self.layers.of_box[link.from]].1 + LANE * lane;
        let left = self.sides[self.layers.of_box[link.to]].0 - LANE * lane;
        let (start, end, below) = (from.y + middle(0), to.y + middle(0), bottom + LANE * lane);
        let points = vec![
            (from.x + from.width, start),
            (right, start),
            (right, below),
            (left, below),
            (left, end),
            (to.x, end),
        ];
        Arrow { bond: link.bond, points }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A scope of boxes with so many rows; a link is a box and how much further on its reader stands.
    fn scope(rows: &[usize], links: &[(usize, usize)], inner: bool) -> Scope {
        let boxed = |(number, rows): (usize, &usize)| Boxed {
            kind: "map",
            rows: (0..*rows).map(|row| Row { text: "x".repeat(row + 1), ..Row::default() }).collect(),
            inner: (inner && number % 3 == 1).then(|| scope(rows_of(number), &[(0, 1)], false)),
        };
        let link = |(from, on): &(usize, usize)| {
            let to = from + on;
            (to < rows.len()).then(|| Link {
                from: *from,
                to,
                end: End::Row(rows[to] - 1),
                bond: Bond::Wakes,
            })
        };
        let loops = (rows.len() > 3).then_some(Link { from: 3, to: 0, end: End::Row(0), bond: Bond::Sets });
        Scope {
            boxes: rows.iter().enumerate().map(boxed).collect(),
            links: links.iter().filter_map(link).chain(loops).collect(),
        }
    }

    fn rows_of(number: usize) -> &'static [usize] {
        [&[1, 2][..], &[3, 1, 2], &[5]][number % 3]
    }

    /// Names a rule that the places break.
    fn check_invariants(placed: &Placed) {
        let apart = |a: &PlacedBox, b: &PlacedBox| {
            a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
        };
        for (number, a) in placed.boxes.iter().enumerate() {
            assert!(placed.boxes[number + 1..].iter().all(|b| apart(a, b)), "two boxes overlap");
            if let Some(inner) = &a.inner {
                check_invariants(inner);
                let within = |b: &PlacedBox| {
                    a.x < b.x && b.x + b.width < a.x + a.width && a.y < b.y && b.y + b.height < a.y + a.height
                };
                assert!(inner.boxes.iter().all(within), "a sub-network stands inside its owner");
            }
        }
        for arrow in placed.arrows.iter().filter(|arrow| arrow.bond != Bond::Sets) {
            let rises = arrow.points.windows(2).all(|pair| pair[0].0 <= pair[1].0);
            assert!(rises, "an arrow goes right");
            for pass in arrow.points.chunks_exact(2).map(|pass| (pass[0], pass[1])) {
                let ((x0, y0), (x1, y1)) = pass;
                let meets =
                    |a: &PlacedBox| y0 == y1 && a.y < y0 && y0 < a.y + a.height && a.x < x1 && x0 < a.x;
                assert!(x0 >= x1 || !placed.boxes.iter().any(meets), "an arrow passes beside boxes");
            }
        }
    }

    #[test]
    fn a_loop_runs_below_everything() {
        let placed = place(&scope(&[1, 2, 3, 1], &[(0, 1), (1, 1), (2, 1)], false));
        let back = placed.arrows.last().expect("the loop");
        let bottom = placed.boxes.iter().map(|a| a.y + a.height).max().expect("a box");
        assert!(back.points.iter().any(|(_, y)| *y > bottom && *y <= placed.height), "{back:?}");
        assert_eq!(back.points.last(), Some(&(placed.boxes[0].x, placed.boxes[0].y + middle(0))));
    }

    #[test]
    fn a_row_is_in_the_middle_of_its_line() {
        assert_eq!([middle(0), middle(1), middle(2)], [12, 36, 53]);
        assert!(rows_height(3) >= middle(2) + LINE / 2);
    }

    proptest! {
        #[test]
        fn boxes_and_arrows_have_room(
            rows in prop::collection::vec(1_usize..6, 1..14),
            links in prop::collection::vec((0_usize..13, 1_usize..6), 0..24),
        ) {
            check_invariants(&place(&scope(&rows, &links, true)));
        }
    }
}
