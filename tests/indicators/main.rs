//! Indicators: against their formulas, from the first member on, and what they have in common.

mod by_hand;
mod formulas;
mod habits;
mod series;
mod trades;
