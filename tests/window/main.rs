//! Windows, bars and statistics: who is a member, and what is made of the members.

mod across;
mod agreement;
mod boundaries;
mod errors;
mod exactness;
mod forgetting;
mod history;
mod lists;
mod members;
mod moments;
mod order;
mod pairs;
mod refusals;
mod restored;
mod strange_numbers;
mod time_weighted;
#[path = "../laws/timeline.rs"]
#[allow(dead_code, reason = "the lists of the laws are used, not all of what is said of them")]
mod timeline;
mod wrapped;
