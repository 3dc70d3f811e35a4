//! The root of the crate, and the client.

use super::guide::guide;
use super::tokens::{doc, docs, gate, lines};
use super::{Items, operation_traits};
use crate::ir::{self, Provider};
use crate::names;
use proc_macro2::TokenStream;
use quote::quote;

/// `lib.rs`.
pub fn library(krate: &ir::Crate) -> Items {
    let paragraphs =
        std::iter::once(&krate.service.docs.summary).chain(&krate.service.docs.details);
    let docs = paragraphs.map(String::as_str).collect::<Vec<_>>().join("\n\n");
    let docs = lines(&docs);
    let guide = guide(krate);
    let waiters = krate.operations.iter().any(|operation| !operation.waiters.is_empty());
    let waiters = waiters.then(|| {
        quote!(
            pub mod waiters;
        )
    });
    let presigning = presigning(krate);
    let discovery = krate.service.endpoint_discovery.is_some().then(|| {
        quote! {
            /// Endpoints that the service tells.
            pub mod endpoint_discovery {
                pub use ::rt::client::endpoint_discovery::ReloadEndpoint;
            }
        }
    });
    // Without `selected` everything is there, so that marks of operations would mislead: their modules name their features.
    let features = krate.gates.features();
    let unmarked = (!features.is_empty()).then(|| {
        let features = std::iter::once("selected").chain(features);
        quote!(#![cfg_attr(docsrs, doc(auto_cfg(hide(#(feature = #features),*))))])
    });
    vec![quote! {
        #(#![doc = #docs])*
        #![doc = ""]
        #(#![doc = #guide])*
        // Where the toolchain can, documentation shows what needs a feature.
        #![cfg_attr(docsrs, feature(doc_cfg))]
        #unmarked
        // Deprecated things are still to be generated, and their names are the model's.
        #![allow(deprecated)]
        #![allow(clippy::enum_variant_names, clippy::large_enum_variant, clippy::module_inception)]
        #![allow(clippy::should_implement_trait, clippy::wrong_self_convention, clippy::result_large_err)]
        #![forbid(unsafe_code)]
        #![warn(missing_docs)]
        extern crate smithwright_runtime as rt;
        pub mod client;
        pub mod config;
        pub mod error;
        mod error_meta;
        pub mod meta;
        pub mod operation;
        pub mod paginator;
        pub mod primitives;
        pub mod types;
        #waiters
        #[doc(inline)]
        pub use client::Client;
        #[doc(inline)]
        pub use config::Config;
        pub use error_meta::Error;
        #discovery
        #presigning
        #[cfg(feature = "serde")]
        mod stored;
        // The feature of this name turns on the runtime's, by which macros in all modules go.
        rt::given_test_util! {
            #[cfg_attr(docsrs, doc(cfg(feature = "test-util")))]
            pub mod test_util;
        }
    }]
}

/// The module `presigning`, and what makes presigned requests with the feature of that name.
fn presigning(krate: &ir::Crate) -> TokenStream {
    let by_feature = quote!(#[cfg(feature = "presigning")]);
    let always = krate.service.features.contains(&ir::Feature::Presigning);
    match (always, krate.has_presigning_feature()) {
        (false, false) => TokenStream::new(),
        (true, false) => quote!(
            pub use ::rt::presigning;
        ),
        (true, true) => quote!(
            pub use ::rt::presigning;
            #by_feature
            mod presigned;
        ),
        (false, true) => quote!(
            #by_feature
            pub use ::rt::presigning;
            #by_feature
            mod presigned;
        ),
    }
}

/// `client.rs`.
pub fn client(krate: &ir::Crate) -> Items {
    let title = doc(&format!("A client of {}.", krate.service.title));
    let methods = krate.operations.iter().map(|operation| {
        let ir::Operation { module, fluent, model_name, .. } = operation;
        let docs = docs(&operation.docs);
        let gate = gate(krate.gates.operation(module));
        // The compiler refuses a name that is the item's own.
        let alias = (module.bare() != model_name).then(|| quote!(#[doc(alias = #model_name)]));
        quote! {
            #docs
            #alias
            #gate
            #[inline]
            pub fn #module(&self) -> operation::#module::builders::#fluent {
                operation::#module::builders::#fluent { core: self.core.clone(), inner: rt::serde::empty() }
            }
        }
    });
    let import = (!krate.operations.is_empty()).then(|| {
        quote!(
            // No operation may be selected.
            #[allow(unused_imports)]
            use crate::operation;
        )
    });
    let mut items = vec![
        quote! {
            //! The client.
            #import
            pub use ::rt::by_input::{Call, CallAll};
            pub use ::rt::client::customize;
        },
        quote! {
            #title
            ///
            /// Clones are cheap and share connections, credentials and retry budgets. Making a client is
            /// not cheap: make one, and clone it.
            #[derive(Clone, Debug)]
            pub struct Client {
                config: ::std::sync::Arc<crate::Config>,
                pub(crate) core: rt::client::Core,
            }
        },
        match krate.service.provider {
            Provider::Aws => quote!(rt::client!(Client);),
            Provider::Other => quote!(rt::own_client!(Client);),
        },
        quote! {
            impl Client {
                #(#methods)*
            }
        },
    ];
    items.extend(super::waiter::methods(krate));
    items.extend(
        krate
            .service
            .endpoint_discovery
            .as_ref()
            .map(|operation| quote!(rt::endpoint_discovery!(Client, #operation);)),
    );
    items
}

/// `meta.rs`.
pub fn meta(krate: &ir::Crate) -> Items {
    let ir::Service { sdk_id, shape_name, version, signing_name, user_agent_id, protocol, .. } =
        &krate.service;
    let provider = names::known(krate.service.provider.as_str());
    let headers = krate.service.headers.iter().map(|(name, value)| quote!((#name, #value)));
    let xml_namespace = match &krate.service.xml_namespace {
        None => quote!(None),
        Some((uri, None)) => quote!(Some((#uri, None))),
        Some((uri, Some(prefix))) => quote!(Some((#uri, Some(#prefix)))),
    };
    let protocol = names::known(protocol.as_str());
    let auth = operation_traits::auth(&krate.service.auth);
    let account_endpoints = krate.endpoints.account.is_some();
    let retries = operation_traits::retries(&krate.service.retries);
    let shared = operation_traits::shared(&krate.service.endpoint_settings);
    vec![
        quote! {
            //! Facts of this crate and of the service.
        },
        quote! {
            /// The version of this crate.
            pub static PKG_VERSION: &str = env!("CARGO_PKG_VERSION");
        },
        quote! {
            pub(crate) static SERVICE: rt::operation::service::Service = rt::operation::service::Service {
                sdk_id: #sdk_id,
                shape_name: #shape_name,
                version: #version,
                signing_name: #signing_name,
                user_agent_id: #user_agent_id,
                crate_version: env!("CARGO_PKG_VERSION"),
                provider: rt::operation::service::Provider::#provider,
                protocol: rt::protocol::Protocol::#protocol,
                xml_namespace: #xml_namespace,
                headers: &[#(#headers),*],
                auth: #auth,
                account_endpoints: #account_endpoints,
                retries: #retries,
                shared: &[#(#shared),*],
            };
        },
    ]
}

#[cfg(test)]
mod tests {
    use crate::test_model::plan;

    #[test]
    fn a_client_without_operations_imports_none() {
        let head = |operations: &str| {
            let krate = plan(operations, "").expect("the model is sound");
            super::client(&krate)[0].to_string()
        };
        let list =
            r#""ListToys": {"name": "ListToys", "http": {"method": "GET", "requestUri": "/toys"}}"#;
        assert!(head(list).contains("use crate :: operation"));
        assert!(!head("").contains("use crate :: operation"));
    }
}
