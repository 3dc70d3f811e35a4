//! Tokens by which a service knows a request that it has seen ("idempotencyToken trait" of the Smithy specification).

use aws_smithy_types::config_bag::{Storable, StoreReplace};

/// Makes the tokens of requests whose input sets none: new ones, or always the same, which a test may want.
#[derive(Clone, Debug)]
pub struct IdempotencyTokenProvider {
    fixed: Option<&'static str>,
}

impl IdempotencyTokenProvider {
    /// Makes new tokens.
    pub const NEW: Self = Self { fixed: None };

    /// Makes a token.
    pub fn make_idempotency_token(&self) -> String {
        self.fixed.map_or_else(|| uuid(fastrand::u128(..)), str::to_owned)
    }
}

impl From<&'static str> for IdempotencyTokenProvider {
    fn from(token: &'static str) -> Self {
        Self { fixed: Some(token) }
    }
}

impl Storable for IdempotencyTokenProvider {
    type Storer = StoreReplace<Self>;
}

/// The UUID of version 4 (RFC 9562) that is made of random bits, which is what AWS services take as a token.
pub(crate) fn uuid(random: u128) -> String {
    let random = random & !(0xf << 76) & !(0b11 << 62) | (4 << 76) | (0b10 << 62);
    let hex = format!("{random:032x}");
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_a_uuid_of_version_4() {
        for _ in 0..100 {
            let token = uuid(fastrand::u128(..));
            let lengths: Vec<_> = token.split('-').map(str::len).collect();
            assert_eq!(lengths, [8, 4, 4, 4, 12], "{token}");
            assert_eq!(&token[14..15], "4", "{token}");
            assert!(["8", "9", "a", "b"].contains(&&token[19..20]), "{token}");
        }
    }

    #[test]
    fn tokens_are_new_or_always_the_same() {
        let new = IdempotencyTokenProvider::NEW;
        assert_ne!(new.make_idempotency_token(), new.make_idempotency_token());
        let fixed = IdempotencyTokenProvider::from("mine");
        assert_eq!([(); 2].map(|()| fixed.make_idempotency_token()), ["mine", "mine"]);
    }
}
