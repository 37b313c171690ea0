//! Numbers as people read them.

/// A count with its thousands set apart.
///
/// ```
/// use tidegate::report::grouped;
/// assert_eq!(grouped(999), "999");
/// assert_eq!(grouped(2_000_000), "2,000,000");
/// ```
pub fn grouped(count: u64) -> String {
    group(&count.to_string())
}

/// A value with a fixed number of decimals; what rounds to zero has no sign.
pub(super) fn fixed(value: f64, decimals: usize) -> String {
    let digits = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let sign = if value < 0.0 && digits.bytes().any(|b| (b'1'..=b'9').contains(&b)) { "-" } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{fraction}", group(whole))
}

/// The least of 1, 2, 5, 10, 20, 50 and so on that goes into `span` fewer than `most` times.
pub(super) fn round_step(span: i128, most: i128) -> i64 {
    let mut scale = 1_i64;
    loop {
        for step in [1, 2, 5].map(|n| scale.saturating_mul(n)) {
            if step == i64::MAX || span / i128::from(step) < most {
                return step;
            }
        }
        scale = scale.saturating_mul(10);
    }
}

fn group(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_fixed_and_zero_has_no_sign() {
        assert_eq!(fixed(-1234.5, 2), "-1,234.50");
        assert_eq!(fixed(-0.001, 2), "0.00");
        assert_eq!(fixed(1e6, 0), "1,000,000");
    }

    #[test]
    fn steps_are_round() {
        assert_eq!([0, 8, 9, 17, 44, 100].map(|span| round_step(span, 9)), [1, 1, 2, 2, 5, 20]);
        assert_eq!(round_step(i128::MAX, 9), i64::MAX);
    }
}
