//! Writes what the client crates have in common down from the model, as input of the library's macros.

use smithwright_codegen::ir::{Crate, Field, Operation, Structure};
use smithwright_codegen::{Input, Options, Source, plan};
use std::path::Path;
use std::{env, fs};

const MODEL: &str = "../../../model";

fn main() {
    println!("cargo::rerun-if-changed={MODEL}");
    let input = Input {
        service: read("apigatewayv2/service-2.json"),
        paginators: Some(read("apigatewayv2/paginators-1.json")),
        endpoint_rules: Some(read("apigatewayv2/endpoint-rule-set-1.json")),
        partitions: Some(read("partitions.json")),
        ..Input::default()
    };
    let options = Options { package: "aws-sdk-apigatewayv2".to_owned(), ..Options::default() };
    let ir = plan(input, &options).unwrap_or_else(|found| panic!("{found}"));
    let folder = env::var("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&folder).join("calls.rs"), calls(&ir)).expect("it can be written");
}

fn read(name: &str) -> Source {
    let text = fs::read_to_string(Path::new(MODEL).join(name)).expect(name);
    Source { name: name.to_owned(), text }
}

fn calls(ir: &Crate) -> String {
    let enums = all(&ir.enums, |e| format!("{} ", e.name));
    let values = all(&ir.structures, structure);
    let outputs = all(&ir.operations, |operation| {
        format!("{}::{}", operation.module, structure(&operation.output))
    });
    let operations = all(&ir.operations, operation);
    format!(
        "enums! {{ {enums} }}\nstructures! {{ {values} }}\n\
         outputs! {{ {outputs} }}\noperations! {{ {operations} }}\n"
    )
}

fn structure(structure: &Structure) -> String {
    let field = |field: &Field| format!("{:?} {} {},", field.member.name, field.name, field.set);
    format!("{} {{ {} }}\n", structure.name, all(&structure.fields, field))
}

fn operation(operation: &Operation) -> String {
    let field = |field: &Field| format!("{:?} {},", field.member.name, field.set);
    format!(
        "{:?} {} {{ {} }}\n",
        operation.model_name,
        operation.module,
        all(&operation.input.fields, field)
    )
}

fn all<T>(things: &[T], text: impl Fn(&T) -> String) -> String {
    things.iter().map(text).collect()
}
