//! Marbles: an event stream drawn as a line of characters.

use crate::time::Time;

/// Reads a line in which every character is one second: `-` is silence, anything else an occurrence.
///
/// The first character is second 0. Blanks are for the eye and take no time.
///
/// ```
/// use tidegate::testing::marbles;
/// use tidegate::time::Time;
/// let stream = marbles("-a--b", |letter| letter == 'a');
/// assert_eq!(stream, [(Time::from_secs(1), true), (Time::from_secs(4), false)]);
/// ```
pub fn marbles<T>(line: &str, value: impl Fn(char) -> T) -> Vec<(Time, T)> {
    let marbles = line.chars().filter(|marble| !marble.is_whitespace());
    (0..)
        .zip(marbles)
        .filter(|(_, marble)| *marble != '-')
        .map(|(second, marble)| (Time::from_secs(second), value(marble)))
        .collect()
}
