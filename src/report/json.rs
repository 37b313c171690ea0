//! A report for programs: one JSON document.

use super::ReportError;
use serde::Serialize;

/// Writes a value as one indented JSON document that ends in a newline.
///
/// Fields keep the order of their declaration, so that equal values give equal bytes. JSON has no word for
/// `NaN` and the infinities: they become `null`.
///
/// ```
/// use tidegate::report::to_json;
/// #[derive(serde::Serialize)]
/// struct Run { fills: u32, note: &'static str }
/// let text = to_json(&Run { fills: 3, note: "a \"quoted\" word" })?;
/// assert_eq!(text, "{\n  \"fills\": 3,\n  \"note\": \"a \\\"quoted\\\" word\"\n}\n");
/// # Ok::<(), tidegate::report::ReportError>(())
/// ```
///
/// # Errors
///
/// [`ReportError::Json`] if the value's own `Serialize` fails, or a map has keys that are not text.
pub fn to_json<T: Serialize + ?Sized>(value: &T) -> Result<String, ReportError> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn a_map_without_text_keys_is_refused() {
        let odd = BTreeMap::from([((1, 2), 3)]);
        let refused = to_json(&odd).unwrap_err();
        assert!(matches!(refused, ReportError::Json { .. }), "{refused}");
    }
}
