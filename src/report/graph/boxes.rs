//! What stands in which box of a picture, and which boxes are joined by an arrow.

use std::collections::BTreeMap;

use crate::network::graph::{Bond, Graph, Path, gives, inner};
use crate::network::{Description, Part, place, short_type};

/// Longer types are cut: the whole one is in the hint, and in every other form of the description.
const LONGEST_TYPE: usize = 34;

/// Boxes that stand side by side: those of a network, or those of a sub-network.
#[derive(Debug, Default)]
pub(super) struct Scope {
    pub(super) boxes: Vec<Boxed>,
    pub(super) links: Vec<Link>,
}

/// One box.
#[derive(Debug)]
pub(super) struct Boxed {
    pub(super) kind: &'static str,
    /// The first is the title.
    pub(super) rows: Vec<Row>,
    /// The sub-network that it builds.
    pub(super) inner: Option<Scope>,
}

/// One line of text.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) depth: usize,
    pub(super) text: String,
    pub(super) item: String,
    pub(super) place: String,
    /// What is too long for the line.
    pub(super) hint: String,
}

/// An arrow between two boxes of a scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) end: End,
    pub(super) bond: Bond,
}

/// Where in its box an arrow ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// At this row.
    Row(usize),
    /// At this box of its sub-network, which stands for what is read from outside.
    Inside(usize),
}

/// All boxes of a description. Places in `file` are shown by their line only.
pub(super) fn of(description: &Description, file: &str) -> Scope {
    let maker = Maker { graph: Graph::of(description), file };
    maker.scope(&Path::default(), &description.joints, None)
}

/// The file in which most parts of a description were written.
pub(super) fn main_file(description: &Description) -> String {
    let mut files = BTreeMap::<String, usize>::new();
    let mut parts: Vec<&Part> = description.joints.iter().collect();
    while let Some(part) = parts.pop() {
        parts.extend(part.inputs.iter().chain(&part.inside));
        if let Some(place) = part.place {
            *files.entry(place::file(place)).or_default() += 1;
        }
    }
    files.into_iter().rev().max_by_key(|(_, parts)| *parts).map_or_else(String::new, |(file, _)| file)
}

struct Maker<'a> {
    graph: Graph<'a>,
    file: &'a str,
}

/// A scope under construction.
struct Making {
    at: Path,
    scope: Scope,
    /// What its first boxes stand for: joints outside that are read inside.
    outside: Vec<Path>,
}

impl Making {
    /// The box of a joint that is read here.
    fn box_of(&self, joint: &Path) -> Option<usize> {
        let (number, scope) = joint.0.split_last()?;
        match scope == self.at.0 {
            true => Some(self.outside.len() + number),
            false => self.outside.iter().position(|outside| outside == joint),
        }
    }

    /// Joins what is read to the row that reads it.
    fn read(&mut self, joint: &Path, row: usize, bond: Bond) {
        if let Some(from) = self.box_of(joint) {
            let to = self.scope.boxes.len();
            self.scope.links.push(Link { from, to, end: End::Row(row), bond });
        }
    }
}

impl Maker<'_> {
    fn scope(&self, at: &Path, joints: &[Part], result: Option<&Part>) -> Scope {
        let outside = self.outside(at, joints, result).into_keys().collect();
        let mut making = Making { at: at.clone(), scope: Scope::default(), outside };
        for joint in &making.outside {
            let text = format!("{joint} {}", self.name(joint));
            let row = Row { text, ..Row::default() };
            making.scope.boxes.push(Boxed { kind: "outside", rows: vec![row], inner: None });
        }
        for (number, part) in joints.iter().enumerate() {
            self.joint(&mut making, at.joint(number), part);
        }
        if let Some(result) = result {
            let mut rows = vec![Row { text: "gives".to_owned(), ..Row::default() }];
            self.rows(&mut making, &mut rows, result, 0);
            making.scope.boxes.push(Boxed { kind: "gives", rows, inner: None });
        }
        making.scope
    }

    /// The joints outside the scope `at` that are read in it or further in, each once, in order, and whether they
    /// wake somebody there.
    fn outside(&self, at: &Path, joints: &[Part], result: Option<&Part>) -> BTreeMap<Path, bool> {
        let mut all = BTreeMap::new();
        let mut note = |joint: Path, wakes: bool| {
            if joint.0.len() <= at.0.len() {
                *all.entry(joint).or_default() |= wakes;
            }
        };
        for (number, part) in joints.iter().enumerate() {
            self.outside_of(&at.joint(number), part)
                .into_iter()
                .for_each(|(joint, wakes)| note(joint, wakes));
        }
        for read in joints.iter().chain(result).flat_map(Part::all_reads) {
            note(at.read(read), read.wakes);
        }
        all
    }

    /// The same for the sub-network that the joint `here` has built.
    fn outside_of(&self, here: &Path, part: &Part) -> BTreeMap<Path, bool> {
        self.outside(here, inner(part), gives(part))
    }

    fn joint(&self, making: &mut Making, here: Path, part: &Part) {
        let mut title = self.row(part, 0);
        title.text = format!("{here} {}", title.text);
        let mut rows = vec![title];
        for read in &part.reads {
            making.read(&making.at.read(*read), 0, bond(read.wakes));
        }
        part.inputs.iter().for_each(|input| self.rows(making, &mut rows, input, 0));
        if let Some(binds) = part.binds {
            let (from, to) = (making.scope.boxes.len(), making.outside.len() + binds);
            making.scope.links.push(Link { from, to, end: End::Row(0), bond: Bond::Sets });
        }
        let inside = gives(part).map(|result| self.scope(&here, inner(part), Some(result)));
        for (inside, (joint, wakes)) in self.outside_of(&here, part).into_iter().enumerate() {
            let to = making.scope.boxes.len();
            if let Some(from) = making.box_of(&joint).filter(|from| *from != to) {
                making.scope.links.push(Link { from, to, end: End::Inside(inside), bond: bond(wakes) });
            }
        }
        making.scope.boxes.push(Boxed { kind: part.kind, rows, inner: inside });
    }

    /// The rows of a part in the order in which values flow: what it works on first, the rest of that indented.
    fn rows(&self, making: &mut Making, rows: &mut Vec<Row>, part: &Part, depth: usize) {
        for (at, input) in part.inputs.iter().enumerate() {
            self.rows(making, rows, input, depth + usize::from(at > 0));
        }
        for read in &part.reads {
            making.read(&making.at.read(*read), rows.len(), bond(read.wakes));
        }
        let mut row = self.row(part, depth);
        if let ("read", [read]) = (part.kind, part.reads.as_slice()) {
            let joint = making.at.read(*read);
            let verb = if read.wakes { "reads" } else { "looks at" };
            (row.text, row.item) = (format!("{verb} {joint} {}", self.name(&joint)), String::new());
        }
        rows.push(row);
    }

    /// What a joint is called where it is read: its name, or else its kind.
    fn name(&self, joint: &Path) -> String {
        let name = |part: &Part| part.name.as_ref().map_or(part.kind.to_owned(), |name| format!("{name:?}"));
        self.graph.joint(joint).map_or_else(String::new, name)
    }

    fn row(&self, part: &Part, depth: usize) -> Row {
        let text = match &part.name {
            Some(name) => format!("{} {name:?}", part.kind),
            None => part.kind.to_owned(),
        };
        let place = part.place.map_or_else(String::new, |place| match place::file(place) == self.file {
            true => format!(":{}", place.line()),
            false => place::line(place),
        });
        let counts = part.measured.map_or_else(String::new, |counts| format!(" ×{}", counts.occurrences));
        let hint = format!("{} {}", part.item, part.place.map_or_else(String::new, place::line));
        let text = text + &counts;
        Row { depth, text, item: cut(&short_type(part.item)), place, hint: hint.trim_end().to_owned() }
    }
}

fn bond(wakes: bool) -> Bond {
    if wakes { Bond::Wakes } else { Bond::Looks }
}

fn cut(item: &str) -> String {
    match item.char_indices().nth(LONGEST_TYPE) {
        Some((end, _)) => format!("{}…", &item[..end]),
        None => item.to_owned(),
    }
}
