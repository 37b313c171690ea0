//! Event networks: events, behaviors, and the machine that runs them.

mod alarm;
pub(crate) mod behavior;
mod border;
mod builder;
pub(crate) mod clock;
mod core;
mod describe;
mod dynamic;
mod error;
pub(crate) mod event;
mod feeding;
mod instant;
mod join;
mod level;
mod machine;
mod order;
mod plan;
mod registry;
mod restore;
mod running;
mod scope;
mod sequence;
mod share;
mod simulate;
mod slot;
mod state;
mod statistic;
mod trail;
mod watch;
mod window;
mod wiring;

pub use self::alarm::{Deadline, Phase};
pub use self::behavior::{
    Behavior, BoxedBehavior, Constant, Forward, Frozen, Held, Reader, constant, feedback, forward,
};
pub use self::border::{Border, Input, Output, View};
pub use self::builder::Builder;
pub use self::clock::Clock;
pub use self::clock::after::{After, after, at};
pub use self::clock::every::{Every, every, every_from};
pub use self::clock::stretch::{Stretch, Stretches};
pub use self::clock::timetable::{ByTimetable, Timetable, in_force, timetable};
pub use self::core::{Core, Moment};
pub use self::describe::{Counts, Description, Measure, Measured, Part, Read, Stopwatch, short_type};
pub(crate) use self::describe::{Title, label};
#[cfg(feature = "report")]
pub(crate) use self::describe::{graph, place};
pub use self::dynamic::{Burst, Bursts, Entry, Keyed, Limited, Switching};
pub use self::error::{BuildError, InstantError, Place};
pub use self::event::Event;
pub use self::event::boxed::Boxed;
pub use self::event::never::{Never, never};
pub use self::event::partition::Side;
pub use self::event::within::Scoped;
pub use self::feeding::Instant;
pub use self::instant::Network;
pub use self::join::{
    Accumulate, Collected, EitherOrBoth, Join, Released, accumulate, collect_all, first_of, merge_all,
};
pub use self::level::{Inside, Level, Root};
pub use self::machine::{Env, Machine};
pub use self::order::{OrderError, order};
pub use self::sequence::{ErrSide, OkSide, Sequence};
pub use self::share::Shared;
pub use self::simulate::simulate;
pub use self::state::{Loader, Saver, Snapshot, State, StateError};
pub(crate) use self::statistic::MeanAndVariance;
pub use self::statistic::{
    Across, Aggregate, AtLeast, Exponential, Extremum, Fold, Forgetting, Interpolate, Mapped, Number, Of,
    OfLast, OfSteps, Ohlc, OnlyThose, Quantile, Rank, Smooth, Then, across, argmax, argmin, correlation,
    count, covariance, exponential, exponential_by_time, first, geometric_mean, kurtosis, last, linear_mean,
    max, mean, median, min, ohlc, product, quantile, rank, sem, skewness, std, sum, time_weighted_mean,
    unique, variance, weighted_mean, weighted_variance,
};
pub use self::window::{Bar, Windowed};
