//! The order in which a graph that is read from data has to be built.
//!
//! In code the compiler sees to it: an event exists before it is used. Data may name anything, so its loops
//! have to be found. A loop has a meaning only if it passes through a behavior declared with
//! [`forward`](super::forward), whose event is bound after everything else; leave that edge out of `needs`.

use std::collections::BTreeMap;
use std::fmt::{self, Debug, Display};

/// Why the nodes of a graph cannot be ordered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OrderError<N: Display + Debug> {
    /// Nodes that need each other in the same instant.
    #[error("cycle without a delayed edge: {}", Path(path))]
    Cycle {
        /// The nodes of the loop; each needs the next, and the last is the first again.
        path: Vec<N>,
    },
    /// A node needs one that is not there.
    #[error("node {node} needs {missing}, which is not in the graph")]
    Unknown {
        /// The node that needs it.
        node: N,
        /// What is not there.
        missing: N,
    },
    /// Two nodes have one name.
    #[error("node {node} is in the graph twice")]
    Twice {
        /// The name.
        node: N,
    },
}

/// Orders nodes so that each stands after all that it needs in the same instant.
///
/// The given order is kept where it can be: a node moves forward only when an earlier one needs it.
///
/// # Errors
/// [`OrderError::Cycle`] with the names along the loop, [`OrderError::Unknown`], [`OrderError::Twice`].
///
/// ```
/// use tidegate::network::order;
///
/// assert_eq!(order([("sum", vec!["a", "b"]), ("a", vec![]), ("b", vec!["a"])])?, ["a", "b", "sum"]);
///
/// let error = order([("a", vec!["b"]), ("b", vec!["c"]), ("c", vec!["b"])]).unwrap_err();
/// assert_eq!(error.to_string(), "cycle without a delayed edge: b -> c -> b");
/// # Ok::<(), tidegate::network::OrderError<&str>>(())
/// ```
pub fn order<N, I>(nodes: impl IntoIterator<Item = (N, I)>) -> Result<Vec<N>, OrderError<N>>
where
    N: Ord + Clone + Display + Debug,
    I: IntoIterator<Item = N>,
{
    let graph = Graph::new(nodes)?;
    let mut visit = Visit { graph: &graph, marks: vec![Mark::New; graph.names.len()], done: Vec::new() };
    for node in 0..graph.names.len() {
        visit.from(node)?;
    }
    Ok(visit.done.into_iter().map(|node| graph.names[node].clone()).collect())
}

/// The graph with positions in place of names.
struct Graph<N> {
    names: Vec<N>,
    needs: Vec<Vec<usize>>,
}

impl<N: Ord + Clone + Display + Debug> Graph<N> {
    fn new<I: IntoIterator<Item = N>>(
        nodes: impl IntoIterator<Item = (N, I)>,
    ) -> Result<Self, OrderError<N>> {
        let (names, needs): (Vec<N>, Vec<I>) = nodes.into_iter().unzip();
        let mut places = BTreeMap::new();
        for (place, name) in names.iter().enumerate() {
            if places.insert(name, place).is_some() {
                return Err(OrderError::Twice { node: name.clone() });
            }
        }
        let place = |node: &N, missing: N| match places.get(&missing) {
            Some(place) => Ok(*place),
            None => Err(OrderError::Unknown { node: node.clone(), missing }),
        };
        let needs = names.iter().zip(needs);
        let needs = needs.map(|(node, needs)| needs.into_iter().map(|need| place(node, need)).collect());
        let needs = needs.collect::<Result<_, _>>()?;
        Ok(Self { names, needs })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    New,
    /// On the way that is being walked.
    Open,
    Done,
}

/// A depth-first walk with a stack of its own: data may be deeper than the thread's.
struct Visit<'a, N> {
    graph: &'a Graph<N>,
    marks: Vec<Mark>,
    done: Vec<usize>,
}

impl<N: Clone + Display + Debug> Visit<'_, N> {
    fn from(&mut self, start: usize) -> Result<(), OrderError<N>> {
        let mut way = Vec::new();
        self.enter(start, &mut way)?;
        while let Some((node, next)) = way.last_mut() {
            match self.graph.needs[*node].get(*next) {
                Some(need) => {
                    *next += 1;
                    self.enter(*need, &mut way)?;
                }
                None => {
                    self.marks[*node] = Mark::Done;
                    self.done.push(*node);
                    way.pop();
                }
            }
        }
        Ok(())
    }

    fn enter(&mut self, node: usize, way: &mut Vec<(usize, usize)>) -> Result<(), OrderError<N>> {
        match self.marks[node] {
            Mark::Done => Ok(()),
            Mark::Open => Err(self.cycle(node, way)),
            Mark::New => {
                self.marks[node] = Mark::Open;
                way.push((node, 0));
                Ok(())
            }
        }
    }

    fn cycle(&self, node: usize, way: &[(usize, usize)]) -> OrderError<N> {
        let on_it = way.iter().map(|(node, _)| *node).skip_while(|open| *open != node);
        let path = on_it.chain([node]).map(|node| self.graph.names[node].clone()).collect();
        OrderError::Cycle { path }
    }
}

struct Path<'a, N>(&'a [N]);

impl<N: Display> Display for Path<'_, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, node) in self.0.iter().enumerate() {
            write!(f, "{}{node}", if at == 0 { "" } else { " -> " })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{OrderError, order};
    use proptest::prelude::*;

    #[test]
    fn a_graph_in_order_stays_as_it_is() {
        assert_eq!(order([(3, vec![]), (1, vec![3]), (2, vec![3, 1, 1])]), Ok(vec![3, 1, 2]));
    }

    #[test]
    fn a_cycle_is_named_from_its_first_node_to_itself() {
        let found = order([("x", vec!["a"]), ("a", vec!["b"]), ("b", vec!["c"]), ("c", vec!["a"])]);
        assert_eq!(found, Err(OrderError::Cycle { path: vec!["a", "b", "c", "a"] }));
        assert_eq!(order([(1, vec![1])]), Err(OrderError::Cycle { path: vec![1, 1] }));
    }

    #[test]
    fn names_that_are_missing_or_twice_there_are_refused() {
        assert_eq!(order([(1, vec![2])]), Err(OrderError::Unknown { node: 1, missing: 2 }));
        assert_eq!(order([(1, vec![]), (1, vec![])]), Err(OrderError::Twice { node: 1 }));
    }

    #[test]
    fn a_chain_deeper_than_a_stack_is_ordered() {
        let deep = 200_000;
        let found = order((0..deep).map(|node| (node, (node + 1 < deep).then_some(node + 1))));
        assert_eq!(found, Ok((0..deep).rev().collect()));
    }

    proptest! {
        #[test]
        fn every_node_stands_after_its_needs_or_the_path_is_a_cycle(
            rows in prop::collection::vec(prop::collection::vec(0_usize..12, 0..3), 12),
        ) {
            match order(rows.iter().cloned().enumerate()) {
                Ok(found) => {
                    let place = |node| found.iter().position(|other| *other == node);
                    prop_assert_eq!(found.len(), rows.len());
                    for (node, needs) in rows.iter().enumerate() {
                        prop_assert!(needs.iter().all(|need| place(*need) < place(node)));
                    }
                }
                Err(OrderError::Cycle { path }) => {
                    prop_assert_eq!(path.first(), path.last());
                    prop_assert!(path.len() > 1);
                    prop_assert!(path.windows(2).all(|edge| rows[edge[0]].contains(&edge[1])));
                }
                Err(other) => prop_assert!(false, "{}", other),
            }
        }
    }
}
