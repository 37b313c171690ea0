//! A fold that gives its members, and checks that they leave as they have come.

use tidegate::network::{Aggregate, Fold};

#[derive(Clone, Copy, Debug)]
pub(crate) struct Members;

impl Fold<i64> for Members {
    type State = Vec<i64>;
    type Out = Vec<i64>;

    fn start(&self) -> Vec<i64> {
        Vec::new()
    }

    fn enter(&self, members: &mut Vec<i64>, member: &i64) {
        members.push(*member);
    }

    fn out(&self, members: &Vec<i64>) -> Vec<i64> {
        members.clone()
    }
}

impl Aggregate<i64> for Members {
    fn leave(&self, members: &mut Vec<i64>, gone: &i64, next: Option<&i64>) {
        assert_eq!(members.remove(0), *gone, "the oldest leaves");
        assert_eq!(members.first(), next, "and the oldest of the others is named");
    }
}
