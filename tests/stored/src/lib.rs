//! Values of any type, made up from its table, and what becomes of them where they are stored.

mod sampler;

use sampler::Sampler;
use serde::Serialize;
use serde::de::DeserializeOwned;
use smithwright_runtime::Reader;
use smithwright_runtime::SerdeError;
use smithwright_runtime::aws_smithy_schema::prelude;
use smithwright_runtime::serde::union::{self, Union};
use smithwright_runtime::serde::{Structure, Value};
use smithwright_runtime::test_util::Example;
use std::fmt::Debug;

/// How many values are made up of each type.
const VALUES: u64 = 24;

/// Asserts that structures of this type survive being written and read, that JSON has all of their members, and that examples
/// of them can be made up, the same for the same seed.
///
/// # Panics
///
/// When they do not.
pub fn structures_survive<T>()
where
    T: Structure + Default + Serialize + DeserializeOwned + Clone + PartialEq + Debug + 'static,
    T: Example,
{
    for seed in 0..VALUES {
        let example = T::example(seed);
        assert!(example == T::example(seed), "{example:?}");
        let text = serde_json::to_string(&example).expect("it is written");
        let back: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(serde_json::to_string(&back).expect("it is written"), text);
    }
    let full = survive(|from| T::read(&prelude::DOCUMENT, from));
    let full = full.as_object().expect("it is an object");
    let members = T::default().table().shape().schema().members();
    for member in members {
        let json = member.json_name().map(|name| name.value());
        let names = [json, member.member_name()];
        assert!(names.into_iter().flatten().any(|name| full.contains_key(name)), "{names:?}");
    }
    assert_eq!(full.len(), members.len());
}

/// Asserts that unions of this type survive being written and read, whichever member is set.
///
/// # Panics
///
/// When they do not.
pub fn unions_survive<T: Union + Serialize + DeserializeOwned + PartialEq>() {
    survive(union::read::<T>);
    let unknown = T::unknown();
    let text = serde_json::to_string(&unknown).expect("it is written");
    assert!(serde_json::from_str::<T>(&text).expect("it is read") == unknown, "{text}");
}

/// Asserts that the values of this enum, and one that it does not know, survive being written and read.
///
/// # Panics
///
/// When they do not.
pub fn enums_survive<T>(values: &[&str])
where
    T: Serialize + DeserializeOwned + PartialEq + for<'a> From<&'a str>,
{
    for value in values.iter().copied().chain(["of a later version"]) {
        let written = serde_json::to_value(T::from(value)).expect("it is written");
        assert_eq!(written, value);
        assert!(
            serde_json::from_value::<T>(written).expect("it is read") == T::from(value),
            "{value}"
        );
    }
}

/// Writes and reads what `read` makes up; gives the first value, in which everything is set.
fn survive<T: Serialize + DeserializeOwned + PartialEq>(
    mut read: impl FnMut(&mut dyn Reader) -> Result<T, SerdeError>,
) -> serde_json::Value {
    let mut first = None;
    for seed in 0..VALUES {
        let value = read(&mut Sampler::new(seed)).expect("a value can be made up");
        let text = serde_json::to_string(&value).expect("it is written");
        let back: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert!(back == value, "{text}");
        let mut bytes = Vec::new();
        ciborium::into_writer(&value, &mut bytes).expect("it is written");
        let back: T = ciborium::from_reader(bytes.as_slice()).expect("it is read");
        assert!(back == value, "{text}");
        first.get_or_insert(text);
    }
    first.and_then(|text| serde_json::from_str(&text).ok()).expect("there was one")
}
