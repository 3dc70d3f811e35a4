//! A reader that makes up what it reads.

use fastrand::Rng;
use smithwright_runtime::Reader;
use smithwright_runtime::aws_smithy_schema::serde::SerdeError;
use smithwright_runtime::aws_smithy_schema::{Schema, ShapeType};
use smithwright_runtime::aws_smithy_types::{
    BigDecimal, BigInteger, Blob, DateTime, Document, Number,
};

type Result<T = ()> = std::result::Result<T, SerdeError>;

/// Below so many structures, there are no members any more.
const DEEPEST: usize = 4;

const TEXTS: [&str; 7] = ["", "a", "é\"\\\u{1}\n😀", "null", "1", "2020-01-01T00:00:00Z", "NaN"];

/// The seconds of the years that RFC 3339 has.
const SECONDS: std::ops::Range<i64> = -62_135_596_800..253_402_300_800;

/// Makes up values; the same for the same seed. With seed 0, all members are set.
pub struct Sampler {
    random: Rng,
    all: bool,
    depth: usize,
}

impl Sampler {
    pub fn new(seed: u64) -> Self {
        Self { random: Rng::with_seed(seed), all: seed == 0, depth: 0 }
    }

    fn is_deep(&self) -> bool {
        self.depth > DEEPEST
    }

    fn text(&mut self) -> &'static str {
        self.random.choice(TEXTS).unwrap_or_default()
    }

    fn length(&mut self) -> usize {
        if self.is_deep() { 0 } else { self.random.usize(0..3) }
    }

    /// The place of the member of a union that is set: where it is deep, one that holds no other if there is one.
    fn member(&mut self, schema: &Schema<'_>) -> usize {
        let ends = |member: &&Schema<'_>| {
            !matches!(member.shape_type(), ShapeType::Union | ShapeType::Structure)
        };
        let flat = schema.members().iter().position(ends).filter(|_| self.is_deep());
        flat.unwrap_or_else(|| self.random.usize(..schema.members().len()))
    }

    fn document(&mut self, depth: usize) -> Document {
        match self.random.u8(..if depth > 2 { 6 } else { 8 }) {
            0 => Document::Null,
            1 => Document::Bool(self.random.bool()),
            2 => Document::Number(Number::PosInt(self.random.u64(..))),
            3 => Document::Number(Number::NegInt(self.random.i64(..0))),
            4 => Document::Number(Number::Float(self.random.f64() - 0.5)),
            5 => Document::String(self.text().to_owned()),
            6 => Document::Array((0..3).map(|_| self.document(depth + 1)).collect()),
            _ => Document::Object(
                (0..3).map(|index| (format!("k{index}"), self.document(depth + 1))).collect(),
            ),
        }
    }
}

impl Reader for Sampler {
    fn read_struct(
        &mut self,
        schema: &Schema<'_>,
        member: &mut dyn FnMut(&Schema<'_>, &mut dyn Reader) -> Result,
    ) -> Result {
        self.depth += 1;
        if schema.shape_type() == ShapeType::Union {
            let place = self.member(schema);
            member(schema.members()[place], self)?;
        } else if !self.is_deep() {
            for known in schema.members() {
                if self.all || self.random.u8(..4) > 0 {
                    member(known, self)?;
                }
            }
        }
        self.depth -= 1;
        Ok(())
    }

    fn read_list(
        &mut self,
        _: &Schema<'_>,
        element: &mut dyn FnMut(&mut dyn Reader) -> Result,
    ) -> Result {
        (0..self.length()).try_for_each(|_| element(self))
    }

    fn read_map(
        &mut self,
        _: &Schema<'_>,
        entry: &mut dyn FnMut(&str, &mut dyn Reader) -> Result,
    ) -> Result {
        (0..self.length()).try_for_each(|index| entry(TEXTS[index], self))
    }

    fn read_text(&mut self, _: &Schema<'_>, take: &mut dyn FnMut(&str)) -> Result {
        take(self.text());
        Ok(())
    }

    fn is_null(&self) -> bool {
        false
    }

    fn read_null(&mut self) -> Result {
        Ok(())
    }

    fn read_string(&mut self, _: &Schema<'_>) -> Result<String> {
        Ok(self.text().to_owned())
    }

    fn read_boolean(&mut self, _: &Schema<'_>) -> Result<bool> {
        Ok(self.random.bool())
    }

    fn read_byte(&mut self, _: &Schema<'_>) -> Result<i8> {
        Ok(self.random.i8(..))
    }

    fn read_short(&mut self, _: &Schema<'_>) -> Result<i16> {
        Ok(self.random.i16(..))
    }

    fn read_integer(&mut self, _: &Schema<'_>) -> Result<i32> {
        Ok(self.random.i32(..))
    }

    fn read_long(&mut self, _: &Schema<'_>) -> Result<i64> {
        Ok(self.random.i64(..))
    }

    fn read_float(&mut self, _: &Schema<'_>) -> Result<f32> {
        Ok(self
            .random
            .choice([f32::INFINITY, f32::NEG_INFINITY, f32::MIN, 0.1])
            .unwrap_or_default())
    }

    fn read_double(&mut self, _: &Schema<'_>) -> Result<f64> {
        Ok(self
            .random
            .choice([f64::INFINITY, f64::NEG_INFINITY, f64::MAX, 0.1])
            .unwrap_or_default())
    }

    fn read_big_integer(&mut self, _: &Schema<'_>) -> Result<BigInteger> {
        let digits = self.random.choice(["0", "-17", "123456789012345678901234567890"]);
        digits.unwrap_or("1").parse().map_err(|_| SerdeError::custom("it is no integer"))
    }

    fn read_big_decimal(&mut self, _: &Schema<'_>) -> Result<BigDecimal> {
        let digits =
            self.random.choice(["0", "0.10", "1.5", "3.14159265358979323846264338327950288"]);
        digits.unwrap_or("1").parse().map_err(|_| SerdeError::custom("it is no decimal"))
    }

    fn read_blob(&mut self, _: &Schema<'_>) -> Result<Blob> {
        Ok(Blob::new((0..self.random.usize(..5)).map(|_| self.random.u8(..)).collect::<Vec<_>>()))
    }

    fn read_timestamp(&mut self, _: &Schema<'_>) -> Result<DateTime> {
        let nanos = self.random.choice([0, 500_000_000, 1_000]).unwrap_or_default();
        Ok(DateTime::from_secs_and_nanos(self.random.i64(SECONDS), nanos))
    }

    fn read_document(&mut self, _: &Schema<'_>) -> Result<Document> {
        // A member that is a document is set whatever it holds, and one that is none is not.
        Ok(self.document(0))
    }

    fn skip(&mut self) -> Result {
        Ok(())
    }
}
