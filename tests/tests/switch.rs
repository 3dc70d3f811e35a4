//! Programs that were written for the official crate do the same with ours: they send the same
//! requests, and print the same.

use smithwright_tests::fake::{Asked, Fake};
use smithwright_tests::models::folder;
use smithwright_tests::operations::NAMES;
use smithwright_tests::samples::Samples;
use std::collections::BTreeSet;
use std::fs;
use std::pin::Pin;
use std::sync::Arc;

type Outcome = Result<String, Box<dyn std::error::Error + Send + Sync>>;
type Run = fn(String) -> Pin<Box<dyn Future<Output = Outcome>>>;

/// What a program printed, and what it sent, sorted: calls may overlap.
#[derive(Debug)]
struct Transcript {
    asked: Vec<Asked>,
    printed: String,
}

type Kept = fn(&str) -> String;

/// Headers in which time, chance or the version of the crate stands, and what is kept of them.
const VAGUE: &[(&str, Kept)] = &[
    ("amz-sdk-invocation-id", |id| format!("{} characters", id.len())),
    ("authorization", |value| {
        let (scope, signature) = value.split_once("Signature=").unwrap_or((value, ""));
        let scope = scope.split('/').enumerate().filter(|(part, _)| *part != 1);
        let scope = scope.map(|(_, part)| part).collect::<Vec<_>>();
        format!("{} {} characters", scope.join("/"), signature.len())
    }),
    ("host", |_| String::new()),
    ("x-amz-date", |date| format!("{} characters", date.len())),
    ("user-agent", without_version),
    ("x-amz-user-agent", without_version),
];

/// The name and version of the crate differ on purpose.
fn without_version(agent: &str) -> String {
    let part = |part: &str| match part {
        part if part.starts_with("api/") => "api/…".to_owned(),
        part => part.to_owned(),
    };
    agent.split(' ').map(part).collect::<Vec<_>>().join(" ")
}

fn vague(mut asked: Asked) -> Asked {
    for (name, value) in &mut asked.headers {
        if let Some((_, kept)) = VAGUE.iter().find(|(vague, _)| vague == name) {
            *value = kept(value);
        }
    }
    asked
}

async fn transcript(samples: &Arc<Samples>, name: &str, run: Run) -> Transcript {
    let fake = Fake::start(samples.clone()).await;
    let printed = run(fake.url()).await.unwrap_or_else(|error| panic!("{name} failed: {error:?}"));
    let printed = printed.replace(&fake.url(), "http://fake");
    let mut asked: Vec<_> = fake.asked().into_iter().map(vague).collect();
    asked.sort();
    Transcript { asked, printed }
}

#[tokio::test]
async fn every_program_does_the_same_with_either_crate() {
    let samples = Arc::new(Samples::default());
    let (mut called, mut differing) = (BTreeSet::new(), String::new());
    assert_eq!(switch_official::PROGRAMS.len(), switch_ours::PROGRAMS.len());
    for ((name, official), (_, ours)) in switch_official::PROGRAMS.iter().zip(switch_ours::PROGRAMS)
    {
        let official = transcript(&samples, name, *official).await;
        let ours = transcript(&samples, name, *ours).await;
        assert!(!ours.printed.is_empty(), "{name} prints nothing");
        differing += &diff(name, &official, &ours);
        called.extend(ours.asked.iter().filter_map(|asked| operation(&samples, asked)));
    }
    assert!(differing.is_empty(), "{differing}");
    let missing: Vec<_> = NAMES.iter().filter(|name| !called.contains(**name)).collect();
    assert!(missing.is_empty(), "no program calls {missing:?}");
}

fn diff(name: &str, official: &Transcript, ours: &Transcript) -> String {
    let text = |transcript: &Transcript| format!("{}{:#?}\n", transcript.printed, transcript.asked);
    let (official, ours) = (text(official), text(ours));
    let diff = similar::TextDiff::from_lines(&official, &ours);
    let (with, without) = (format!("{name}, ours"), format!("{name}, official"));
    diff.unified_diff().header(&without, &with).to_string()
}

fn operation(samples: &Samples, asked: &Asked) -> Option<String> {
    let (method, target) = asked.target.split_once(' ')?;
    let path = target.split('?').next()?;
    samples.called(method, path).map(|(name, _)| name.to_owned())
}

#[test]
fn switching_is_one_line() {
    let read = |package: &str| {
        let path = folder("switch").join(package).join("Cargo.toml");
        fs::read_to_string(path).expect("the manifest is there")
    };
    let (official, ours) = (read("official"), read("ours"));
    assert_eq!(official.lines().count(), ours.lines().count());
    let differing: Vec<_> = official.lines().zip(ours.lines()).filter(|(a, b)| a != b).collect();
    let [(name, _), (official, ours)] = differing.as_slice() else { panic!("{differing:#?}") };
    assert_eq!(*name, r#"name = "switch-official""#);
    let rest = |line: &str| line.split_once("default-features").map(|(_, rest)| rest.to_owned());
    assert!(official.starts_with("aws-sdk-apigatewayv2 = "), "{official}");
    assert!(ours.starts_with("aws-sdk-apigatewayv2 = "), "{ours}");
    assert_eq!(rest(official), rest(ours));
}

#[test]
fn there_are_programs_for_every_file() {
    let files = fs::read_dir(folder("switch/programs")).expect("they are there");
    assert_eq!(files.count(), switch_ours::PROGRAMS.len() + 1, "one is not listed in lib.rs");
}
