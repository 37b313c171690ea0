//! A network in a file, in the form that the file's name asks for.

use std::path::Path;

use super::graph_svg;
use crate::network::Description;
use crate::report::{OutputFile, ReportError, to_json};

/// Writes how a network looks into a file: as a picture (`.svg`), for Graphviz (`.dot`, `.gv`), for Mermaid (`.mmd`),
/// for a program (`.json`) or as text (`.txt`).
///
/// ```
/// use tidegate::network::Network;
/// use tidegate::report::write_graph;
/// # use tidegate::time::Time;
/// let (net, _) = Network::build(Time::EPOCH, |border| {
///     let (_, prices) = border.input::<i64>();
///     border.output(prices)
/// })?;
/// let path = std::env::temp_dir().join(format!("tidegate-doc-{}.dot", std::process::id()));
/// write_graph(&path, "prices", &net.describe())?;
/// assert!(std::fs::read_to_string(&path)?.starts_with("digraph"));
/// # std::fs::remove_file(&path)?;
/// let refused = write_graph("prices.png", "prices", &net.describe());
/// assert!(refused.is_err_and(|error| error.to_string().contains(".svg")));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`ReportError::UnknownForm`] if the name has another ending; those of [`OutputFile`].
pub fn write_graph(
    path: impl AsRef<Path>,
    title: &str,
    description: &Description,
) -> Result<(), ReportError> {
    let path = path.as_ref();
    let text = match path.extension().and_then(|ending| ending.to_str()) {
        Some("svg") => graph_svg(title, description),
        Some("dot" | "gv") => description.to_dot(),
        Some("mmd") => description.to_mermaid(),
        Some("json") => to_json(description)?,
        Some("txt") => description.to_text(),
        _ => return Err(ReportError::UnknownForm { path: path.into() }),
    };
    OutputFile::reserve(path)?.commit(&text)
}
