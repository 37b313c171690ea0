//! The largest error of each statistic, and whether it is within its bound.

use super::fine::Fine;

/// What a statistic should say.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Exact {
    Nothing,
    NaN,
    Known(Known),
}

/// A value, what an error of it is measured by, and how far off it may be: by the rounding of the result, and by what may have
/// been left by all that has come.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    value: Fine,
    scale: f64,
    rounding: f64,
    rest: f64,
}

/// Measured by itself; off by at most `rounding` of itself, and the rest.
pub(crate) fn known(value: Fine, rounding: f64, rest: f64) -> Exact {
    measured(value, value.value().abs(), rounding, rest)
}

/// Measured by a scale; off by at most `rounding` of that, and the rest.
pub(crate) fn measured(value: Fine, scale: f64, rounding: f64, rest: f64) -> Exact {
    Exact::Known(Known { value, scale, rounding: rounding * scale, rest })
}

/// The float that this is, and no other.
pub(crate) fn equal(value: Fine) -> Exact {
    known(Fine::of(value.value()), 0.0, 0.0)
}

/// Nothing but this float.
pub(crate) fn exactly(value: Option<f64>) -> Exact {
    match value {
        None => Exact::Nothing,
        Some(value) if value.is_nan() => Exact::NaN,
        Some(value) => equal(Fine::of(value)),
    }
}

pub(crate) fn two_to(n: i32) -> f64 {
    2.0_f64.powi(n)
}

#[derive(Debug)]
struct Row {
    name: &'static str,
    /// The largest error in parts of its scale.
    error: f64,
    /// The largest part of its bound that an error has taken.
    part: f64,
    /// The largest part of the bound's rest that an error has taken which was more than rounding; if there is a rest.
    drift: Option<f64>,
    looks: u64,
    wrong: Option<String>,
}

#[derive(Debug)]
pub(crate) struct Table {
    title: String,
    rows: Vec<Row>,
}

impl Table {
    pub(crate) fn new(title: String) -> Self {
        Self { title, rows: Vec::new() }
    }

    /// Compares, and remembers what is beyond the bound.
    pub(crate) fn see(&mut self, name: &'static str, found: Option<f64>, exact: Exact, came: u64) {
        let known = match (exact, found) {
            (Exact::Known(known), Some(found)) => (known, found),
            (Exact::NaN, Some(found)) if found.is_nan() => return,
            (Exact::Nothing, None) => return,
            _ => return self.wrong(name, format!("{found:?} for {exact:?}, tick {came}")),
        };
        let (known, found) = known;
        let off = known.value.off(found);
        let bound = known.rounding + known.rest;
        // So that a NaN is beyond it.
        let within = off <= bound;
        if !within {
            self.wrong(name, format!("{found:e} is off by {off:e} of {known:?}, tick {came}"));
        }
        let row = self.row(name);
        row.looks += 1;
        row.error = row.error.max(if off > 0.0 { off / known.scale } else { 0.0 });
        row.part = row.part.max(if off > 0.0 { off / bound } else { 0.0 });
        if known.rest > 0.0 {
            let drift = ((off - known.rounding) / known.rest).max(0.0);
            row.drift = Some(row.drift.unwrap_or(0.0).max(drift));
        }
    }

    /// Something else than a float, that has to be equal.
    pub(crate) fn same<T: PartialEq + std::fmt::Debug>(
        &mut self,
        name: &'static str,
        found: T,
        exact: T,
        came: u64,
    ) {
        if found != exact {
            self.wrong(name, format!("{found:?} for {exact:?}, tick {came}"));
        }
        self.row(name).looks += 1;
    }

    fn wrong(&mut self, name: &'static str, what: String) {
        self.row(name).wrong.get_or_insert(what);
    }

    /// What was wrong first, of each row.
    pub(crate) fn all_wrong(&self) -> impl Iterator<Item = String> {
        self.rows.iter().filter_map(|Row { name, wrong, .. }| {
            wrong.as_ref().map(|wrong| format!("{}, {name}: {wrong}", self.title))
        })
    }

    /// How many rows there are; each has been looked at as often as this.
    pub(crate) fn rows_seen(&self, least: u64) -> usize {
        let rare = self.rows.iter().find(|row| row.looks < least);
        assert!(rare.is_none(), "{}: few looks at {rare:?}", self.title);
        self.rows.len()
    }

    fn row(&mut self, name: &'static str) -> &mut Row {
        let at = self.rows.iter().position(|row| row.name == name);
        let at = at.unwrap_or_else(|| {
            self.rows.push(Row { name, error: 0.0, part: 0.0, drift: None, looks: 0, wrong: None });
            self.rows.len() - 1
        });
        &mut self.rows[at]
    }
}

impl std::fmt::Display for Table {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(
            out,
            "\n{:<44}{:>10}{:>10}{:>10}{:>10}",
            self.title, "looks", "error", "of bound", "of rest"
        )?;
        for Row { name, error, part, drift, looks, .. } in &self.rows {
            let drift = drift.map_or_else(|| "-".to_owned(), |drift| format!("{drift:.0e}"));
            writeln!(out, "{name:<44}{looks:>10}{error:>10.1e}{part:>10.2}{drift:>10}")?;
        }
        Ok(())
    }
}
