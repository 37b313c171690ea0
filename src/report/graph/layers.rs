//! In which column each box stands, and in which order the boxes of a column stand.
//!
//! A box stands one column to the right of the last one that it reads. An arrow that passes a column takes a place in
//! it, so that it meets no box there. The order is found by moving each box to the middle of what it is joined to, left
//! to right and back, as long as that uncrosses arrows (Sugiyama, Tagawa and Toda 1981).

/// What takes a place in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    Box(usize),
    /// The arrow of this number, on its way.
    Pass(usize),
}

/// Columns from left to right, each from top to bottom.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Layers {
    pub(super) columns: Vec<Vec<Item>>,
    /// The column of each box.
    pub(super) of_box: Vec<usize>,
}

/// What an arrow crosses the gap between two columns with: its ends as positions in both.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) arrow: usize,
    pub(super) left: usize,
    pub(super) right: usize,
}

impl Piece {
    fn crosses(&self, other: &Piece) -> bool {
        (self.left < other.left && self.right > other.right)
            || (self.left > other.left && self.right < other.right)
    }
}

/// Sweeps in search of fewer crossings: pictures of networks are small, and most stop changing after three.
const SWEEPS: usize = 12;

/// Finds columns and orders for `boxes` boxes; arrows are pairs (from, to) with `from < to`.
pub(super) fn arrange(boxes: usize, arrows: &[(usize, usize)]) -> Layers {
    let of_box = columns(boxes, arrows);
    let mut columns = vec![Vec::new(); of_box.iter().max().map_or(0, |last| last + 1)];
    for (number, column) in of_box.iter().enumerate() {
        columns[*column].push(Item::Box(number));
    }
    for (number, (from, to)) in arrows.iter().enumerate() {
        for column in &mut columns[of_box[*from] + 1..of_box[*to]] {
            column.push(Item::Pass(number));
        }
    }
    let mut layers = Layers { columns, of_box };
    layers.uncross(arrows);
    layers
}

/// The longest way that leads to each box.
fn columns(boxes: usize, arrows: &[(usize, usize)]) -> Vec<usize> {
    let mut columns = vec![0; boxes];
    let mut arrows = arrows.to_vec();
    arrows.sort_unstable_by_key(|(from, _)| *from);
    for (from, to) in arrows {
        debug_assert!(from < to, "what is read stands before who reads it");
        columns[to] = columns[to].max(columns[from] + 1);
    }
    columns
}

impl Layers {
    /// The pieces of all arrows between this column and the next.
    pub(super) fn pieces(&self, column: usize, arrows: &[(usize, usize)]) -> Vec<Piece> {
        let position =
            |column: usize, item: Item| self.columns[column].iter().position(|known| *known == item);
        let pieces = arrows.iter().enumerate().filter_map(|(number, (from, to))| {
            let (first, last) = (self.of_box[*from], self.of_box[*to]);
            if column < first || last <= column {
                return None;
            }
            let left = if column == first { Item::Box(*from) } else { Item::Pass(number) };
            let right = if column + 1 == last { Item::Box(*to) } else { Item::Pass(number) };
            Some(Piece { arrow: number, left: position(column, left)?, right: position(column + 1, right)? })
        });
        pieces.collect()
    }

    fn crossings(&self, arrows: &[(usize, usize)]) -> usize {
        let between = |column| {
            let pieces = self.pieces(column, arrows);
            let crossed = |(at, a): (usize, &Piece)| pieces[at + 1..].iter().filter(|b| a.crosses(b)).count();
            pieces.iter().enumerate().map(crossed).sum::<usize>()
        };
        (0..self.columns.len().saturating_sub(1)).map(between).sum()
    }

    fn uncross(&mut self, arrows: &[(usize, usize)]) {
        let mut best = (self.crossings(arrows), self.columns.clone());
        for sweep in 0..SWEEPS {
            let last = self.columns.len().saturating_sub(1);
            for step in 0..last {
                match sweep % 2 {
                    0 => self.follow(step, step + 1, arrows),
                    _ => self.follow(last - step, last - step - 1, arrows),
                }
            }
            let crossings = self.crossings(arrows);
            if crossings < best.0 {
                best = (crossings, self.columns.clone());
            }
        }
        self.columns = best.1;
    }

    /// Sorts a column by the middle of what each of its items is joined to in the fixed one beside it.
    fn follow(&mut self, fixed: usize, moved: usize, arrows: &[(usize, usize)]) {
        let pieces = self.pieces(fixed.min(moved), arrows);
        let ends = |at: usize| -> Vec<usize> {
            let end = |piece: &Piece| match fixed < moved {
                true => (piece.right == at).then_some(piece.left),
                false => (piece.left == at).then_some(piece.right),
            };
            pieces.iter().filter_map(end).collect()
        };
        let middle = |at: usize| match ends(at).as_slice() {
            [] => at as f64,
            ends => ends.iter().sum::<usize>() as f64 / ends.len() as f64,
        };
        let mut sorted: Vec<(f64, Item)> =
            self.columns[moved].iter().enumerate().map(|(at, item)| (middle(at), *item)).collect();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        self.columns[moved] = sorted.into_iter().map(|(_, item)| item).collect();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Item, arrange};

    #[test]
    fn a_box_stands_right_of_all_that_it_reads() {
        let layers = arrange(4, &[(0, 1), (1, 2), (0, 2), (0, 3)]);
        assert_eq!(layers.of_box, [0, 1, 2, 1]);
        assert!(layers.columns[1].contains(&Item::Pass(2)), "the long arrow has a place beside box 1");
    }

    #[test]
    fn arrows_are_uncrossed() {
        let arrows = [(0, 4), (1, 3), (2, 5), (3, 7), (4, 6)];
        let layers = arrange(8, &arrows);
        assert_eq!(layers.crossings(&arrows), 0, "{:?}", layers.columns);
    }

    proptest! {
        #[test]
        fn every_arrow_goes_right_and_nothing_is_lost(pairs in prop::collection::vec((0_usize..12, 1_usize..6), 0..30)) {
            let arrows: Vec<(usize, usize)> = pairs.iter().map(|(from, on)| (*from, from + on)).collect();
            let layers = arrange(18, &arrows);
            for (from, to) in &arrows {
                prop_assert!(layers.of_box[*from] < layers.of_box[*to]);
            }
            for number in 0..18 {
                let there = &layers.columns[layers.of_box[number]];
                prop_assert_eq!(there.iter().filter(|item| **item == Item::Box(number)).count(), 1);
            }
            let pieces: usize = (0..layers.columns.len().saturating_sub(1)).map(|column| layers.pieces(column, &arrows).len()).sum();
            let spans = arrows.iter().map(|(from, to)| layers.of_box[*to] - layers.of_box[*from]);
            prop_assert_eq!(pieces, spans.sum::<usize>());
        }
    }
}
