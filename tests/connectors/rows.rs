//! The matrix, and the rows of the fault list that only real time can show.

use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{panic, thread};

use tidegate::control::Phase;
use tidegate::runtime::Threads;
#[cfg(feature = "tokio")]
use tidegate::runtime::Tokio;
#[cfg(feature = "tokio")]
use {std::sync::Arc, tokio::sync::Notify};

use crate::cell::{Cell, run};
use crate::whim::Whim;

/// When trouble begins: while the system trades, or in a phase on its way down.
const PHASES: [Phase; 6] = [
    Phase::Running,
    Phase::StopNewOrders,
    Phase::CancelPending,
    Phase::ClosePositions,
    Phase::SaveState,
    Phase::Disconnect,
];

/// Cells that are played at once; they wait most of the time.
const AT_ONCE: usize = 8;

fn cells() -> Vec<Cell> {
    let mut cells = Vec::new();
    for whim in Whim::ALL {
        for from in PHASES {
            cells.extend([1, 2].map(|healthy| Cell { whim, from, healthy }));
        }
    }
    cells
}

/// Plays all cells, several at once.
fn play_all(play: impl Fn(Cell) + Sync) {
    silence_what_is_on_purpose();
    let (cells, next) = (cells(), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(cell) = cells.get(next.fetch_add(1, Ordering::SeqCst)) {
                    play(*cell);
                }
            });
        }
    });
}

/// Requirements: C4, C6, C7, N2.
#[test]
fn a_bad_connector_harms_its_own_market_alone_on_threads() {
    play_all(|cell| cell.play(Threads::new(), run).check());
}

/// Requirements: C4, C6, C7, N2, R15.
#[cfg(feature = "tokio")]
#[test]
fn a_bad_connector_harms_its_own_market_alone_on_tokio_with_many_threads() {
    let tokio = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_time().build();
    let tokio = tokio.expect("threads for tokio");
    play_all(|cell| cell.play(Tokio::on(tokio.handle().clone()), run).check());
    tokio.shutdown_background();
}

/// Requirements: C4, C6, C7, N2, R15.
#[cfg(feature = "tokio")]
#[test]
fn a_bad_connector_harms_its_own_market_alone_on_tokio_with_one_thread() {
    let tokio = tokio::runtime::Builder::new_current_thread().enable_time().build();
    let tokio = tokio.expect("a thread for tokio");
    let (handle, over) = (tokio.handle().clone(), Arc::new(Notify::new()));
    let until = Arc::clone(&over);
    let driving = thread::spawn(move || {
        tokio.block_on(until.notified());
        tokio.shutdown_background();
    });
    play_all(|cell| cell.play(Tokio::on(handle.clone()), run).check());
    over.notify_one();
    driving.join().expect("tokio was driven");
}

/// The words of a panic, with the way to it, take longer than a cell.
pub(crate) fn silence_what_is_on_purpose() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let told = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            let is_on_purpose = panic.payload_as_str().is_some_and(|text| text.starts_with("on purpose"));
            if !is_on_purpose {
                told(panic);
            }
        }));
    });
}
