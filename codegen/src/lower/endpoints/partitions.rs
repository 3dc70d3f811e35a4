//! The table of partitions.

use super::problem::{At, Problems};
use crate::ir::endpoints::Partition;
use serde_json::{Map, Value};

/// Lowers a document with the key `partitions`, as botocore's `partitions.json` and Smithy's own.
pub(super) fn partitions(problems: &mut Problems, document: &Value) -> Vec<Partition> {
    let at = At::ROOT.key("partitions");
    let Some(list) = problems.object(&at, document) else {
        return vec![];
    };
    let Some(list) = problems.required(&at, list, "partitions") else {
        return vec![];
    };
    let list = problems.array(&at, list).unwrap_or_default().iter().enumerate();
    list.filter_map(|(index, value)| partition(problems, &at.item(index), value)).collect()
}

fn partition(problems: &mut Problems, at: &At<'_>, partition: &Value) -> Option<Partition> {
    let partition = problems.object(at, partition)?;
    let id = text(problems, at, partition, "id");
    let region_regex = text(problems, at, partition, "regionRegex");
    let regions = problems.required(at, partition, "regions");
    let regions = regions.and_then(|regions| problems.object(&at.key("regions"), regions));
    let outputs = problems.required(at, partition, "outputs");
    let at = at.key("outputs");
    let outputs = outputs.and_then(|outputs| problems.object(&at, outputs))?;
    let dns_suffix = text(problems, &at, outputs, "dnsSuffix");
    let dual_stack_dns_suffix = text(problems, &at, outputs, "dualStackDnsSuffix");
    let supports_fips = flag(problems, &at, outputs, "supportsFIPS");
    let supports_dual_stack = flag(problems, &at, outputs, "supportsDualStack");
    let implicit_global_region = text(problems, &at, outputs, "implicitGlobalRegion");
    Some(Partition {
        id: id?,
        region_regex: region_regex?,
        regions: regions?.keys().cloned().collect(),
        dns_suffix: dns_suffix?,
        dual_stack_dns_suffix: dual_stack_dns_suffix?,
        supports_fips: supports_fips?,
        supports_dual_stack: supports_dual_stack?,
        implicit_global_region: implicit_global_region?,
    })
}

fn text(
    problems: &mut Problems,
    at: &At<'_>,
    object: &Map<String, Value>,
    key: &str,
) -> Option<String> {
    let value = problems.required(at, object, key)?;
    problems.text(&at.key(key), value).map(str::to_owned)
}

fn flag(
    problems: &mut Problems,
    at: &At<'_>,
    object: &Map<String, Value>,
    key: &str,
) -> Option<bool> {
    let value = problems.required(at, object, key)?;
    problems.flag(&at.key(key), value)
}
