//! Numbers of drawings as text.

/// At most two decimals, and no more than are needed. The standard library writes every digit that a float
/// has, with 18 kB of code; a drawing has no use for them.
#[expect(
    clippy::cast_possible_truncation,
    reason = "drawings are some thousand pixels wide"
)]
pub(crate) fn decimal(number: f64) -> String {
    let hundredths = (number * 100.0).round() as i64;
    let (whole, part) = (hundredths.abs() / 100, hundredths.abs() % 100);
    let mut text = if hundredths < 0 {
        String::from("-")
    } else {
        String::new()
    };
    text.push_str(&whole.to_string());
    if part > 0 {
        text.push('.');
        if part < 10 {
            text.push('0');
        }
        let digits = if part % 10 == 0 { part / 10 } else { part };
        text.push_str(&digits.to_string());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn has_the_decimals_that_are_needed() {
        let texts = [0.0, 1.5, -0.25, 12.04, 3.999, -7.0, -0.001].map(decimal);
        assert_eq!(texts, ["0", "1.5", "-0.25", "12.04", "4", "-7", "0"]);
    }
}
