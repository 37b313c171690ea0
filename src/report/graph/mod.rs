//! A picture of a network: from its description to boxes, from boxes to places, from places to SVG.
//!
//! | step | file |
//! |---|---|
//! | what stands in which box, and who reads whom | `boxes` |
//! | in which column and in which order boxes stand | `layers` |
//! | where exactly, sub-networks inside their owners | `layout` |
//! | as SVG | `draw` |
//! | a file whose form follows its name | `form` |
//!
//! Only the last two know SVG or files; the others are functions of plain values.

mod boxes;
mod draw;
mod form;
mod layers;
mod layout;
mod spread;

pub use self::draw::graph_svg;
pub use self::form::write_graph;
