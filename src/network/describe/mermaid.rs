//! A description as a flowchart for Mermaid.

use super::description::Description;
use super::graph::{Bond, Graph, Node, Path, gives, inner};
use super::part::Part;
use super::text;

/// The flowchart; what is fused into a joint is listed in its box.
pub(super) fn write(description: &Description) -> String {
    let graph = Graph::of(description);
    let mut out = "flowchart LR\n".to_owned();
    scope(&mut out, &Path::default(), &description.joints, &graph, 1);
    for edge in &graph.edges {
        let arrow = match edge.bond {
            Bond::Wakes => "-->",
            Bond::Looks => "-.->",
            Bond::Builds => "-. builds .->",
            Bond::Sets => "-. sets .->",
        };
        out.push_str(&format!("  {} {arrow} {}\n", edge.from, edge.to));
    }
    out
}

fn scope(out: &mut String, at: &Path, joints: &[Part], graph: &Graph<'_>, depth: usize) {
    let pad = "  ".repeat(depth);
    for (number, part) in joints.iter().enumerate() {
        let here = at.joint(number);
        let node =
            format!("{}[\"{}\"]\n", Node::Joint(here.clone()), label(&here.to_string(), part, at, graph));
        let Some(result) = gives(part) else {
            out.push_str(&format!("{pad}{node}"));
            continue;
        };
        let title = escape(&format!("{here} {}", text::title(part)));
        out.push_str(&format!("{pad}subgraph s{}[\"{title}\"]\n{pad}  {node}", Node::Joint(here.clone())));
        scope(out, &here, inner(part), graph, depth + 1);
        let label = label("gives", result, &here, graph);
        out.push_str(&format!("{pad}  {}[\"{label}\"]\n{pad}end\n", Node::Gives(here)));
    }
}

/// Lines of a box.
fn label(number: &str, part: &Part, scope: &Path, graph: &Graph<'_>) -> String {
    let lines: Vec<String> = text::tree(part, scope, graph, number).iter().map(|line| escape(line)).collect();
    lines.join("<br/>")
}

/// Text as a part of a quoted label: whatever could mean something to Mermaid, to Markdown or to HTML is written by
/// its number. Blanks that begin a line are kept, since they show what belongs to what.
fn escape(text: &str) -> String {
    let body = text.trim_start_matches(' ');
    let mut out = "#160;".repeat(text.len() - body.len());
    for letter in body.chars() {
        match letter {
            letter if letter.is_alphanumeric() || " _.,:()/-+=".contains(letter) => out.push(letter),
            letter => out.push_str(&format!("#{};", u32::from(letter))),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_in_a_label_means_anything() {
        assert_eq!(super::escape("  map \"<b>`#\""), "#160;#160;map #34;#60;b#62;#96;#35;#34;");
    }
}
