//! A venue for the example, in a thread: it takes every order and fills none.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Result, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::thread::{self, JoinHandle};

/// What the venue has seen when its visitor has left.
pub(crate) struct Ledger {
    pub(crate) lines: u64,
    pub(crate) working: BTreeSet<u64>,
}

/// Waits for one visitor; where, and what came of it.
pub(crate) fn open() -> Result<(String, JoinHandle<Result<Ledger>>)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?.to_string();
    Ok((address, thread::spawn(move || serve(&listener.accept()?.0))))
}

fn serve(stream: &TcpStream) -> Result<Ledger> {
    let mut ledger = Ledger { lines: 0, working: BTreeSet::new() };
    for line in BufReader::new(stream).lines() {
        let line = line?;
        ledger.lines += 1;
        let mut words = line.split(' ');
        let (word, id) = (words.next(), words.next().and_then(|id| id.parse().ok()).unwrap_or(0));
        let answer = match word {
            Some("place") => {
                ledger.working.insert(id);
                "placed"
            }
            Some("cancel") if ledger.working.remove(&id) => "cancelled",
            Some("cancel") => "refused",
            Some("ask") if ledger.working.contains(&id) => "working",
            Some("ask") => "unknown",
            _ => {
                stream.shutdown(Shutdown::Both)?;
                break;
            }
        };
        (&mut &*stream).write_all(format!("{answer} {id}\n").as_bytes())?;
    }
    Ok(ledger)
}
