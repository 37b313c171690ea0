//! A description as a digraph for Graphviz.

use super::description::Description;
use super::graph::{Bond, Graph, Node, Path, gives, inner};
use super::part::Part;
use super::text;

/// The digraph; what is fused into a joint is listed in its box.
pub(super) fn write(description: &Description) -> String {
    let graph = Graph::of(description);
    let mut out =
        "digraph network {\n  rankdir=LR;\n  node [shape=box, fontname=\"monospace\", fontsize=10];\n"
            .to_owned();
    scope(&mut out, &Path::default(), &description.joints, &graph, 1);
    for edge in &graph.edges {
        let style = match edge.bond {
            Bond::Wakes => "",
            Bond::Looks => " [style=dashed]",
            Bond::Builds => " [style=dotted]",
            Bond::Sets => " [style=dashed, constraint=false, label=\"sets\"]",
        };
        out.push_str(&format!("  {} -> {}{style};\n", edge.from, edge.to));
    }
    out + "}\n"
}

/// A node's name in both languages of graphs.
impl std::fmt::Display for Node {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Node::Joint(at) => write!(f, "n{}", at.to_string().replace('.', "_")),
            Node::Gives(at) => write!(f, "n{}_gives", at.to_string().replace('.', "_")),
        }
    }
}

fn scope(out: &mut String, at: &Path, joints: &[Part], graph: &Graph<'_>, depth: usize) {
    let pad = "  ".repeat(depth);
    for (number, part) in joints.iter().enumerate() {
        let here = at.joint(number);
        let node = format!(
            "{} [label=\"{}\"];\n",
            Node::Joint(here.clone()),
            label(&here.to_string(), part, at, graph)
        );
        let Some(result) = gives(part) else {
            out.push_str(&format!("{pad}{node}"));
            continue;
        };
        let title = escape(&format!("{here} {}", text::title(part)));
        out.push_str(&format!("{pad}subgraph cluster_{} {{\n", Node::Joint(here.clone())));
        out.push_str(&format!("{pad}  label=\"{title}\";\n{pad}  {node}"));
        scope(out, &here, inner(part), graph, depth + 1);
        let label = label("gives", result, &here, graph);
        out.push_str(&format!("{pad}  {} [label=\"{label}\"];\n{pad}}}\n", Node::Gives(here)));
    }
}

/// Lines of a box, each set to the left.
fn label(number: &str, part: &Part, scope: &Path, graph: &Graph<'_>) -> String {
    text::tree(part, scope, graph, number).iter().map(|line| escape(line) + "\\l").collect()
}

/// Text as a part of a quoted string: no quote ends it, no backslash and no entity changes it.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '&' => out.push_str("&amp;"),
            '\n' | '\r' => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_ends_a_label_early() {
        assert_eq!(super::escape(r#"a"b\n&lt;"#), r#"a\"b\\n&amp;lt;"#);
    }
}
