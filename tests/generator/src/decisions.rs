//! The decisions about a model as text: the IR without documentation, one decision a line.

use serde::Serialize;
use smithwright_codegen::ir::{Crate, Operation};

/// The decisions of `ir`, which holds no documentation. What the model does not have is not mentioned.
pub fn text(ir: &Crate) -> String {
    let waiters: Vec<_> = ir.operations.iter().flat_map(|operation| &operation.waiters).collect();
    let sections = [
        ("service", shown(&ir.service, 2)),
        ("operations", shown(&ir.operations.iter().map(without_waiters).collect::<Vec<_>>(), 4)),
        ("waiters", shown(&waiters, 3)),
        ("structures", shown(&ir.structures, 3)),
        ("unions", shown(&ir.unions, 3)),
        ("enums", shown(&ir.enums, 3)),
        ("enums of integers", shown(&ir.int_enums, 3)),
        ("errors", shown(&ir.errors, 4)),
        ("left out", shown(&ir.left_out, 1)),
        ("shapes", shown(&ir.shapes, 1)),
    ];
    let sections = sections.into_iter().filter(|(_, text)| text != "[]");
    sections.map(|(title, text)| format!("# {title}\n{text}\n")).collect::<Vec<_>>().join("\n")
}

/// The decisions about the endpoints of `ir`.
pub fn endpoints(ir: &Crate) -> String {
    format!("# endpoints\n{}\n", shown(&ir.endpoints, 4))
}

/// The operation without its waiters, which are shown by themselves.
fn without_waiters(operation: &Operation) -> Operation {
    Operation { waiters: Vec::new(), ..operation.clone() }
}

/// `values`, with what is nested deeper than `depth` on one line, and without what says nothing.
fn shown(values: &impl Serialize, depth: usize) -> String {
    let config = ron::ser::PrettyConfig::new().depth_limit(depth).indentor("  ");
    let config = config.extensions(ron::extensions::Extensions::UNWRAP_NEWTYPES);
    let text = ron::ser::to_string_pretty(values, config).expect("the IR is plain data");
    let text = text.split_once('\n').map_or(text.as_str(), |(_, values)| values);
    let text = text.replace(", docs: (summary: \"\")", "").replace(", deprecated: None", "");
    let indents = (1..5).map(|level| "  ".repeat(level));
    indents.fold(text, |text, indent| {
        let text = text.replace(&format!("\n{indent}docs: (summary: \"\"),"), "");
        let text = text.replace(&format!("\n{indent}deprecated: None,"), "");
        text.replace(&format!("\n{indent}docs: (\n{indent}  summary: \"\",\n{indent}),"), "")
    })
}
