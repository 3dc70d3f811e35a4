//! How operations are reached and signed, and the settings that go with it.

use super::tokens;
use crate::ir::checksum::{InputMember, RequestChecksum, ResponseChecksum};
use crate::ir::endpoints::{Kind, Setting};
use crate::ir::operation_traits::{
    ApiKey, Auth, HostPrefixSegment, OperationTraits, ParameterSource, Scheme, Sensitivity, Step,
};
use crate::ir::{self, Retries, RetryDefaults};
use crate::names;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The table of an operation. The runtime's names are imported inside it, where they clash with none.
pub fn operation(traits: &OperationTraits) -> TokenStream {
    let usual = OperationTraits::default();
    let mut fields = Vec::new();
    if traits.host != usual.host {
        let parts = traits.host.iter().map(segment);
        fields.push(quote!(host_prefix: &[#(#parts),*]));
    }
    if traits.parameters != usual.parameters {
        let parameters = traits.parameters.iter().map(|(name, source)| {
            let source = self::source(source);
            quote!((#name, #source))
        });
        fields.push(quote!(parameters: &[#(#parameters),*]));
    }
    if let Some(auth) = &traits.auth {
        let schemes = auth.iter().map(scheme);
        fields.push(quote!(auth: Some(&[#(#schemes),*])));
    }
    if traits.unsigned_payload {
        fields.push(quote!(unsigned_payload: true));
    }
    if traits.answers_early {
        fields.push(quote!(answers_early: true));
    }
    if traits.gzip {
        fields.push(quote!(gzip: true));
    }
    if traits.long_poll {
        fields.push(quote!(long_poll: true));
    }
    if traits.request_checksum != usual.request_checksum {
        let request = request_checksum(&traits.request_checksum);
        fields.push(quote!(request_checksum: #request));
    }
    if let Some(ResponseChecksum { mode, algorithms }) = &traits.response_checksum {
        let mode = input_member(mode);
        let algorithms = algorithms.iter().map(|algorithm| algorithm.as_str());
        fields.push(quote! {
            response_checksum: Some(ResponseChecksum { mode: #mode, algorithms: &[#(#algorithms),*] })
        });
    }
    if !traits.sensitivity.is_none() {
        let Sensitivity { input, output, headers } = &traits.sensitivity;
        fields.push(quote! {
            sensitivity: Sensitivity { input: #input, output: #output, headers: &[#(#headers),*] }
        });
    }
    quote! {
        static TRAITS: rt::OperationTraits = {
            use rt::operation::traits::*;
            OperationTraits { #(#fields,)* ..OperationTraits::USUAL }
        };
    }
}

fn request_checksum(request: &RequestChecksum) -> TokenStream {
    match request {
        RequestChecksum::Plain => quote!(RequestChecksum::Plain),
        RequestChecksum::Md5 => quote!(RequestChecksum::Md5),
        RequestChecksum::TreeHash => quote!(RequestChecksum::TreeHash),
        RequestChecksum::Chosen { required, algorithm } => {
            let algorithm = optional(algorithm.as_ref().map(input_member));
            quote!(RequestChecksum::Chosen { required: #required, algorithm: #algorithm })
        }
    }
}

fn input_member(member: &InputMember) -> TokenStream {
    let InputMember { name, header } = member;
    let header = optional(header.as_ref().map(|header| quote!(#header)));
    quote!(ChecksumMember { name: #name, header: #header })
}

fn optional(value: Option<TokenStream>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}

fn segment(segment: &HostPrefixSegment) -> TokenStream {
    match segment {
        HostPrefixSegment::Literal(text) => quote!(Literal(#text)),
        HostPrefixSegment::Label(name) => quote!(Label(#name)),
    }
}

fn source(source: &ParameterSource) -> TokenStream {
    match source {
        ParameterSource::Flag(flag) => quote!(Flag(#flag)),
        ParameterSource::Text(text) => quote!(Text(#text)),
        ParameterSource::Texts(texts) => quote!(Texts(&[#(#texts),*])),
        ParameterSource::Path(path) => {
            let path = steps(path);
            quote!(Path(#path))
        }
    }
}

fn steps(path: &[Step]) -> TokenStream {
    let steps = path.iter().map(|step| match step {
        Step::Member(name) => quote!(Member(#name)),
        Step::Each => quote!(Each),
        Step::Keys => quote!(Keys),
        Step::Any(paths) => {
            let paths = paths.iter().map(|path| steps(path));
            quote!(Any(&[#(#paths),*]))
        }
    });
    quote!(&[#(#steps),*])
}

fn scheme(scheme: &Scheme) -> TokenStream {
    let name = names::variant(scheme);
    quote!(#name)
}

/// How the requests of a service are signed.
pub fn auth(auth: &Auth) -> TokenStream {
    let Auth {
        schemes,
        api_key,
        by_endpoint,
        sigv4a: _,
        s3_express: _,
        path_as_is,
        content_sha256,
    } = auth;
    let usual = match schemes.iter().any(|scheme| matches!(scheme, Scheme::SigV4 | Scheme::SigV4a))
    {
        true => quote!(rt::operation::auth::Auth::SIGV4),
        false => quote!(rt::operation::auth::Auth::NONE),
    };
    let mut fields = Vec::new();
    if !matches!(schemes[..], [Scheme::SigV4] | [Scheme::NoAuth]) {
        let schemes = schemes.iter().map(scheme);
        fields.push(quote!(schemes: &[#(rt::operation::auth::Scheme::#schemes),*]));
    }
    if let Some(ApiKey { location, name, scheme }) = api_key {
        let location = names::variant(location);
        let scheme = optional(scheme.as_ref().map(|scheme| quote!(#scheme)));
        fields.push(quote! {
            api_key: Some(rt::operation::auth::ApiKey {
                location: rt::operation::auth::ApiKeyLocation::#location,
                name: #name,
                scheme: #scheme,
            })
        });
    }
    let flags = [
        (by_endpoint, quote!(by_endpoint: true)),
        (path_as_is, quote!(path_as_is: true)),
        (content_sha256, quote!(content_sha256: true)),
    ];
    fields.extend(flags.into_iter().filter(|(flag, _)| **flag).map(|(_, field)| field));
    match fields.len() {
        0 => usual,
        5 => quote!(rt::operation::auth::Auth { #(#fields),* }),
        _ => quote!(rt::operation::auth::Auth { #(#fields,)* ..#usual }),
    }
}

/// How requests to a service are tried again.
pub fn retries(retries: &Retries) -> TokenStream {
    if retries.is_usual() {
        return quote!(rt::operation::service::Retries::USUAL);
    }
    let codes = &retries.transient_errors;
    let defaults = optional(retries.defaults.map(|RetryDefaults { attempts, backoff_millis }| {
        let (attempts, millis) =
            (Literal::u32_unsuffixed(attempts), Literal::u64_unsuffixed(backoff_millis));
        quote!(rt::operation::service::RetryDefaults { attempts: #attempts, backoff_millis: #millis })
    }));
    quote! {
        rt::operation::service::Retries { transient_errors: &[#(#codes),*], defaults: #defaults }
    }
}

/// The settings that environment or profile may hold.
pub fn shared(settings: &[Setting]) -> impl Iterator<Item = TokenStream> {
    settings.iter().filter_map(|setting| {
        let (env, profile) = setting.shared?;
        let name = &setting.rule_name;
        Some(quote! {
            rt::endpoint::SharedSetting { name: #name, env: #env, profile: #profile }
        })
    })
}

/// The settings that this service's configuration has beside those of all services.
pub fn settings(krate: &ir::Crate) -> TokenStream {
    let groups = krate.service.settings.iter().map(|group| {
        let group = names::known(group.as_str());
        quote!(rt::#group!();)
    });
    let rows = krate.service.endpoint_settings.iter().map(|setting| {
        let Setting { name, set, rule_name, kind, shared: _, docs } = setting;
        let (docs, kind) = (tokens::docs(docs), owned(*kind));
        quote!(#docs #name #set: #kind = #rule_name;)
    });
    let rows: Vec<_> = rows.collect();
    let own = (!rows.is_empty()).then(|| quote!(rt::endpoint_settings! { #(#rows)* }));
    quote!(#(#groups)* #own)
}

fn owned(kind: Kind) -> TokenStream {
    match kind {
        Kind::String => quote!(String),
        Kind::Bool => quote!(bool),
        Kind::StringArray => quote!(Vec<String>),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::ChecksumAlgorithm;

    #[track_caller]
    fn same(found: TokenStream, expected: TokenStream) {
        assert_eq!(found.to_string(), expected.to_string());
    }

    #[test]
    fn only_what_is_unusual_is_said_of_an_operation() {
        let traits = OperationTraits { unsigned_payload: true, ..OperationTraits::default() };
        same(
            operation(&traits),
            quote! {
                static TRAITS: rt::OperationTraits = {
                    use rt::operation::traits::*;
                    OperationTraits { unsigned_payload: true, ..OperationTraits::USUAL }
                };
            },
        );
    }

    #[test]
    fn checksums_look_like_the_ir() {
        let chosen = RequestChecksum::Chosen { required: true, algorithm: None };
        same(
            request_checksum(&chosen),
            quote!(RequestChecksum::Chosen { required: true, algorithm: None }),
        );
        let mode = |header: Option<&str>| InputMember {
            name: "Mode".to_owned(),
            header: header.map(str::to_owned),
        };
        same(
            input_member(&mode(Some("x-mode"))),
            quote!(ChecksumMember { name: "Mode", header: Some("x-mode") }),
        );
        let response = ResponseChecksum {
            mode: mode(None),
            algorithms: vec![ChecksumAlgorithm::Crc32, ChecksumAlgorithm::Sha1],
        };
        let traits =
            OperationTraits { response_checksum: Some(response), ..OperationTraits::default() };
        same(
            operation(&traits),
            quote! {
                static TRAITS: rt::OperationTraits = {
                    use rt::operation::traits::*;
                    OperationTraits {
                        response_checksum: Some(ResponseChecksum {
                            mode: ChecksumMember { name: "Mode", header: None },
                            algorithms: &["crc32", "sha1"]
                        }),
                        ..OperationTraits::USUAL
                    }
                };
            },
        );
    }

    #[test]
    fn only_what_is_unusual_is_said_of_a_service() {
        let usual = Auth {
            schemes: vec![Scheme::SigV4],
            api_key: None,
            by_endpoint: false,
            sigv4a: false,
            s3_express: false,
            path_as_is: false,
            content_sha256: false,
        };
        same(auth(&usual), quote!(rt::operation::auth::Auth::SIGV4));
        let other = Auth { schemes: vec![Scheme::Bearer], by_endpoint: true, ..usual };
        same(
            auth(&other),
            quote! {
                rt::operation::auth::Auth { schemes: &[rt::operation::auth::Scheme::Bearer], by_endpoint: true, ..rt::operation::auth::Auth::NONE }
            },
        );
    }

    #[test]
    fn retries_look_like_the_ir() {
        same(retries(&Retries::default()), quote!(rt::operation::service::Retries::USUAL));
        let defaults = Some(RetryDefaults { attempts: 4, backoff_millis: 25 });
        let other = Retries { transient_errors: vec!["Later".to_owned()], defaults };
        same(
            retries(&other),
            quote! {
                rt::operation::service::Retries {
                    transient_errors: &["Later"],
                    defaults: Some(rt::operation::service::RetryDefaults { attempts: 4, backoff_millis: 25 })
                }
            },
        );
    }

    #[test]
    fn paths_look_like_the_ir() {
        let member = |name: &str| Step::Member(name.to_owned());
        let any = Step::Any(vec![vec![member("b")], vec![member("c"), Step::Keys]]);
        same(
            source(&ParameterSource::Path(vec![member("a"), Step::Each, any])),
            quote!(Path(&[Member("a"), Each, Any(&[&[Member("b")], &[Member("c"), Keys]])])),
        );
    }
}
