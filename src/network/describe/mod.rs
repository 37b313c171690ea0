//! Looking at a network: what it is made of, as a value and as text.

pub(crate) mod culprit;
mod description;
mod dot;
pub(crate) mod graph;
mod measure;
mod mermaid;
mod meter;
mod notes;
mod part;
pub(crate) mod place;
mod short;
mod text;

pub use self::description::Description;
pub use self::meter::{Counts, Measure, Measured, Stopwatch};
pub(crate) use self::meter::{Meter, Meters};
pub(crate) use self::notes::{Caption, Label, Look, Notes, Opened, Title, label};
pub use self::part::{Part, Read};
pub use self::short::short_type;
