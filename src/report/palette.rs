//! Colours and shapes that stay apart for every eye.
//!
//! The colours are those of Okabe and Ito (2008), chosen to differ under the common kinds of colour blindness;
//! yellow is left out, because a thin line of it cannot be seen on white. A shape goes with each kind of mark,
//! so that no meaning hangs on colour alone.

use plotters::style::RGBColor;

/// The colour of a curve or a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// `#0072B2`, the first curve of a chart.
    Blue,
    /// `#D55E00`, a red that is told from green by every eye.
    Vermillion,
    /// `#009E73`.
    Green,
    /// `#CC79A7`.
    Purple,
    /// `#E69F00`.
    Orange,
    /// `#56B4E9`.
    Sky,
    /// `#222222`.
    Black,
}

/// The shape of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A triangle that points up: the usual entry.
    Up,
    /// A triangle that points down: the usual exit.
    Down,
    /// A disc.
    Circle,
    /// Two crossed strokes: the usual refusal.
    Cross,
}

/// The order in which a chart's curves take their colours; the eighth starts again.
const CURVES: [Colour; 7] = [
    Colour::Blue,
    Colour::Vermillion,
    Colour::Green,
    Colour::Purple,
    Colour::Orange,
    Colour::Sky,
    Colour::Black,
];

impl Colour {
    pub(super) fn of_curve(index: usize) -> Self {
        CURVES[index % CURVES.len()]
    }

    pub(super) fn rgb(self) -> RGBColor {
        match self {
            Self::Blue => RGBColor(0x00, 0x72, 0xb2),
            Self::Vermillion => RGBColor(0xd5, 0x5e, 0x00),
            Self::Green => RGBColor(0x00, 0x9e, 0x73),
            Self::Purple => RGBColor(0xcc, 0x79, 0xa7),
            Self::Orange => RGBColor(0xe6, 0x9f, 0x00),
            Self::Sky => RGBColor(0x56, 0xb4, 0xe9),
            Self::Black => RGBColor(0x22, 0x22, 0x22),
        }
    }
}
