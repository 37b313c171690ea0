//! Asking a network to count and time its named parts.

use super::meter::{Measure, Measured};
use crate::network::instant::Network;

impl Network {
    /// From now on named parts note this of themselves.
    ///
    /// ```
    /// use tidegate::network::{Event, Measure, Network};
    /// # use tidegate::time::Time;
    /// let (mut net, input) = Network::build(Time::EPOCH, |border| {
    ///     let (input, x) = border.input::<i64>();
    ///     let _ = border.output(x.filter(|x| x % 2 == 0).named("even"));
    ///     input
    /// })?;
    /// net.measure(Measure::Counts);
    /// (1..=3).try_for_each(|x| net.feed(Time::from_nanos(x), &input, x))?;
    /// let even = &net.measured()[0];
    /// assert_eq!((&*even.name, even.counts.runs, even.counts.occurrences), ("even", 3, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn measure(&mut self, measure: Measure) {
        self.core.measure = measure;
    }

    /// What named parts have noted so far, by name and place.
    pub fn measured(&self) -> Vec<Measured> {
        self.core.registry.meters.read()
    }
}
