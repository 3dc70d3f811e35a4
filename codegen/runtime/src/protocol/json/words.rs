//! Eight bytes at once, as a number whose lowest byte is the first of them.
//!
//! A byte that is as asked has its highest bit set in the answer. Bytes above the first such one may have it set too: a
//! subtraction borrows from them.

/// The bytes that are `byte`.
pub(super) fn equal(word: u64, byte: u8) -> u64 {
    below(word ^ all(byte), 1)
}

/// The bytes that are less than `bound`, which is 128 at most.
pub(super) fn below(word: u64, bound: u8) -> u64 {
    word.wrapping_sub(all(bound)) & !word & all(0x80)
}

const fn all(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}
