//! Closed sets of names that tables, manifests and generated code have as they stand here.

use serde::{Serialize, Serializer};

/// Declares an enum whose variants stand for texts.
macro_rules! closed_set {
    ($(#[$docs:meta])* $name:ident { $($variant:ident = $text:literal,)* }) => {
        $(#[$docs])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[allow(missing_docs)]
        pub enum $name { $($variant),* }

        impl $name {
            /// All of the set.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The text.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

closed_set! {
    /// A protocol, by its variant in `smithwright_runtime::protocol::Protocol`.
    Protocol {
        RpcV2Cbor = "RpcV2Cbor",
        AwsJson1_0 = "AwsJson1_0",
        AwsJson1_1 = "AwsJson1_1",
        RestJson1 = "RestJson1",
        RestXml = "RestXml",
        AwsQuery = "AwsQuery",
        Ec2Query = "Ec2Query",
        S3Control = "S3Control",
        S3 = "S3",
    }
}

closed_set! {
    /// Whose service it is, by the variant of `smithwright_runtime::operation::service::Provider`. Clients of AWS's services
    /// have regions, credentials, a configuration that they share, and headers that tell AWS about the client.
    Provider {
        Aws = "Aws",
        Other = "Other",
    }
}

impl Provider {
    /// Whether the service is one of AWS's.
    pub fn is_aws(&self) -> bool {
        *self == Self::Aws
    }
}

closed_set! {
    /// A group of settings that not every service has, by the runtime's macro that declares it.
    SettingGroup {
        Bearer = "bearer_settings",
        ApiKey = "api_key_settings",
        Basic = "basic_settings",
        Digest = "digest_settings",
        Sigv4a = "sigv4a_settings",
        AccountId = "account_id_settings",
        Compression = "compression_settings",
        Checksum = "checksum_settings",
        Chunk = "chunk_settings",
        IdempotencyToken = "idempotency_token_settings",
    }
}

closed_set! {
    /// What becomes of the body of a request that is presigned, by the variant in
    /// `smithwright_runtime::operation::presigning::Presigning`.
    Presigning {
        UnsignedPayload = "UnsignedPayload",
        Query = "Query",
        NoBody = "NoBody",
    }
}

closed_set! {
    /// A Cargo feature of the runtime.
    Feature {
        Cbor = "cbor",
        Checksums = "checksums",
        Compression = "compression",
        DigestAuth = "digest-auth",
        EventStream = "event-stream",
        Presigning = "presigning",
        S3Express = "s3-express",
        Xml = "xml",
    }
}

closed_set! {
    /// Which way events go, by the type of the runtime that holds the stream.
    EventStreamKind {
        Receiver = "EventReceiver",
        Sender = "EventStreamSender",
    }
}

closed_set! {
    /// What kind of retry may help, by the variant of `aws_smithy_types::retry::ErrorKind`.
    Retryable {
        Throttling = "ThrottlingError",
        Server = "ServerError",
        Client = "ClientError",
    }
}

closed_set! {
    /// A shape whose members, if it has any, a table does not spell out: the name of its type in Smithy.
    SimpleTarget {
        Blob = "blob",
        Boolean = "boolean",
        String = "string",
        Byte = "byte",
        Short = "short",
        Integer = "integer",
        Long = "long",
        Float = "float",
        Double = "double",
        BigInteger = "bigInteger",
        BigDecimal = "bigDecimal",
        Timestamp = "timestamp",
        Document = "document",
        Structure = "structure",
        Union = "union",
    }
}

closed_set! {
    /// A format of timestamps ("timestampFormat trait" of the Smithy specification).
    TimestampFormat {
        DateTime = "date-time",
        HttpDate = "http-date",
        EpochSeconds = "epoch-seconds",
    }
}

closed_set! {
    /// An algorithm of checksums that the runtime knows. The quickest goes first, which is the order in which the
    /// checksums of a response are tried.
    ChecksumAlgorithm {
        Crc64Nvme = "crc64nvme",
        Crc32c = "crc32c",
        Crc32 = "crc32",
        Sha1 = "sha1",
        Sha256 = "sha256",
    }
}

closed_set! {
    /// What reads a built-in of the endpoint rules from the configuration: a function of
    /// `smithwright_runtime::endpoint::built_in`.
    BuiltInReader {
        Region = "region",
        UseDualStack = "use_dual_stack",
        UseFips = "use_fips",
        Endpoint = "endpoint",
        AccountIdEndpointMode = "account_id_endpoint_mode",
    }
}
