//! Random conformance cases, each from its seed.

use serde_json::{Value, json};

/// All operations that occur.
pub(crate) const OPS: [&str; 30] = [
    "input",
    "never",
    "map_affine",
    "filter_mod",
    "filter_cmp",
    "union_with",
    "merge_with",
    "accum_e",
    "accum_fns",
    "unions_e",
    "map_accum",
    "split_parity",
    "once",
    "apply",
    "tag",
    "filter_apply",
    "when_e",
    "observe",
    "value_tag",
    "const",
    "stepper",
    "accum_b",
    "unions_b",
    "map_b",
    "lift2",
    "switch_e",
    "switch_b",
    "dyn_switch_e",
    "dyn_switch_b",
    "dyn_observe",
];

const FUNCTIONS: [&str; 9] = ["add", "sub", "mul", "left", "right", "max", "min", "mul31", "inc"];
const COMPARISONS: [&str; 7] = ["lt", "le", "gt", "ge", "eq", "ne", "par"];

/// How many nodes a case has, those of its sub-graphs included.
pub(crate) fn size(case: &Value) -> usize {
    let inner = |node: &Value| if node["sub"].is_null() { 1 } else { 1 + size(&node["sub"]) };
    case["nodes"].as_array().into_iter().flatten().map(inner).sum()
}

/// The case of a seed.
pub(crate) fn case(seed: u64) -> Value {
    let mut random = Random(seed ^ 0x9E37_79B9_7F4A_7C15);
    let n = 5 + random.below(12);
    let mut inputs = serde_json::Map::new();
    for name in ["a", "b", "c"] {
        let list: Vec<Value> = (0..n - 1)
            .map(|t| (t, random.below(5), random.number()))
            .filter(|at| at.1 < 2)
            .map(|at| json!([at.0, at.2]))
            .collect();
        inputs.insert(name.to_owned(), Value::Array(list));
    }
    let mut graph = Graph { random, next: 0 };
    let mut scope = Scope::default();
    for name in ["a", "b", "c"] {
        let id = graph.id();
        scope.add_event(id, json!({"id": id, "op": "input", "name": name}));
    }
    let nodes = 1 + graph.random.below(30);
    graph.fill(&mut scope, nodes, 0);
    json!({
        "id": format!("random-{seed}"), "lvl": "random", "n": n, "in": inputs, "nodes": scope.nodes,
        "ev_out": scope.events, "bh_out": scope.behaviors,
    })
}

/// A generator of Marsaglia's xorshift family.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit
    }

    fn among<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    /// Mostly small, sometimes at the ends of the range.
    fn number(&mut self) -> i64 {
        match self.below(40) {
            0 => i64::MAX,
            1 => i64::MIN,
            _ => self.below(19) as i64 - 9,
        }
    }
}

/// The nodes of one list, and what can be referred to from it.
#[derive(Clone, Default)]
struct Scope {
    nodes: Vec<Value>,
    events: Vec<i64>,
    behaviors: Vec<i64>,
    /// Places in `nodes` whose event is to come later.
    ahead: Vec<usize>,
    inside: bool,
}

impl Scope {
    fn add_event(&mut self, id: i64, node: Value) {
        self.nodes.push(node);
        self.events.push(id);
    }

    fn add_behavior(&mut self, id: i64, node: Value) {
        self.nodes.push(node);
        self.behaviors.push(id);
    }
}

struct Graph {
    random: Random,
    next: i64,
}

impl Graph {
    fn id(&mut self) -> i64 {
        self.next += 1;
        self.next - 1
    }

    /// Adds nodes, then says what was left open.
    fn fill(&mut self, scope: &mut Scope, nodes: usize, depth: usize) {
        for _ in 0..nodes {
            self.add(scope, depth);
        }
        for place in std::mem::take(&mut scope.ahead) {
            let later = self.random.among(&scope.events);
            scope.nodes[place]["x"] = later.into();
        }
    }

    fn init(&mut self, scope: &Scope) -> Value {
        match scope.inside && self.random.below(3) == 0 {
            true => "param".into(),
            false => self.random.number().into(),
        }
    }

    fn affine(&mut self) -> Value {
        json!([self.random.below(7) as i64 - 3, self.random.number()])
    }

    fn sub(&mut self, scope: &Scope, depth: usize, event: bool) -> Value {
        let mut inner = Scope { nodes: Vec::new(), ahead: Vec::new(), inside: true, ..scope.clone() };
        let id = self.id();
        inner.add_behavior(id, json!({"id": id, "op": "param"}));
        let nodes = 1 + self.random.below(5);
        self.fill(&mut inner, nodes, depth + 1);
        let all = if event { &inner.events } else { &inner.behaviors };
        // What was made last, so that state inside matters; sometimes anything.
        let out = if self.random.below(4) == 0 { self.random.among(all) } else { all[all.len() - 1] };
        json!({"nodes": inner.nodes, "out": out})
    }

    fn add(&mut self, scope: &mut Scope, depth: usize) {
        let id = self.id();
        let (x, y) = (self.random.among(&scope.events), self.random.among(&scope.events));
        let (f, g) = (self.random.among(&FUNCTIONS), self.random.among(&FUNCTIONS));
        let cmp = self.random.among(&COMPARISONS);
        let init = self.init(scope);
        let (a, b) = (self.random.below(5) as i64 - 2, self.random.number());
        // Behaviors are needed by many: the first node is one.
        if scope.behaviors.is_empty() {
            return scope.add_behavior(id, json!({"id": id, "op": "stepper", "x": x, "init": init}));
        }
        let (p, q) = (self.random.among(&scope.behaviors), self.random.among(&scope.behaviors));
        let fns: Vec<Value> = (0..3).map(|_| self.affine()).collect();
        let xs: Vec<i64> = (0..3).map(|_| self.random.among(&scope.events)).collect();
        let ps: Vec<i64> = (0..3).map(|_| self.random.among(&scope.behaviors)).collect();
        let op = self.random.among(&OPS[1..]);
        let node = match op {
            "never" => json!({}),
            "map_affine" => json!({"x": x, "a": a, "b": b}),
            "filter_mod" => json!({"x": x, "m": 1 + self.random.below(4), "r": 0}),
            "filter_cmp" => json!({"x": x, "cmp": cmp, "c": b}),
            "union_with" => json!({"x": x, "y": y, "f": f}),
            "merge_with" => json!({"x": x, "y": y, "a": a, "b": b, "c": b, "d": a, "f": f}),
            "accum_e" => json!({"x": x, "init": init, "f": f}),
            "accum_fns" => json!({"x": x, "init": init, "fns": fns}),
            "unions_e" | "unions_b" => json!({"xs": xs, "init": init, "fns": fns}),
            "once" => json!({"x": x}),
            "apply" | "observe" => json!({"p": p, "x": x, "f": f}),
            "tag" | "when_e" | "value_tag" => json!({"p": p, "x": x}),
            "filter_apply" => json!({"p": p, "x": x, "cmp": cmp}),
            "const" => json!({"c": b}),
            "map_b" => json!({"p": p, "a": a, "b": b}),
            "lift2" => json!({"p": p, "q": q, "f": f}),
            "switch_e" => json!({"x": x, "sel": y, "xs": xs}),
            "switch_b" => json!({"p": p, "sel": x, "ps": ps}),
            "stepper" | "accum_b" => {
                if self.random.below(3) == 0 {
                    scope.ahead.push(scope.nodes.len());
                }
                json!({"x": x, "init": init, "f": f})
            }
            "map_accum" => {
                let id2 = self.id();
                scope.behaviors.push(id2);
                json!({"x": x, "init": init, "out": f, "next": g, "id2": id2})
            }
            "split_parity" => {
                let id2 = self.id();
                scope.events.push(id2);
                json!({"x": x, "id2": id2})
            }
            // Two levels deep and no deeper: each makes its part anew at every firing.
            _ if depth >= 2 => return scope.add_event(id, json!({"id": id, "op": "once", "x": x})),
            "dyn_switch_e" => json!({"x": x, "trig": y, "sub": self.sub(scope, depth, true)}),
            "dyn_switch_b" => json!({"p": p, "trig": x, "sub": self.sub(scope, depth, false)}),
            _ => json!({"trig": x, "sub": self.sub(scope, depth, false)}),
        };
        let mut node = node;
        (node["id"], node["op"]) = (id.into(), op.into());
        match op {
            "const" | "stepper" | "accum_b" | "unions_b" | "map_b" | "lift2" | "switch_b"
            | "dyn_switch_b" => {
                scope.add_behavior(id, node);
            }
            _ => scope.add_event(id, node),
        }
    }
}
