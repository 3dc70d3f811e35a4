//! Numbers.

use super::scan::Scanner;
use aws_smithy_types::Number;

/// The whole number that `text` writes, perhaps with a fraction or an exponent. It is exact where a floating point
/// number is not. `text` is a number, but that zeros may lead it.
pub(super) fn whole(text: &str) -> Option<i64> {
    if !text.contains(['.', 'e', 'E']) {
        return text.parse().ok();
    }
    let (sign, unsigned) = text.strip_prefix('-').map_or((1, text), |unsigned| (-1, unsigned));
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let before = mantissa.find('.').unwrap_or(mantissa.len());
    let point = exponent.parse::<i64>().ok()?.saturating_add_unsigned(before as u64);
    let mut value = 0_i64;
    let mut place = 0;
    for digit in mantissa.bytes().filter(u8::is_ascii_digit).map(|digit| i64::from(digit - b'0')) {
        if place < point {
            value = value.checked_mul(10)?.checked_add(sign * digit)?;
        } else if digit != 0 {
            return None;
        }
        place += 1;
    }
    // Zero stays zero, and anything else grows out of its range after some steps.
    while place < point && value != 0 {
        value = value.checked_mul(10)?;
        place += 1;
    }
    Some(value)
}

/// The number in a document: a whole one, if it is written as one and not too large.
pub(super) fn any(text: &str) -> Option<Number> {
    let whole = match (text.contains(['.', 'e', 'E']), text.starts_with('-')) {
        (true, _) => None,
        (false, true) => text.parse().ok().map(Number::NegInt),
        (false, false) => text.parse().ok().map(Number::PosInt),
    };
    whole.or_else(|| text.parse().ok().map(Number::Float))
}

/// Whether `text` is a number as JSON writes it (RFC 8259, section 6), and nothing more.
pub(super) fn is_json(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let has_zeros =
        digits.starts_with('0') && digits[1..].starts_with(|c: char| c.is_ascii_digit());
    let number = Scanner::new(text.as_bytes()).number();
    !has_zeros && number.is_ok_and(|number| number.len() == text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_exact_however_they_are_written() {
        for (text, value) in [
            ("0", 0),
            ("-0", 0),
            ("007", 7),
            ("1.0", 1),
            ("-1.50E1", -15),
            ("12000e-3", 12),
            ("0.00012e5", 12),
            ("1e18", 1_000_000_000_000_000_000),
            ("9007199254740993.0", 9_007_199_254_740_993),
            ("9223372036854775807", i64::MAX),
            ("-9223372036854775808.000", i64::MIN),
            ("-922337203685477580800e-2", i64::MIN),
            ("0e9223372036854775807", 0),
            ("0.0e-9223372036854775808", 0),
        ] {
            assert_eq!(whole(text), Some(value), "{text}");
        }
    }

    #[test]
    fn not_every_number_is_one_in_json() {
        for text in ["0", "-0", "10", "0.0", "-1.50E+1", "1e9", "12345678901234567890.123e-4"] {
            assert!(is_json(text), "{text}");
        }
        for text in ["", "-", "+1", "01", "-00", ".5", "1.", "1e", "1x", " 1", "1 ", "NaN", "0x1"] {
            assert!(!is_json(text), "{text}");
        }
    }

    #[test]
    fn fractions_and_large_numbers_are_no_whole_ones() {
        for text in [
            "0.5",
            "15e-1",
            "1e-9223372036854775808",
            "1e19",
            "1e9223372036854775807",
            "0e9223372036854775808",
            "9223372036854775808",
            "9223372036854775808.0",
            "-9223372036854775809e0",
        ] {
            assert_eq!(whole(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_in_documents_are_whole_if_they_can_be() {
        assert_eq!(any("7"), Some(Number::PosInt(7)));
        assert_eq!(any("-7"), Some(Number::NegInt(-7)));
        assert_eq!(any("7.0"), Some(Number::Float(7.0)));
        assert_eq!(any("18446744073709551616"), Some(Number::Float(18_446_744_073_709_551_616.0)));
        assert_eq!(any("1-2"), None);
    }
}
