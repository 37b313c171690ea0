//! Programs that must not compile, each with a twin that differs in little and does.
//!
//! What the compiler says is part of the interface: `ui/name.stderr` pins it, and it has to say what
//! to do. Its words belong to one version of the compiler; under any other, only the twins are tested.
//!
//! The twins are modules of this file and not `trybuild`'s: so nothing has to be built a second time, and the
//! wrong programs are only checked.

#![allow(unreachable_pub, reason = "a twin's `main` is run from here")]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// The compiler whose words are pinned.
const PINNED: &str = "rustc 1.95.";

/// A module and a test for each twin.
macro_rules! twins {
    ($($name:ident $file:literal,)+) => {
        $(
            #[path = $file]
            mod $name;

            #[test]
            fn $name() {
                $name::main();
            }
        )+

        const TWINS: &[&str] = &[$(stringify!($name)),+];
    };
}

twins! {
    action_not_admitted "ui/action_not_admitted_ok.rs",
    action_of_another_market "ui/action_of_another_market_ok.rs",
    actions_swapped "ui/actions_swapped_ok.rs",
    admitted_made_by_hand "ui/admitted_made_by_hand_ok.rs",
    amounts_of_two_currencies "ui/amounts_of_two_currencies_ok.rs",
    behavior_as_event "ui/behavior_as_event_ok.rs",
    behavior_deduped "ui/behavior_deduped_ok.rs",
    cancel_of_a_filled_order "ui/cancel_of_a_filled_order_ok.rs",
    capture_not_send "ui/capture_not_send_ok.rs",
    cell_as_state "ui/cell_as_state_ok.rs",
    child_kept_after_close "ui/child_kept_after_close_ok.rs",
    close_order_after_closing_ended "ui/close_order_after_closing_ended_ok.rs",
    closed_made_by_hand "ui/closed_made_by_hand_ok.rs",
    connector_missing "ui/connector_missing_ok.rs",
    connector_of_another_market "ui/connector_of_another_market_ok.rs",
    connector_without_tuple "ui/connector_without_tuple_ok.rs",
    connectors_swapped "ui/connectors_swapped_ok.rs",
    control_dropped "ui/control_dropped_ok.rs",
    done_forgotten "ui/done_forgotten_ok.rs",
    done_made_by_hand "ui/done_made_by_hand_ok.rs",
    done_twice "ui/done_twice_ok.rs",
    drained_made_by_hand "ui/drained_made_by_hand_ok.rs",
    error_after_done "ui/error_after_done_ok.rs",
    event_as_behavior "ui/event_as_behavior_ok.rs",
    event_before_it_exists "ui/event_before_it_exists_ok.rs",
    event_used_twice "ui/event_used_twice_ok.rs",
    evidence_of_another_phase "ui/evidence_of_another_phase_ok.rs",
    evidence_used_twice "ui/evidence_used_twice_ok.rs",
    exit_code_without_report "ui/exit_code_without_report_ok.rs",
    expire_of_a_filled_order "ui/expire_of_a_filled_order_ok.rs",
    feed_as_a_list "ui/feed_as_a_list_ok.rs",
    feed_item_without_derives "ui/feed_item_without_derives_ok.rs",
    feed_of_another_type "ui/feed_of_another_type_ok.rs",
    fill_after_cancel "ui/fill_after_cancel_ok.rs",
    fill_after_expire "ui/fill_after_expire_ok.rs",
    float_as_price "ui/float_as_price_ok.rs",
    fn_mut_borrow "ui/fn_mut_borrow_ok.rs",
    fn_mut_closure "ui/fn_mut_closure_ok.rs",
    fn_mut_named "ui/fn_mut_named_ok.rs",
    gate_sealed_twice "ui/gate_sealed_twice_ok.rs",
    halted_dropped "ui/halted_dropped_ok.rs",
    helper_outlives_scope "ui/helper_outlives_scope_ok.rs",
    hook_dropped "ui/hook_dropped_ok.rs",
    hook_not_send "ui/hook_not_send_ok.rs",
    keeper_cloned "ui/keeper_cloned_ok.rs",
    kept_made_by_hand "ui/kept_made_by_hand_ok.rs",
    loop_without_delay "ui/loop_without_delay_ok.rs",
    lose_a_done_order "ui/lose_a_done_order_ok.rs",
    only_actions_returned "ui/only_actions_returned_ok.rs",
    order_id_of_another_market "ui/order_id_of_another_market_ok.rs",
    order_placed_twice "ui/order_placed_twice_ok.rs",
    parted_made_by_hand "ui/parted_made_by_hand_ok.rs",
    permit_cloned "ui/permit_cloned_ok.rs",
    permit_dropped "ui/permit_dropped_ok.rs",
    permit_made_by_hand "ui/permit_made_by_hand_ok.rs",
    permit_used_twice "ui/permit_used_twice_ok.rs",
    phase_dropped "ui/phase_dropped_ok.rs",
    phase_in_place_of_another "ui/phase_in_place_of_another_ok.rs",
    phase_repeated "ui/phase_repeated_ok.rs",
    phase_skipped "ui/phase_skipped_ok.rs",
    place_after_expire "ui/place_after_expire_ok.rs",
    prices_of_two_markets "ui/prices_of_two_markets_ok.rs",
    rc_held "ui/rc_held_ok.rs",
    report_before_the_end "ui/report_before_the_end_ok.rs",
    report_dropped "ui/report_dropped_ok.rs",
    report_of_scope_dropped "ui/report_of_scope_dropped_ok.rs",
    resume_without_reconciliation "ui/resume_without_reconciliation_ok.rs",
    scope_cloned "ui/scope_cloned_ok.rs",
    script_of_another_market "ui/script_of_another_market_ok.rs",
    sealed_twice "ui/sealed_twice_ok.rs",
    second_signal_lost "ui/second_signal_lost_ok.rs",
    settled_made_by_hand "ui/settled_made_by_hand_ok.rs",
    state_not_send "ui/state_not_send_ok.rs",
    state_without_derives "ui/state_without_derives_ok.rs",
    step_dropped "ui/step_dropped_ok.rs",
    stop_asked_twice "ui/stop_asked_twice_ok.rs",
    sweep_before_seal "ui/sweep_before_seal_ok.rs",
    sweep_cloned "ui/sweep_cloned_ok.rs",
    sweep_dropped "ui/sweep_dropped_ok.rs",
    system_cloned "ui/system_cloned_ok.rs",
    system_run_twice "ui/system_run_twice_ok.rs",
    system_stepped_twice "ui/system_stepped_twice_ok.rs",
    timed_out_unasked "ui/timed_out_unasked_ok.rs",
    uncontrolled_not_wrapped "ui/uncontrolled_not_wrapped_ok.rs",
    wind_after_seal "ui/wind_after_seal_ok.rs",
}

#[test]
fn wrong_programs_do_not_compile_and_say_what_to_do() {
    let compiler = compiler();
    if !compiler.starts_with(PINNED) {
        eprintln!("only the twins are tested: the messages belong to {PINNED}x, this is {compiler}");
        return;
    }
    let cases = trybuild::TestCases::new();
    wrong_programs().iter().for_each(|name| cases.compile_fail(ui(name, "rs")));
}

#[test]
fn wrong_programs_come_with_a_twin_and_a_message() {
    let twins: BTreeSet<String> = TWINS.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(wrong_programs(), twins, "one twin for each wrong program");
    for name in twins {
        assert!(
            ui(&name, "stderr").exists(),
            "`{name}` has no message: run with TRYBUILD=overwrite and read it"
        );
    }
}

/// Pairs that differ in two lines or more, and why.
const WIDER: &[(&str, &str)] = &[
    ("action_not_admitted", "what is handed over is named where it comes in"),
    ("actions_swapped", "a strategy's signature and what it returns go together"),
    ("connector_missing", "the formatter breaks the longer line"),
    ("control_dropped", "what is dropped is missing where the answer is made"),
    ("done_forgotten", "a strategy's signature and what it returns go together"),
    ("done_made_by_hand", "a name that is not used begins with an underscore"),
    ("done_twice", "the second answer is a line of its own"),
    ("event_before_it_exists", "a loop is closed with another combinator"),
    ("fill_after_cancel", "the step before decides what is there"),
    ("fill_after_expire", "the step before decides what is there"),
    ("fn_mut_borrow", "state moves from the closure into a combinator"),
    ("fn_mut_closure", "state moves from the closure into a combinator"),
    ("fn_mut_named", "state moves from the closure into a combinator"),
    ("loop_without_delay", "a loop is closed with another combinator"),
    ("lose_a_done_order", "the step before decides what is there"),
    ("only_actions_returned", "a strategy's signature and what it returns go together"),
    ("place_after_expire", "the step before decides what is there"),
    ("prices_of_two_markets", "both prices are read from text"),
];

/// A program that differs in more than one line could fail for another reason than its own.
#[test]
fn a_wrong_program_and_its_twin_differ_in_one_line() {
    for name in wrong_programs() {
        let (wrong, twin) = (code(&name), code(&format!("{name}_ok")));
        let differs = differing(&wrong, &twin).max(differing(&twin, &wrong));
        let is_wider = WIDER.iter().any(|(wider, _)| *wider == name);
        assert_eq!(differs > 1, is_wider, "{name} and its twin differ in {differs} lines");
    }
}

fn code(name: &str) -> Vec<String> {
    let text = fs::read_to_string(ui(name, "rs")).expect("a program");
    text.lines().filter(|line| !line.starts_with("//!")).map(str::to_owned).collect()
}

/// How many lines of one program are not in the other.
fn differing(one: &[String], other: &[String]) -> usize {
    let mut left: Vec<&String> = other.iter().collect();
    let mut missing = 0;
    for line in one {
        match left.iter().position(|candidate| *candidate == line) {
            Some(place) => drop(left.remove(place)),
            None => missing += 1,
        }
    }
    missing
}

/// The names of all programs but the twins.
fn wrong_programs() -> BTreeSet<String> {
    let files = fs::read_dir("tests/ui").expect("the folder of the programs");
    let names = files.map(|file| file.expect("a file").file_name().into_string().expect("plain letters"));
    names
        .filter_map(|name| name.strip_suffix(".rs").map(str::to_owned))
        .filter(|name| !name.ends_with("_ok"))
        .collect()
}

fn ui(name: &str, extension: &str) -> PathBuf {
    PathBuf::from(format!("tests/ui/{name}.{extension}"))
}

fn compiler() -> String {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output().expect("a compiler");
    String::from_utf8_lossy(&version.stdout).trim().to_owned()
}
