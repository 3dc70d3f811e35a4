//! The tokens that a service asks for and gives.

use aws_smithy_types::{Document, Number};

/// A type of pagination tokens: text, a whole number, or a map.
pub trait Token<Kind>: Sized {
    /// The token as JSON has it.
    fn to_document(&self) -> Document;
    /// The token that [`to_document`](Self::to_document) wrote; none if it is of another type.
    fn from_document(document: &Document) -> Option<Self>;
}

/// Strings, and enums that are written as strings.
#[derive(Debug)]
pub enum Text {}

impl<T: AsRef<str> + for<'a> From<&'a str>> Token<Text> for T {
    fn to_document(&self) -> Document {
        Document::String(self.as_ref().to_owned())
    }

    fn from_document(document: &Document) -> Option<Self> {
        document.as_string().map(Self::from)
    }
}

/// Whole numbers.
#[derive(Debug)]
pub enum WholeNumber {}

impl Token<WholeNumber> for i64 {
    fn to_document(&self) -> Document {
        let positive = u64::try_from(*self).map(Number::PosInt);
        Document::Number(positive.unwrap_or(Number::NegInt(*self)))
    }

    fn from_document(document: &Document) -> Option<Self> {
        match document {
            Document::Number(Number::PosInt(number)) => (*number).try_into().ok(),
            Document::Number(Number::NegInt(number)) => Some(*number),
            _ => None,
        }
    }
}

impl Token<WholeNumber> for i32 {
    fn to_document(&self) -> Document {
        i64::from(*self).to_document()
    }

    fn from_document(document: &Document) -> Option<Self> {
        i64::from_document(document)?.try_into().ok()
    }
}

/// Tokens, in order.
#[inline(never)]
pub fn documents<const N: usize>(tokens: [Document; N]) -> Vec<Document> {
    tokens.into()
}

/// A token, or null if there is none. As in JMESPath, which pagination facts are written in, what
/// is empty or zero is none.
#[inline(never)]
pub fn to_document<T: Token<Kind>, Kind>(token: Option<&T>) -> Document {
    let document = token.map_or(Document::Null, T::to_document);
    match &document {
        Document::String(text) if text.is_empty() => Document::Null,
        Document::Number(Number::PosInt(0)) => Document::Null,
        Document::Object(entries) if entries.is_empty() => Document::Null,
        _ => document,
    }
}

/// The first of some tokens that is one.
#[inline(never)]
pub fn first_document<T: Token<Kind>, Kind, const N: usize>(tokens: [Option<&T>; N]) -> Document {
    let mut documents = tokens.into_iter().map(to_document);
    documents.find(|document| *document != Document::Null).unwrap_or(Document::Null)
}

/// Takes a token that [`to_document`] gave.
///
/// # Errors
///
/// `index`, if the token is of another type.
#[inline(never)]
pub fn from_document<T: Token<Kind>, Kind>(
    tokens: &[Document],
    index: usize,
) -> Result<Option<T>, usize> {
    match tokens.get(index) {
        None | Some(Document::Null) => Ok(None),
        Some(document) => T::from_document(document).map(Some).ok_or(index),
    }
}
