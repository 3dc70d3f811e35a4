//! API Gateway V2 by operations' names, with JSON in and JSON out, through the public API of a client
//! crate. This very source is compiled once against the official crate and once against ours; which
//! operations and members there are is taken from the model, by the build script.

pub use aws_sdk_apigatewayv2::Client;
use aws_sdk_apigatewayv2::config::interceptors::BeforeTransmitInterceptorContextMut;
use aws_sdk_apigatewayv2::config::retry::RetryConfig;
use aws_sdk_apigatewayv2::config::{
    BehaviorVersion, Config, ConfigBag, Credentials, HttpClient, Intercept, Region,
    RuntimeComponents, http::HttpResponse,
};
use aws_sdk_apigatewayv2::error::{BoxError, BuildError, ProvideErrorMetadata, SdkError};
use aws_sdk_apigatewayv2::operation::RequestId;
use aws_sdk_apigatewayv2::primitives::{Blob, DateTime};
use aws_sdk_apigatewayv2::{Error, operation, types};
use aws_smithy_async::time::StaticTimeSource;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::error::Error as StdError;
use std::fmt::Debug;

/// A client that asks `http`, and of which nothing differs from run to run, the signature included.
pub fn client(http: impl HttpClient + 'static) -> Client {
    let session = Some("session".to_owned());
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("AKID", "secret", session, None, "test"))
        .time_source(StaticTimeSource::from_secs(1_700_000_000))
        .retry_config(RetryConfig::disabled())
        .interceptor(Nameless)
        .http_client(http);
    Client::from_conf(config.build())
}

/// Takes away who asks, which is signed and is not the same for two crates.
#[derive(Debug)]
struct Nameless;

impl Intercept for Nameless {
    fn name(&self) -> &'static str {
        "Nameless"
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        for header in ["user-agent", "x-amz-user-agent", "amz-sdk-invocation-id"] {
            context.request_mut().headers_mut().remove(header);
        }
        Ok(())
    }
}

trait FromJson {
    fn from_json(json: &Value) -> Self;
}

trait ToJson {
    fn to_json(&self) -> Value;
}

macro_rules! plain {
    ($($type:ty: |$json:ident| $from:expr, |$value:ident| $to:expr;)*) => {$(
        impl FromJson for $type {
            fn from_json($json: &Value) -> Self {
                $from.unwrap_or_else(|| panic!("{} is no {}", $json, stringify!($type)))
            }
        }
        impl ToJson for $type {
            fn to_json(&self) -> Value {
                let $value = self;
                json!($to)
            }
        }
    )*};
}

plain! {
    bool: |json| json.as_bool(), |value| value;
    i32: |json| json.as_i64().and_then(|number| number.try_into().ok()), |value| value;
    i64: |json| json.as_i64(), |value| value;
    // JSON has neither infinities nor NaN.
    f64: |json| json.as_str().map_or(json.as_f64(), |text| text.parse().ok()), |value| format!("{value:?}");
    String: |json| json.as_str().map(str::to_owned), |value| value;
    Blob: |json| json.as_str().map(Blob::new), |value| value.as_ref();
    DateTime: |json| json.as_f64().map(DateTime::from_secs_f64), |value| (value.secs(), value.subsec_nanos());
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(json: &Value) -> Self {
        json.as_array().expect("a list").iter().map(T::from_json).collect()
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn to_json(&self) -> Value {
        self.iter().map(T::to_json).collect()
    }
}

impl<T: FromJson> FromJson for HashMap<String, T> {
    fn from_json(json: &Value) -> Self {
        let entry = |(key, value): (&String, &Value)| (key.clone(), T::from_json(value));
        json.as_object().expect("a map").iter().map(entry).collect()
    }
}

impl<T: ToJson> ToJson for HashMap<String, T> {
    fn to_json(&self) -> Value {
        let mut entries: Vec<_> = self.iter().collect();
        entries.sort_by_key(|(key, _)| *key);
        entries.into_iter().map(|(key, value)| (key.as_str(), value.to_json())).collect()
    }
}

impl<T: ToJson> ToJson for Option<T> {
    fn to_json(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::to_json)
    }
}

fn member<T: FromJson>(json: &Value, name: &str) -> Option<T> {
    json.get(name).map(T::from_json)
}

fn object(members: &[(&str, &dyn ToJson)]) -> Value {
    members.iter().map(|(name, value)| (*name, value.to_json())).collect()
}

macro_rules! enums {
    ($($name:ident)*) => {$(
        impl FromJson for types::$name {
            fn from_json(json: &Value) -> Self {
                Self::from(json.as_str().expect("an enum is text"))
            }
        }
        impl ToJson for types::$name {
            fn to_json(&self) -> Value {
                json!([format!("{self:?}"), self.as_str()])
            }
        }
    )*};
}

macro_rules! structures {
    ($($name:ident { $($member:literal $field:ident $set:ident,)* })*) => {$(
        impl FromJson for types::$name {
            fn from_json(json: &Value) -> Self {
                assert!(json.is_object(), "{json} is no structure");
                Self::builder()$(.$set(member(json, $member)))*.build()
            }
        }
        impl ToJson for types::$name {
            fn to_json(&self) -> Value {
                object(&[$(($member, &self.$field)),*])
            }
        }
    )*};
}

macro_rules! outputs {
    ($($module:ident::$name:ident { $($member:literal $field:ident $set:ident,)* })*) => {$(
        impl ToJson for operation::$module::$name {
            fn to_json(&self) -> Value {
                object(&[$(($member, &self.$field)),*])
            }
        }
    )*};
}

macro_rules! operations {
    ($($name:literal $method:ident { $($member:literal $set:ident,)* })*) => {
        /// The names of all operations.
        pub const OPERATIONS: &[&str] = &[$($name),*];

        /// Calls the operation `name` with `input`, written as boto3 takes it, and says what came of it.
        ///
        /// # Panics
        ///
        /// When there is no such operation, or `input` does not fit it: the test is wrong.
        pub async fn call(client: &Client, name: &str, input: &Value) -> Value {
            match name {
                $($name => {
                    let call = client.$method()$(.$set(member(input, $member)))*;
                    Box::pin(async { outcome(call.send().await) }).await
                })*
                _ => panic!("there is no operation {name}"),
            }
        }
    };
}

fn outcome<O, E>(result: Result<O, SdkError<E, HttpResponse>>) -> Value
where
    O: ToJson + RequestId + Debug,
    E: ProvideErrorMetadata + RequestId + StdError + Send + Sync + 'static,
    Error: From<SdkError<E, HttpResponse>>,
{
    match result {
        Ok(output) => json!({
            "Output": output.to_json(),
            "Debug": format!("{output:?}"),
            "RequestId": output.request_id(),
        }),
        Err(error) => json!({
            "Stage": format!("{error:?}").split('(').next(),
            "Missing": missing(&error),
            "Code": error.code(),
            "Message": error.message(),
            "RequestId": error.request_id(),
            "Operation": error.as_service_error().map(|error| shown(error)),
            "Service": error.as_service_error().is_some().then(|| shown(&Error::from(error))),
        }),
    }
}

/// What a request could not be built without.
fn missing(error: &(dyn StdError + 'static)) -> Option<String> {
    let field = error.downcast_ref::<BuildError>().map(ToString::to_string);
    field.or_else(|| error.source().and_then(missing))
}

/// As `Debug` shows it, up to what is attached beside code and message: its order is chance.
fn shown(error: &dyn Debug) -> String {
    let text = format!("{error:?}");
    text.split("extras: ").next().unwrap_or_default().to_owned()
}

include!(concat!(env!("OUT_DIR"), "/calls.rs"));
