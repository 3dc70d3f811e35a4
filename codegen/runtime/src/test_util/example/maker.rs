//! A reader that makes up what it reads.

use super::limits::{Limit, Model};
use super::{names, pattern};
use crate::serde::Reader;
use crate::serde::idempotency_token::uuid;
use aws_smithy_schema::serde::SerdeError;
use aws_smithy_schema::{Schema, ShapeType};
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document, Number};
use fastrand::Rng;
use std::collections::HashMap;

type Result<T = ()> = std::result::Result<T, SerdeError>;

/// In so many shapes within each other, the innermost is empty. So is a shape within another of its kind.
const DEEPEST: usize = 12;

/// After so many shapes, all others are empty: where many hold many others, an example would have no end.
const MOST: usize = 1_000;

/// Nothing is longer, and all entries, letters and bytes together are not more, whatever the model says: an example has to fit
/// into memory.
const LONGEST: i64 = 1 << 16;
const IN_ALL: usize = 1 << 22;

/// What is there of something, unless the model says otherwise: entries, letters of a text, bytes, or a number.
const ENTRIES: (i64, i64) = (1, 3);
const LETTERS: (i64, i64) = (1, 256);
const BYTES: (i64, i64) = (4, 32);
const NUMBERS: (i64, i64) = (1, 100);

/// The first second of 2024, and how many there are until 2026.
const SINCE: i64 = 1_704_067_200;
const SECONDS: i64 = 731 * 24 * 60 * 60;

/// Makes up values; the same for the same seed.
pub struct Maker {
    model: &'static Model,
    random: Rng,
    /// The shapes that are being made, from the outermost.
    within: Vec<String>,
    made: usize,
    /// How many entries, letters and bytes there may still be.
    left: usize,
    /// The member that is being made, as limits name it, and what its text is called after.
    path: String,
    name: String,
}

impl Maker {
    pub fn new(model: &'static Model, seed: u64) -> Self {
        let random = Rng::with_seed(seed);
        Self {
            model,
            random,
            within: Vec::new(),
            made: 0,
            left: IN_ALL,
            path: String::new(),
            name: String::new(),
        }
    }

    pub fn uuid(&mut self) -> String {
        uuid(self.random.u128(..))
    }

    pub fn bytes(&mut self) -> Vec<u8> {
        let length = self.count(BYTES);
        (0..length).map(|_| self.random.alphanumeric() as u8).collect()
    }

    fn limit(&self) -> Option<&'static Limit> {
        self.model.limit(&self.path)
    }

    /// How much there is of something.
    fn count(&mut self, usual: (i64, i64)) -> usize {
        let (least, most) = lengths(self.limit(), usual);
        let count = usize::try_from(self.random.i64(least..=most)).unwrap_or_default();
        self.taken(count)
    }

    /// So many, or as many as there may still be.
    fn taken(&mut self, count: usize) -> usize {
        let taken = count.min(self.left);
        self.left -= taken;
        taken
    }

    /// How many entries a list or a map has: none, if the shape that it is a member of is to be empty.
    fn entries(&mut self) -> usize {
        match self.within.split_last() {
            Some((shape, outer)) if self.is_deep(shape, outer) => 0,
            _ => self.count(ENTRIES),
        }
    }

    fn whole(&mut self, least: i64, most: i64) -> i64 {
        let limit = self.limit();
        let listed = limit.and_then(Limit::pattern).and_then(|listed| {
            let listed: Vec<i64> = listed.split('|').filter_map(|text| text.parse().ok()).collect();
            self.random.choice(listed)
        });
        listed.unwrap_or_else(|| {
            let (from, to) = Limit::within(limit, NUMBERS);
            self.random.i64(from.clamp(least, most)..=to.clamp(least, most))
        })
    }

    fn decimal(&mut self) -> f64 {
        let (from, to) = Limit::within_decimals(self.limit(), (0.0, 100.0));
        let number = from + self.random.f64() * (to - from);
        ((number * 100.0).round() / 100.0).clamp(from, to)
    }

    fn text(&mut self) -> String {
        if self.left == 0 {
            return String::new();
        }
        let limit = self.limit();
        let (least, most) = lengths(limit, (0, LONGEST));
        let usual = lengths(limit, LETTERS);
        let matching = limit.and_then(Limit::pattern);
        let named = names::text(&self.name, self.model.service(), &mut self.random);
        let mut text = match matching {
            Some(pattern) => pattern::matches(pattern, &named, (least, most))
                .or_else(|| pattern::text(pattern, usual, &mut self.random))
                .or_else(|| pattern::text(pattern, (least, most), &mut self.random))
                .unwrap_or_else(|| fitted(named, usual)),
            None => fitted(named, usual),
        };
        let end = text.floor_char_boundary(self.taken(text.len()));
        text.truncate(end);
        text
    }

    /// Makes what stands below the member that is being made.
    fn below(&mut self, step: &str, make: impl FnOnce(&mut Self) -> Result) -> Result {
        let length = self.path.len();
        self.path.push('.');
        self.path.push_str(step);
        let made = make(self);
        self.path.truncate(length);
        made
    }

    /// Makes a member of a shape.
    fn member(
        &mut self,
        shape: &str,
        schema: &Schema<'_>,
        make: impl FnOnce(&mut Self) -> Result,
    ) -> Result {
        let name = schema.member_name().unwrap_or_default();
        let path = std::mem::replace(&mut self.path, format!("{shape}.{name}"));
        let name = std::mem::replace(&mut self.name, name.to_owned());
        let made = if self.model.is_unset(&self.path) { Ok(()) } else { make(self) };
        (self.path, self.name) = (path, name);
        made
    }

    /// Whether a shape in these is to be empty.
    fn is_deep(&self, shape: &str, outer: &[String]) -> bool {
        outer.iter().any(|outer| outer == shape) || outer.len() >= DEEPEST || self.made >= MOST
    }
}

/// How long something may be.
fn lengths(limit: Option<&Limit>, usual: (i64, i64)) -> (i64, i64) {
    let (least, most) = Limit::within(limit, usual);
    (least.min(LONGEST), most.min(LONGEST))
}

/// The text, cut or repeated until it is of an allowed length.
fn fitted(text: String, (least, most): (i64, i64)) -> String {
    let [least, most] = [least, most].map(|bound| usize::try_from(bound).unwrap_or_default());
    let length = text.chars().count().clamp(least, most);
    text.chars().cycle().take(length).collect()
}

/// What one of several is called.
fn singular(name: &str) -> String {
    match name.strip_suffix("ies") {
        Some(start) => format!("{start}y"),
        None => name.strip_suffix('s').unwrap_or(name).to_owned(),
    }
}

impl Reader for Maker {
    fn read_struct(
        &mut self,
        schema: &Schema<'_>,
        member: &mut dyn FnMut(&Schema<'_>, &mut dyn Reader) -> Result,
    ) -> Result {
        let shape = schema.shape_id().shape_name().to_owned();
        let deep = self.is_deep(&shape, &self.within);
        self.made += 1;
        self.within.push(shape.clone());
        let made = match (schema.shape_type(), deep) {
            (ShapeType::Union, _) => {
                let chosen = self.chosen(schema.members(), deep);
                chosen.map_or(Ok(()), |chosen| {
                    self.member(&shape, chosen, |maker| member(chosen, maker))
                })
            }
            (_, true) => Ok(()),
            (_, false) => schema
                .members()
                .iter()
                .try_for_each(|known| self.member(&shape, known, |maker| member(known, maker))),
        };
        self.within.pop();
        made
    }

    fn read_list(
        &mut self,
        _: &Schema<'_>,
        element: &mut dyn FnMut(&mut dyn Reader) -> Result,
    ) -> Result {
        let name = singular(&self.name);
        let several = std::mem::replace(&mut self.name, name);
        let made =
            (0..self.entries()).try_for_each(|_| self.below("member", |maker| element(maker)));
        self.name = several;
        made
    }

    fn read_map(
        &mut self,
        _: &Schema<'_>,
        entry: &mut dyn FnMut(&str, &mut dyn Reader) -> Result,
    ) -> Result {
        let name = singular(&self.name);
        let several = std::mem::replace(&mut self.name, format!("{name}Key"));
        let made = (0..self.entries()).try_for_each(|_| {
            let mut key = String::new();
            self.below("key", |maker| {
                key = maker.text();
                Ok(())
            })?;
            self.name = format!("{name}Value");
            self.below("value", |maker| entry(&key, maker))?;
            self.name = format!("{name}Key");
            Ok(())
        });
        self.name = several;
        made
    }

    fn read_text(&mut self, _: &Schema<'_>, take: &mut dyn FnMut(&str)) -> Result {
        take(&self.text());
        Ok(())
    }

    fn read_value(
        &mut self,
        _: &Schema<'_>,
        values: &[&str],
        take: &mut dyn FnMut(&str),
    ) -> Result {
        take(self.random.choice(values).copied().unwrap_or_default());
        Ok(())
    }

    fn is_null(&self) -> bool {
        false
    }

    fn read_null(&mut self) -> Result {
        Ok(())
    }

    fn read_string(&mut self, _: &Schema<'_>) -> Result<String> {
        Ok(self.text())
    }

    fn read_boolean(&mut self, _: &Schema<'_>) -> Result<bool> {
        Ok(self.random.bool())
    }

    fn read_byte(&mut self, _: &Schema<'_>) -> Result<i8> {
        Ok(self.whole(i8::MIN.into(), i8::MAX.into()) as i8)
    }

    fn read_short(&mut self, _: &Schema<'_>) -> Result<i16> {
        Ok(self.whole(i16::MIN.into(), i16::MAX.into()) as i16)
    }

    fn read_integer(&mut self, _: &Schema<'_>) -> Result<i32> {
        Ok(self.whole(i32::MIN.into(), i32::MAX.into()) as i32)
    }

    fn read_long(&mut self, _: &Schema<'_>) -> Result<i64> {
        Ok(self.whole(i64::MIN, i64::MAX))
    }

    fn read_float(&mut self, _: &Schema<'_>) -> Result<f32> {
        Ok(self.decimal() as f32)
    }

    fn read_double(&mut self, _: &Schema<'_>) -> Result<f64> {
        Ok(self.decimal())
    }

    fn read_big_integer(&mut self, _: &Schema<'_>) -> Result<BigInteger> {
        let number = self.whole(i64::MIN, i64::MAX);
        number.to_string().parse().map_err(|_| SerdeError::custom("it is no integer"))
    }

    fn read_big_decimal(&mut self, _: &Schema<'_>) -> Result<BigDecimal> {
        let number = self.decimal();
        number.to_string().parse().map_err(|_| SerdeError::custom("it is no decimal"))
    }

    fn read_blob(&mut self, _: &Schema<'_>) -> Result<Blob> {
        Ok(Blob::new(self.bytes()))
    }

    fn read_timestamp(&mut self, _: &Schema<'_>) -> Result<DateTime> {
        Ok(DateTime::from_secs(SINCE + self.random.i64(0..SECONDS)))
    }

    fn read_document(&mut self, _: &Schema<'_>) -> Result<Document> {
        let number = self.random.u64(1..=100);
        let entries = [
            ("name".to_owned(), Document::String(names::text("example", None, &mut self.random))),
            ("count".to_owned(), Document::Number(Number::PosInt(number))),
        ];
        Ok(Document::Object(HashMap::from(entries)))
    }

    fn skip(&mut self) -> Result {
        Ok(())
    }
}

impl Maker {
    /// The member of a union that is set: where it is deep, one that holds nothing else if there is one, or else one that can
    /// be empty.
    fn chosen<'s>(&mut self, members: &[&'s Schema<'s>], deep: bool) -> Option<&'s Schema<'s>> {
        let rank = |member: &&Schema<'_>| match member.shape_type() {
            ShapeType::Union => 3,
            ShapeType::Structure => 2,
            ShapeType::List | ShapeType::Map => 1,
            _ => 0,
        };
        // One that ends nowhere has no example.
        if self.within.len() > 2 * DEEPEST {
            return None;
        }
        match deep {
            true => members.iter().copied().min_by_key(rank),
            false => self.random.choice(members.iter().copied()),
        }
    }
}
