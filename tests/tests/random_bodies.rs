//! A million bodies through what reads every output and every error: a value or an error, never a panic,
//! and no more memory than a body's own.

use smithwright_runtime::aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use smithwright_runtime::aws_smithy_schema::protocol::SharedClientProtocol;
use smithwright_runtime::aws_smithy_types::body::SdkBody;
use smithwright_runtime::aws_smithy_types::config_bag::ConfigBag;
use smithwright_runtime::call::deserialize::fill;
use smithwright_runtime::error::{ErrorMetadata, ErrorResponse};
use smithwright_runtime::operation::Descriptor;
use smithwright_runtime::protocol::Protocol;
use smithwright_runtime::serde::DeserializerReader;
use smithwright_tests::nonsense::{anything, mutate};
use smithwright_tests::operations::{DESCRIPTORS, NAMES};
use smithwright_tests::samples::Samples;
use std::collections::BTreeMap;
use std::thread;

const BODIES: usize = 1_000_000;
const THREADS: usize = 2;

/// What reads a body.
#[derive(Clone, Copy)]
enum Reader {
    Output(&'static Descriptor),
    Error(&'static Descriptor, usize),
}

impl Reader {
    fn reads(self, protocol: &SharedClientProtocol, cfg: &ConfigBag, body: Vec<u8>) -> bool {
        let status = 200.try_into().expect("it is a status");
        let response = HttpResponse::new(status, SdkBody::from(body));
        match self {
            Reader::Output(operation) => {
                (operation.output)(&mut |output| fill(output, protocol, &response, cfg)).is_ok()
            }
            Reader::Error(operation, place) => protocol
                .deserialize_error_response(&response, cfg)
                .and_then(|mut from| {
                    let meta = ErrorMetadata::builder().build();
                    (operation.error)(
                        place,
                        ErrorResponse { from: &mut DeserializerReader(&mut *from), meta: &meta },
                    )
                })
                .is_ok_and(|error| error.is_some()),
        }
    }
}

/// Every output and every error, with a body that it reads.
fn readers() -> Vec<(Reader, String)> {
    let samples = Samples::default();
    let outputs = NAMES.iter().zip(DESCRIPTORS);
    let outputs = outputs.map(|(name, facts)| (Reader::Output(facts), samples.output(name).0));
    let errors = DESCRIPTORS.iter().flat_map(|facts| {
        let places = facts.errors.iter().enumerate();
        places.map(move |(place, error)| (error.code, Reader::Error(facts, place)))
    });
    let errors: BTreeMap<_, _> = errors.collect();
    let refused = r#"{"message": "no", "resourceType": "Api", "limitType": "rate"}"#.to_owned();
    let errors = errors.into_values().map(|reader| (reader, refused.clone()));
    outputs.chain(errors).collect()
}

/// How many of the bodies, made from `seed`, are read.
fn random_bodies(seed: usize) -> usize {
    let (readers, mut random) = (readers(), fastrand::Rng::with_seed(seed as u64));
    let (protocol, cfg) = (Protocol::RestJson1.client(), ConfigBag::base());
    let values = (0..BODIES / THREADS).filter(|round| {
        let (reader, sample) = &readers[round % readers.len()];
        reader.reads(&protocol, &cfg, body(&mut random, sample))
    });
    values.count()
}

/// Mostly something like the sample; else JSON of some other shape, or noise.
fn body(random: &mut fastrand::Rng, sample: &str) -> Vec<u8> {
    match random.u8(..8) {
        0 => (0..random.usize(..200)).map(|_| random.u8(..)).collect(),
        1 => anything(random, 4).to_string().into_bytes(),
        _ => {
            let mut body = sample.as_bytes().to_vec();
            mutate(random, &mut body);
            body
        }
    }
}

#[test]
fn a_million_random_bodies_are_values_or_errors_and_leave_no_trace() {
    assert_eq!(readers().len(), 103 + 5);
    let (protocol, cfg) = (Protocol::RestJson1.client(), ConfigBag::base());
    for (reader, sample) in readers() {
        assert!(reader.reads(&protocol, &cfg, sample.clone().into_bytes()), "{sample}");
    }
    #[cfg(target_os = "linux")]
    let before = peak_memory();
    let threads: Vec<_> =
        (0..THREADS).map(|seed| thread::spawn(move || random_bodies(seed))).collect();
    let values = threads.into_iter().map(|thread| thread.join().expect("no body makes it panic"));
    let values = values.sum::<usize>();
    assert!((BODIES / 10..BODIES / 10 * 9).contains(&values), "{values} values test little");
    #[cfg(target_os = "linux")]
    {
        let after = peak_memory();
        assert!(after < before + 64 * 1024, "it was {before} KiB and became {after}");
    }
}

/// The most memory that this process had so far, in KiB.
#[cfg(target_os = "linux")]
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux tells");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("it is told");
    let kilobytes = line.trim().strip_suffix("kB").expect("it is in KiB").trim();
    kilobytes.parse().expect("it is a number")
}
