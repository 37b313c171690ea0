//! Settings that are read again at SIGHUP.

use std::io::{BufRead, BufReader};

use crate::program::{Folder, finish, signal};

#[test]
fn it_trades_by_its_new_settings_and_complains_of_wrong_ones() {
    let done = Folder::new().run("reconfigure", "");
    assert_eq!(done.code, Some(0), "{done:?}");
    let quotes: Vec<&str> = done.out.lines().filter(|line| line.starts_with("quotes")).collect();
    assert_eq!(quotes, ["quotes 10 below the market", "quotes 20 below the market"], "{done:?}");
    assert!(done.err.contains("expected `distance N`, found \"distance far\""), "{done:?}");
}

#[test]
fn a_hangup_makes_it_read_its_settings_again_and_stops_nothing() {
    let folder = Folder::new();
    folder.write("settings", "distance 5");
    let mut child = folder.start("reconfigure", "--settings settings");
    let out = child.stdout.take().expect("it is a pipe");
    let mut quotes = BufReader::new(out).lines().map(|line| line.expect("text"));
    assert_eq!(quotes.next().as_deref(), Some("quotes 5 below the market"));
    folder.write("settings", "distance 6");
    signal("HUP", child.id());
    assert_eq!(quotes.next().as_deref(), Some("quotes 6 below the market"));
    signal("TERM", child.id());
    let rest: Vec<String> = quotes.collect();
    assert!(rest.iter().any(|line| line.starts_with("cause") && line.ends_with("signal")), "{rest:?}");
    assert_eq!(finish(child).code, Some(0));
}
