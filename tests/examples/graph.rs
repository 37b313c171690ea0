//! The picture in the README is the one that its example draws.

use std::fs;

use crate::program::Folder;

/// `LOOK=overwrite cargo test --test examples` takes over a new picture.
#[test]
fn the_kept_picture_of_market_maker_is_what_it_draws_today() {
    let folder = Folder::new();
    assert_eq!(folder.run("market_maker", "--graph maker.svg").code, Some(0));
    let drawn = fs::read_to_string(folder.path("maker.svg")).expect("a picture");
    let path = "design/market_maker.svg";
    if std::env::var("LOOK").is_ok_and(|wish| wish == "overwrite") {
        fs::write(path, &drawn).expect("room for the picture");
    }
    let kept = fs::read_to_string(path).unwrap_or_default();
    assert!(kept == drawn, "{path} is not what market_maker draws; LOOK=overwrite takes it over");
}

#[test]
fn a_network_is_written_in_the_form_that_the_file_asks_for() {
    let folder = Folder::new();
    for (file, begins) in [
        ("maker.svg", "<svg "),
        ("maker.dot", "digraph "),
        ("maker.gv", "digraph "),
        ("maker.mmd", "flowchart "),
        ("maker.json", "{\n"),
        ("maker.txt", "12 joints"),
    ] {
        assert_eq!(folder.run("market_maker", &format!("--graph {file}")).code, Some(0));
        let text = fs::read_to_string(folder.path(file)).expect("a file");
        assert!(text.starts_with(begins) && text.contains("inventory"), "{file}: {text}");
    }
    folder.run("market_maker", "--graph maker.png").is_refused(&["maker.png", ".svg"]);
}
