//! Settings that change while the system trades: they arrive as a feed, read anew at every SIGHUP.
//!
//! `cargo run --release --example reconfigure` edits its own file twice and stops; the second edit is wrong, and the strategy goes on
//! with what it has. With `-- --settings FILE` it trades until Ctrl-C, and `kill -HUP` makes it read the file again.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use clap::Parser;
use tidegate::connector::synthetic::{Synthetic, SyntheticOptions};
use tidegate::connector::venue::SimulatedVenue;
use tidegate::connector::{Observer, Recorded};
use tidegate::control::Alert;
use tidegate::prelude::*;
use tidegate::report::{print, shutdown_table};
use tidegate::runtime::{RealClock, Reloads, RunError, Runtime, Stop, Threads};
use tidegate::scope::Clock as _;

#[path = "../live_paper/paced.rs"]
mod paced;
mod settings;
mod strategy;

use paced::Paced;
use settings::Settings;
use strategy::quoter;

/// Settings that change while the system trades.
#[derive(Parser)]
struct Args {
    /// A file with the one line `distance N`, in dollars below the market
    #[arg(long)]
    settings: Option<PathBuf>,
}

/// Prints why a quote is where it is, whenever that changes, and tells the operator.
struct Changes(String, Sender<String>);

impl Observer<BtcUsdt> for Changes {
    fn action(&mut self, _at: Time, advice: &Advice<BtcUsdt>) {
        if advice.reason.ends_with("below") && advice.reason != self.0 {
            println!("quotes {} the market", advice.reason);
            advice.reason.as_ref().clone_into(&mut self.0);
            // There may be no operator.
            let _ = self.1.send(self.0.clone());
        }
    }
}

/// An operator who edits the settings, well at first, looks each time what comes of it, and then stops the system.
fn operate(path: &Path, stop: &Stop, news: &Receiver<String>) -> Result<(), Box<dyn Error>> {
    for text in ["distance 20", "distance far"] {
        news.recv()?;
        fs::write(path, text)?;
        stop.reload();
    }
    news.recv()?;
    Ok(fs::remove_file(path)?)
}

fn run(args: Args) -> Result<ExitCode, Box<dyn Error>> {
    let stop = Stop::new();
    stop.on_signals()?;
    let (next, gap) = (RealClock::start()?.now(), Span::from_millis(10));
    let data = Synthetic::new(Only, SyntheticOptions::default().trades(1 << 32))?;
    let venue = SimulatedVenue::new(Paced { data, next, gap, until: Time::MAX });
    let (tell, news) = channel();
    let (venue, _watching) = Recorded::new(venue, Changes(String::new(), tell.clone()));
    let path = match args.settings {
        Some(path) => path,
        None => {
            let path = std::env::temp_dir().join(format!("reconfigure-{}.txt", std::process::id()));
            fs::write(&path, "distance 10")?;
            let (path_of_operator, stop) = (path.clone(), stop.clone());
            thread::spawn(move || {
                if let Err(error) = operate(&path_of_operator, &stop, &news) {
                    eprintln!("error: {error}");
                }
                stop.request();
            });
            path
        }
    };
    let settings = Reloads::new(&stop, move || Settings::read(&path));
    let page = move |alert: &Alert| {
        eprintln!("{}: {}", alert.code, alert.text);
        let _ = tell.send(alert.code.clone());
        Ok(())
    };
    let outcome = Threads::new().stop_on(stop).alert_to(page).run(&quoter, (venue, settings))?;
    print(shutdown_table(&outcome.report))?;
    Ok(outcome.report.exit_code().into())
}

fn main() -> ExitCode {
    run(Args::parse()).unwrap_or_else(|error| {
        eprintln!("error: {error}");
        RunError::code_of(&*error).into()
    })
}
