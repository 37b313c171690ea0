//! What an operator may change, and where it is written down.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

/// What an operator may change. A journal has it by `Serialize`, a replay reads it back by `Deserialize`.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Settings {
    /// How far below the last price it quotes, in dollars.
    pub(crate) distance: u32,
}

impl Settings {
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let wrong = || format!("{}: expected `distance N`, found {:?}", path.display(), text.trim());
        let number = text.trim().strip_prefix("distance ").ok_or_else(wrong)?;
        Ok(Self { distance: number.parse().map_err(|_| wrong())? })
    }
}
