//! A whole network as one looks at it.

use serde::Serialize;

use super::meter::Measured;
use super::part::Part;
use super::{dot, mermaid, text};

/// How a network looks: its joints in order of construction, each with what is fused into it.
///
/// A plain value, made from what was noted while the network was built. It can be walked, compared, and shown: as text
/// ([`Display`](std::fmt::Display)), as a Mermaid flowchart, as a Graphviz digraph, and as JSON by any serialiser of
/// serde (the feature `report` has `report::to_json`, and draws it as SVG).
///
/// Equal networks give equal bytes on every machine: there is no address, no path from a root and no clock in it.
///
/// ```
/// use tidegate::network::{Event, Network};
/// # use tidegate::time::Time;
/// let (net, _) = Network::build(Time::EPOCH, |border| {
///     let (_, prices) = border.input::<f64>();
///     let last = prices.hold(0.0).named("last");
///     border.output(prices.sample(last, |new, old| new > old))
/// })?;
/// let text = net.describe().to_string();
/// assert!(text.contains("1  hold \"last\": f64"), "{text}");
/// assert!(text.contains("looks at 1 hold \"last\""), "{text}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Description {
    /// The joints in order of construction; a position in this list is the joint's number.
    pub joints: Vec<Part>,
}

impl Description {
    pub(crate) fn new(joints: Vec<Part>, measured: &[Measured]) -> Self {
        let mut description = Self { joints };
        // Counters that are all zero say only that nobody counted.
        if measured.iter().any(|measured| measured.counts.runs > 0) {
            description.joints.iter_mut().for_each(|part| note(part, measured));
        }
        description
    }

    /// A tree to read: each joint with its number, what is fused into it below, what it reads by number.
    ///
    /// A line has the combinator, its author's name, the type of what it gives without paths, and its place. Who `reads`
    /// a joint runs when that occurs; who `looks at` it only looks when something else makes it run. A joint of a
    /// sub-network has the number of its owner before its own: `4.1`.
    ///
    /// ```
    /// use tidegate::network::{Event, Network};
    /// # use tidegate::time::Time;
    /// let (net, _) = Network::build(Time::EPOCH, |border| {
    ///     let (_, x) = border.input::<i64>();
    ///     border.output(x.filter(|x| *x > 0).map(|x| x.to_string()))
    /// })?;
    /// let text = net.describe().to_text();
    /// let kinds: Vec<&str> = text.lines().map(|line| line.split("  (").next().unwrap_or(line)).collect();
    /// assert_eq!(kinds[1..], ["0  input: i64", "1  output: String", "     map: String", "       filter: i64", "         reads 0 input"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_text(&self) -> String {
        text::write(self)
    }

    /// A Mermaid flowchart: sub-networks are subgraphs, arrows run from what is read to who reads.
    ///
    /// ```
    /// # use tidegate::network::Network;
    /// # use tidegate::time::Time;
    /// let (net, _) = Network::build(Time::EPOCH, |border| {
    ///     let (_, x) = border.input::<i64>();
    ///     border.output(x)
    /// })?;
    /// assert!(net.describe().to_mermaid().contains("n0 --> n1"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_mermaid(&self) -> String {
        mermaid::write(self)
    }

    /// A Graphviz digraph: sub-networks are clusters, arrows run from what is read to who reads.
    ///
    /// ```
    /// # use tidegate::network::Network;
    /// # use tidegate::time::Time;
    /// let (net, _) = Network::build(Time::EPOCH, |border| {
    ///     let (_, x) = border.input::<i64>();
    ///     border.output(x)
    /// })?;
    /// assert!(net.describe().to_dot().contains("n0 -> n1"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_dot(&self) -> String {
        dot::write(self)
    }
}

impl std::fmt::Display for Description {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.to_text())
    }
}

/// Gives each part what was noted under its name and place.
fn note(part: &mut Part, measured: &[Measured]) {
    let same =
        |known: &&Measured| Some(known.place) == part.named_at && Some(&known.name) == part.name.as_ref();
    part.measured = measured.iter().find(same).map(|known| known.counts);
    part.inputs.iter_mut().chain(&mut part.inside).for_each(|part| note(part, measured));
}
