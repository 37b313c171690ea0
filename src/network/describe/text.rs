//! A description as text.

use super::description::Description;
use super::graph::{Graph, Path, gives, inner};
use super::part::{Part, Read};
use super::place;
use super::short::short_type;

/// The whole description, one line a part.
pub(super) fn write(description: &Description) -> String {
    let mut page = Page { graph: Graph::of(description), lines: Vec::new() };
    let count = match description.joints.len() {
        1 => "1 joint".to_owned(),
        joints => format!("{joints} joints"),
    };
    page.lines.push(format!(
        "{count}; who reads a joint runs when it occurs, who looks at one sees its value when it runs"
    ));
    page.joints(&Path::default(), &description.joints, 0);
    page.lines.join("\n") + "\n"
}

/// What one line says of a part, without what is below it.
pub(crate) fn line(part: &Part, scope: &Path, graph: &Graph<'_>) -> String {
    let reads = |read: &Read| {
        let (joint, verb) = (scope.read(*read), if read.wakes { "reads" } else { "looks at" });
        let known = graph.joint(&joint).map_or_else(String::new, |part| format!(" {}", title(part)));
        format!("{verb} {joint}{known}")
    };
    let reads: Vec<String> = part.reads.iter().map(reads).collect();
    let mut line = match part.kind {
        "read" => reads.join(", "),
        _ => format!("{}: {}", title(part), short_type(part.item)),
    };
    if part.kind == "read" && part.name.is_some() && part.name != known_name(part, scope, graph) {
        line.push_str(&format!(" as {:?}", part.name.as_deref().unwrap_or_default()));
    }
    if part.kind != "read" && !reads.is_empty() {
        line.push_str(&format!(", {}", reads.join(", ")));
    }
    if let Some(binds) = part.binds {
        line.push_str(&format!(", sets {}", scope.joint(binds)));
    }
    if let Some(place) = part.place {
        line.push_str(&format!("  ({})", place::line(place)));
    }
    line + &counts(part)
}

/// A part after `before`, with its inputs below: the lines of a tree.
pub(crate) fn tree(part: &Part, scope: &Path, graph: &Graph<'_>, before: &str) -> Vec<String> {
    let mut lines =
        vec![format!("{before}{}{}", if before.is_empty() { "" } else { "  " }, line(part, scope, graph))];
    for input in &part.inputs {
        lines.extend(tree(input, scope, graph, "").into_iter().map(|line| format!("  {line}")));
    }
    lines
}

/// The combinator and its name.
pub(crate) fn title(part: &Part) -> String {
    match &part.name {
        Some(name) => format!("{} {name:?}", part.kind),
        None => part.kind.to_owned(),
    }
}

/// What was measured, in brackets.
pub(crate) fn counts(part: &Part) -> String {
    part.measured.map_or_else(String::new, |counts| {
        let took = if counts.took.is_zero() { String::new() } else { format!(", {}", counts.took) };
        format!("  [ran {}, occurred {}{took}]", counts.runs, counts.occurrences)
    })
}

fn known_name(part: &Part, scope: &Path, graph: &Graph<'_>) -> Option<std::borrow::Cow<'static, str>> {
    let read = part.reads.first()?;
    graph.joint(&scope.read(*read))?.name.clone()
}

/// The lines so far.
struct Page<'a> {
    graph: Graph<'a>,
    lines: Vec<String>,
}

impl Page<'_> {
    fn joints(&mut self, scope: &Path, joints: &[Part], indent: usize) {
        let numbers: Vec<String> = (0..joints.len()).map(|number| scope.joint(number).to_string()).collect();
        let wide = numbers.iter().map(String::len).max().unwrap_or(0);
        for (number, part) in joints.iter().enumerate() {
            self.tree(&format!("{:<wide$}", numbers[number]), part, scope, indent);
            self.inside(&scope.joint(number), part, indent + wide + 4);
        }
    }

    /// A part with its inputs below, all beside `before`.
    fn tree(&mut self, before: &str, part: &Part, scope: &Path, indent: usize) {
        let mut lines = tree(part, scope, &self.graph, before);
        let below = indent + before.len() + 2;
        let (first, rest) = lines.split_at_mut(1);
        first.iter_mut().for_each(|line| line.insert_str(0, &" ".repeat(indent)));
        rest.iter_mut().for_each(|line| line.insert_str(0, &" ".repeat(below)));
        self.lines.append(&mut lines);
    }

    fn inside(&mut self, owner: &Path, part: &Part, indent: usize) {
        if let Some(result) = gives(part) {
            self.lines.push(format!("{:indent$}builds", ""));
            self.joints(owner, inner(part), indent + 2);
            self.tree("gives", result, owner, indent + 2);
        }
    }
}
