//! Where the names of curves and marks go: in lines above the plot, where they hide no data.

use super::palette::{Colour, Shape};

/// One name and the sample in front of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) sample: Sample,
    pub(super) colour: Colour,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sample {
    Line,
    Area,
    Mark(Shape),
}

impl Entry {
    pub(super) fn is_mark(&self) -> bool {
        matches!(self.sample, Sample::Mark(_))
    }
}

/// The places of the entries, in the same order, and the lines they fill.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Layout {
    /// Left end and line number of each entry.
    pub(super) places: Vec<(i32, i32)>,
    pub(super) lines: i32,
}

/// Lays entries side by side and begins a new line when the width is used up.
pub(super) fn lay_out(widths: impl IntoIterator<Item = i32>, width: i32) -> Layout {
    let (mut x, mut line, mut places) = (0, 0, Vec::new());
    for entry in widths {
        if x > 0 && x + entry > width {
            (x, line) = (0, line + 1);
        }
        places.push((x, line));
        x += entry;
    }
    let lines = if places.is_empty() { 0 } else { line + 1 };
    Layout { places, lines }
}

/// How wide a browser will set a text, as a multiple of its size: estimated from usual sans-serif faces, and
/// rather too much, because two names must not overlap.
pub(super) fn estimated_width(text: &str) -> f64 {
    text.chars().map(character_width).sum()
}

fn character_width(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | ' ' => 0.36,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 1.0,
        'A'..='Z' => 0.76,
        c if c.is_ascii() => 0.62,
        // A letter of any other script: most are wide, and Chinese and Japanese fill a square.
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_letters_take_more_room() {
        assert!(estimated_width("WWWW") > 2.0 * estimated_width("liil"));
        assert!(estimated_width("価格") >= 2.0);
    }

    #[test]
    fn entries_wrap_and_a_wide_one_has_its_own_line() {
        let layout = lay_out([40, 40, 40, 500, 10], 100);
        assert_eq!(layout.places, [(0, 0), (40, 0), (0, 1), (0, 2), (0, 3)]);
        assert_eq!(layout.lines, 4);
        assert_eq!(lay_out([], 100).lines, 0);
    }
}
