//! The gallery: pictures of indicators, in one file that needs nothing else.

use crate::program::Folder;

/// Every picture that the table tells the end of, with its formula and its code, and nothing from elsewhere.
#[test]
fn a_page_has_a_picture_of_all_that_the_table_tells() {
    let folder = Folder::new();
    let table = folder.run("gallery", "--page gallery.html").out;
    let page = std::fs::read_to_string(folder.path("gallery.html")).expect("a page");
    let mut titles: Vec<&str> =
        table.lines().skip(1).filter_map(|line| line.split_once(": ")).map(|(title, _)| title).collect();
    titles.dedup();
    assert_eq!(page.matches("<svg").count(), titles.len());
    assert_eq!(titles.len(), 25, "{titles:?}");
    for title in &titles {
        assert!(page.contains(title), "there is no picture of {title}");
    }
    assert_eq!(page.matches("<pre>").count(), titles.len(), "and what an author writes for it");
    assert!(page.contains("<pre>\nminutes.total(rsi(14).of(close))</pre>"));
    assert!(page.contains("100 · gain / (gain + loss)"), "and what it is");
    assert!(!page.contains("://"), "nothing comes from elsewhere");
    assert!(!table.contains("nothing"), "every line has values: {table}");
    assert_eq!(folder.run("gallery", "").out, table, "the same day every time, and no file");
    assert_eq!(folder.names(), ["gallery.html"]);
}
