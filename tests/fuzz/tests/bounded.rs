//! A short run over inputs that are always the same. `cargo xtask fuzz` goes on where this ends.

use smithwright_codegen::{Options, generate};
use smithwright_tests_fuzz::properties::{check, check_module};
use smithwright_tests_fuzz::run::{Runner, Tried};
use smithwright_tests_fuzz::{corpus, shapes};

const RUNTIME: &str = "{ version = \"0.1.0\", default-features = false }";

/// As many inputs as take a few seconds each on a slow machine.
const INPUTS: u64 = 450;

#[test]
fn what_is_kept_is_sound() {
    let kept = corpus::all();
    assert!(kept.len() >= 8, "{} inputs are kept", kept.len());
    let again = || corpus::all().into_iter().map(|(name, input)| (name, check_module(input).err()));
    let wrong = kept.into_iter().map(|(name, input)| (name, check(input, RUNTIME).err()));
    let wrong: Vec<_> = wrong.chain(again()).filter(|(_, why)| why.is_some()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A build script is not optimised, and may call from a thread with a small stack.
#[test]
fn a_small_stack_is_enough() {
    for (name, input) in corpus::all() {
        let small = std::thread::Builder::new().stack_size(256 << 10);
        let made = small.spawn(|| generate(input, &Options::default()).is_ok());
        assert!(made.expect("a thread").join().is_ok(), "{name}");
    }
}

#[test]
fn numbers_become_models_and_nothing_goes_wrong() {
    let (runner, mut tried) = (Runner::new(RUNTIME), Tried::default());
    let tries = (0..INPUTS).map(|number| runner.try_one(number, &mut tried).err());
    let faults: Vec<_> = tries.flatten().collect();
    assert!(faults.is_empty(), "{faults:#?}");
    // Otherwise they would test messages alone.
    assert!(tried.accepted > tried.inputs / 4, "{tried:?}");
    println!("{tried:?}");
}

#[test]
fn a_number_is_always_the_same_model() {
    let (one, other) = (Runner::new(RUNTIME), Runner::new(RUNTIME));
    for number in [1, 2, 3, 4, 6] {
        assert_eq!(one.text(number), other.text(number));
    }
    assert_ne!(one.text(1), one.text(2));
    let empty = shapes::model(&mut arbitrary::Unstructured::new(&[])).expect("a model");
    assert!(empty.to_string().contains("zq.test#Service"));
}
