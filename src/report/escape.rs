//! Text made harmless for the place where it will be shown.
//!
//! Titles and reasons come from venues and files. In a page they must not become markup; on a terminal they
//! must not move the cursor.

/// Text as HTML or SVG content or as a quoted attribute: no markup survives.
pub(super) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(if is_unprintable(c) { ' ' } else { c }),
        }
    }
    out
}

/// Text as part of one terminal line: line breaks and escape sequences become blanks.
pub(super) fn line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

// XML has no way to write these, not even escaped: one of them would make the whole picture unreadable.
fn is_unprintable(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_text() {
        assert_eq!(html("<b a='1'>&\"</b>"), "&lt;b a=&#39;1&#39;&gt;&amp;&quot;&lt;/b&gt;");
        assert_eq!(html("bell\u{7} form\u{c}"), "bell  form ");
    }

    #[test]
    fn a_terminal_line_stays_one_line() {
        assert_eq!(line("a\nb\u{1b}[2Jc"), "a b [2Jc");
    }
}
