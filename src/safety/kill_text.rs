//! What the text of a kill switch means: one table, in one function.
//!
//! | text, in any case, with any space around it | meaning |
//! |---|---|
//! | `1` `true` `yes` `on` | halted |
//! | `0` `false` `no` `off`, nothing at all | running |
//! | anything else | junk, which counts as halted |
//!
//! Nothing at all is running, as a file is empty for a moment while somebody rewrites it: `echo 0 > file` must
//! not halt a system that runs. To halt one, write `1`; to create an empty file is not enough.

/// What a text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Running,
    Halted,
    Junk,
}

/// Reads a text by the table.
pub(super) fn said(text: &str) -> Said {
    match text.trim().to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" | "on" => Said::Halted,
        "" | "0" | "false" | "no" | "off" => Said::Running,
        _ => Said::Junk,
    }
}

#[cfg(test)]
mod tests {
    use super::{Said, said};
    use proptest::prelude::*;

    /// Fault 72: truthy variants and junk.
    #[test]
    fn fault_072_the_table() {
        for text in ["1", "true", "yes", "on", "TRUE", "Yes", " on\n", "\t1 ", "oN"] {
            assert_eq!(said(text), Said::Halted, "{text:?}");
        }
        for text in ["0", "false", "no", "off", "FALSE", " Off\r\n", "", "  \n"] {
            assert_eq!(said(text), Said::Running, "{text:?}");
        }
        for text in ["2", "10", "tru", "y", "halt", "-1", "1 1", "o n", "\u{fffd}", "1;", "ja"] {
            assert_eq!(said(text), Said::Junk, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn only_five_texts_mean_running(text in any::<String>()) {
            let plain = text.trim().to_lowercase();
            let running = ["", "0", "false", "no", "off"].contains(&plain.as_str());
            prop_assert_eq!(said(&text) == Said::Running, running);
        }
    }
}
