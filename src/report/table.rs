//! A table that reads well on a terminal and in a page.
//!
//! A column is set to the right if everything in it looks like a number, so that digits stand under digits.
//! Widths count characters: text in wide scripts may stand out of line on a terminal.

use super::escape;
use std::fmt;

/// A titled table: pairs of label and value, or rows of many columns under a header.
///
/// ```
/// use tidegate::report::Table;
/// let result = Table::new("Result").row("trades", 1_204).row("net profit", "-37.50 EUR");
/// assert_eq!(result.to_string(), "\
/// Result
/// trades            1204
/// net profit  -37.50 EUR
/// ");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    title: String,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows; an empty title is not shown.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// Names the columns.
    #[must_use = "the table is returned with its header"]
    pub fn header<T: ToString>(mut self, names: impl IntoIterator<Item = T>) -> Self {
        self.header = texts(names);
        self
    }

    /// Adds a label and its value.
    #[must_use = "the table is returned with its new row"]
    pub fn row(mut self, label: impl ToString, value: impl ToString) -> Self {
        self.rows.push(vec![label.to_string(), value.to_string()]);
        self
    }

    /// Adds a row of any number of cells; those that are missing stay blank.
    ///
    /// ```
    /// use tidegate::report::Table;
    /// let fills = Table::new("").header(["side", "price"]).cells(["buy", "9.50"]).cells(["sell", "10.25"]);
    /// assert_eq!(fills.to_string(), "side  price\n----  -----\nbuy    9.50\nsell  10.25\n");
    /// ```
    #[must_use = "the table is returned with its new row"]
    pub fn cells<T: ToString>(mut self, cells: impl IntoIterator<Item = T>) -> Self {
        self.push(cells);
        self
    }

    /// Adds a row of any number of cells, in a loop.
    pub fn push<T: ToString>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.rows.push(texts(cells));
    }

    /// The rows so far, without the header.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True while there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table as a piece of HTML in which no cell can become markup.
    ///
    /// ```
    /// use tidegate::report::Table;
    /// let html = Table::new("Why").row("reason", "<script>").html();
    /// assert!(html.contains("&lt;script&gt;") && !html.contains("<script>"));
    /// ```
    pub fn html(&self) -> String {
        let sides = self.sides();
        let mut out = String::from("<table>\n");
        if !self.title.is_empty() {
            out += &format!("<caption>{}</caption>\n", escape::html(&self.title));
        }
        if !self.header.is_empty() {
            out += &format!("<thead>{}</thead>\n", html_row("th scope=\"col\"", "th", &self.header, &sides));
        }
        out += "<tbody>\n";
        for row in &self.rows {
            out += &html_row("td", "td", row, &sides);
            out.push('\n');
        }
        out + "</tbody>\n</table>\n"
    }

    fn columns(&self) -> usize {
        self.rows.iter().chain([&self.header]).map(Vec::len).max().unwrap_or(0)
    }

    fn sides(&self) -> Vec<Side> {
        (0..self.columns()).map(|column| self.side(column)).collect()
    }

    fn side(&self, column: usize) -> Side {
        let mut filled =
            self.rows.iter().filter_map(|row| row.get(column)).filter(|cell| !cell.is_empty()).peekable();
        if filled.peek().is_some() && filled.all(|cell| looks_numeric(cell)) {
            Side::Right
        } else {
            Side::Left
        }
    }

    fn widths(&self) -> Vec<usize> {
        let rows = || self.rows.iter().chain([&self.header]);
        let width =
            |column: usize| rows().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
        (0..self.columns()).map(|column| width(column).unwrap_or(0)).collect()
    }
}

/// The table for a terminal: one line a row, no escape sequences, whatever the cells hold.
impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sides, widths) = (self.sides(), self.widths());
        if !self.title.is_empty() {
            writeln!(f, "{}", escape::line(&self.title))?;
        }
        if !self.header.is_empty() {
            let rule: Vec<String> = widths.iter().map(|&width| "-".repeat(width)).collect();
            writeln!(f, "{}", text_row(&self.header, &sides, &widths))?;
            writeln!(f, "{}", text_row(&rule, &sides, &widths))?;
        }
        self.rows.iter().try_for_each(|row| writeln!(f, "{}", text_row(row, &sides, &widths)))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

fn texts<T: ToString>(cells: impl IntoIterator<Item = T>) -> Vec<String> {
    cells.into_iter().map(|cell| cell.to_string()).collect()
}

/// A digit after at most a sign or a currency mark: `12`, `-3.5 %`, `+1 EUR`, `$ 5`; a lone dash is "none".
fn looks_numeric(cell: &str) -> bool {
    let bare = cell.trim_start_matches(['+', '-', '\u{2212}', '$', '€', '£', '¥', ' ']);
    bare.starts_with(|c: char| c.is_ascii_digit()) || matches!(cell, "-" | "–" | "n/a")
}

fn text_row(cells: &[String], sides: &[Side], widths: &[usize]) -> String {
    let cell = |(column, (&side, &width)): (usize, (&Side, &usize))| {
        let text = cells.get(column).map(|cell| escape::line(cell)).unwrap_or_default();
        match side {
            Side::Left => format!("{text:<width$}"),
            Side::Right => format!("{text:>width$}"),
        }
    };
    let line: Vec<String> = sides.iter().zip(widths).enumerate().map(cell).collect();
    line.join("  ").trim_end().to_owned()
}

fn html_row(open: &str, close: &str, cells: &[String], sides: &[Side]) -> String {
    let mut out = String::from("<tr>");
    for (column, side) in sides.iter().enumerate() {
        let class = if *side == Side::Right { " class=\"n\"" } else { "" };
        let text = cells.get(column).map(|cell| escape::html(cell)).unwrap_or_default();
        out += &format!("<{open}{class}>{text}</{close}>");
    }
    out + "</tr>"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_column_stays_left_and_text_values_too() {
        let table = Table::new("Run").row("tape", "ticks.csv").row("events", 12);
        assert_eq!(table.to_string(), "Run\ntape    ticks.csv\nevents  12\n");
    }

    #[test]
    fn rows_may_be_short_or_long() {
        let mut table = Table::new("").header(["a"]);
        table.push(["1", "x", "long"]);
        table.push(["22"]);
        assert_eq!(table.to_string(), " a\n--  -  ----\n 1  x  long\n22\n");
        assert_eq!(table.len(), 2);
    }

    #[test]
    fn a_cell_cannot_break_its_line() {
        let table = Table::new("t\u{1b}[31m").row("a\nb", "c\rd");
        assert_eq!(table.to_string(), "t [31m\na b  c d\n");
    }
}
