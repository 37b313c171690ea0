//! A report as one HTML file.
//!
//! The file needs nothing else: no script, no font, no picture from elsewhere, so it can be mailed and read in
//! ten years. Whatever text goes in stays text. A policy in the head forbids scripts and loads besides.

use super::{Chart, Table, escape};

const STYLE: &str = include_str!("page.css");

/// One self-contained page of text, tables and charts, in the order they were added.
///
/// ```
/// use tidegate::report::{Page, Table};
/// let html = Page::new("Run <7>")
///     .text("The tape ended before the book was flat.")
///     .table(Table::new("Result").row("open position", 5))
///     .html();
/// assert!(html.contains("<title>Run &lt;7&gt;</title>"));
/// assert!(!html.contains("://"), "nothing comes from elsewhere");
/// ```
#[derive(Debug, Clone)]
pub struct Page {
    title: String,
    parts: Vec<Part>,
}

#[derive(Debug, Clone)]
enum Part {
    Heading(String),
    Text(String),
    Code(String),
    Table(Table),
    Chart(Chart),
}

impl Page {
    /// An empty page.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), parts: Vec::new() }
    }

    /// Begins a section.
    #[must_use = "the page is returned with its new heading"]
    pub fn heading(self, heading: impl Into<String>) -> Self {
        self.with(Part::Heading(heading.into()))
    }

    /// Adds a paragraph.
    #[must_use = "the page is returned with its new paragraph"]
    pub fn text(self, text: impl Into<String>) -> Self {
        self.with(Part::Text(text.into()))
    }

    /// Adds what someone wrote for a machine, as it is, line by line.
    ///
    /// ```
    /// use tidegate::report::Page;
    /// let html = Page::new("Rule").code("if spread < 2 {\n    quote()\n}").html();
    /// assert!(html.contains("<pre>\nif spread &lt; 2 {\n    quote()\n}</pre>"));
    /// ```
    #[must_use = "the page is returned with its new code"]
    pub fn code(self, code: impl Into<String>) -> Self {
        self.with(Part::Code(code.into()))
    }

    /// Adds a table.
    #[must_use = "the page is returned with its new table"]
    pub fn table(self, table: Table) -> Self {
        self.with(Part::Table(table))
    }

    /// Adds a chart.
    #[must_use = "the page is returned with its new chart"]
    pub fn chart(self, chart: Chart) -> Self {
        self.with(Part::Chart(chart))
    }

    /// The file's contents. A chart that cannot be drawn leaves a sentence that says so: the rest of a report is
    /// worth more than none.
    pub fn html(&self) -> String {
        let title = escape::html(&self.title);
        let body: String = self.parts.iter().map(Part::html).collect();
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n\
             {body}</main>\n</body>\n</html>\n"
        )
    }

    fn with(mut self, part: Part) -> Self {
        self.parts.push(part);
        self
    }
}

impl Part {
    fn html(&self) -> String {
        match self {
            Self::Heading(heading) => format!("<h2>{}</h2>\n", escape::html(heading)),
            Self::Text(text) => paragraph("", text),
            // The first line break after the tag means nothing, so that one of the code is kept.
            Self::Code(code) => format!("<pre>\n{}</pre>\n", escape::html(code)),
            Self::Table(table) => format!("<div class=\"table\">\n{}</div>\n", table.html()),
            Self::Chart(chart) => chart_html(chart),
        }
    }
}

fn chart_html(chart: &Chart) -> String {
    match chart.svg() {
        // The address names the language of the picture, which inside a page is known already.
        Ok(svg) => {
            format!("<figure>\n{}</figure>\n", svg.replacen(" xmlns=\"http://www.w3.org/2000/svg\"", "", 1))
        }
        Err(refused) => paragraph(" class=\"refused\"", &refused.to_string()),
    }
}

fn paragraph(class: &str, text: &str) -> String {
    format!("<p{class}>{}</p>\n", escape::html(text))
}
