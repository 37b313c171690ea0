//! A venue that takes orders as lines over TCP and keeps a ledger of them.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{self, JoinHandle};

/// What the venue saw of one system.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    pub(crate) placed: u64,
    pub(crate) cancelled: u64,
    pub(crate) working: BTreeSet<u64>,
    /// Whether the runtime has begun to sweep: the gate is sealed.
    pub(crate) is_swept: bool,
    /// Orders of the strategy that came after that.
    pub(crate) after_seal: u64,
    /// Orders that came twice, or did not rise: none was ever asked for again.
    pub(crate) reused: u64,
    /// A line without an end: a submission that was begun and broken off.
    pub(crate) half: Vec<String>,
    /// Lines after the goodbye.
    pub(crate) after_bye: u64,
    pub(crate) has_said_bye: bool,
    /// How often the venue hung up.
    pub(crate) hung_up: u64,
}

/// A venue for one system.
pub(crate) struct Judge {
    pub(crate) address: String,
    /// Orders up to now.
    pub(crate) placed: Arc<AtomicU64>,
    ledger: JoinHandle<Ledger>,
}

impl Judge {
    pub(crate) fn open() -> Self {
        Self::with_patience(u64::MAX)
    }

    /// One that hangs up after so many lines, and takes the system in again when it comes back.
    pub(crate) fn with_patience(lines: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("its address").to_string();
        let placed = Arc::new(AtomicU64::new(0));
        let counting = Arc::clone(&placed);
        let ledger = thread::spawn(move || {
            let mut ledger = Ledger::default();
            loop {
                let (stream, _) = listener.accept().expect("the system connects");
                match serve(&stream, &mut ledger, lines, &counting) {
                    Parting::Theirs => return ledger,
                    Parting::Ours => ledger.hung_up += 1,
                }
            }
        });
        Self { address, placed, ledger }
    }

    /// What it saw, once the system is gone.
    pub(crate) fn close(self) -> Ledger {
        self.ledger.join().expect("the venue keeps its books")
    }
}

/// Who has hung up.
enum Parting {
    Ours,
    Theirs,
}

fn serve(stream: &TcpStream, ledger: &mut Ledger, patience: u64, placed: &AtomicU64) -> Parting {
    stream.set_nodelay(true).expect("a socket");
    let (mut lines, mut line) = (BufReader::new(stream), String::new());
    for _ in 0..patience {
        line.clear();
        // A system that was killed resets the connection: what came before counts.
        if lines.read_line(&mut line).unwrap_or(0) == 0 {
            return Parting::Theirs;
        }
        if !line.ends_with('\n') {
            ledger.half.push(line.clone());
            continue;
        }
        ledger.after_bye += u64::from(ledger.has_said_bye);
        if let Some(answer) = ledger.take(line.trim_end()) {
            // Whoever does not listen any more hears nothing.
            let _ = (&mut &*stream).write_all(answer.as_bytes());
        } else {
            let _ = stream.shutdown(Shutdown::Write);
        }
        placed.store(ledger.placed, Ordering::SeqCst);
    }
    // What it has said meanwhile is not read any more.
    stream.shutdown(Shutdown::Both).expect("a socket");
    Parting::Ours
}

impl Ledger {
    /// The answer to a line; none to a goodbye.
    fn take(&mut self, line: &str) -> Option<String> {
        let words: Vec<&str> = line.split(' ').collect();
        let id: u64 = words.get(1).map_or(0, |id| id.parse().expect("the number of an order"));
        match words[0] {
            "place" => {
                assert_eq!(words.len(), 6, "a whole order: {line}");
                self.placed += 1;
                self.reused += u64::from(self.working.last().is_some_and(|last| *last >= id));
                self.working.insert(id);
                self.after_seal += u64::from(self.is_swept && words[5] == "strategy");
                Some(format!("placed {id}\n"))
            }
            "cancel" => {
                self.is_swept |= words[2] == "runtime";
                let is_working = self.working.remove(&id);
                self.cancelled += u64::from(is_working);
                Some(format!("{} {id}\n", if is_working { "cancelled" } else { "refused" }))
            }
            "ask" if self.working.contains(&id) => Some(format!("working {id}\n")),
            "ask" => Some(format!("unknown {id}\n")),
            "bye" => {
                self.has_said_bye = true;
                None
            }
            other => panic!("the venue does not know {other:?}"),
        }
    }
}
