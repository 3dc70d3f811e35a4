//! The table of partitions.

use super::cursor::{At, Checks};
use crate::ir::endpoints::Partition;
use crate::model::Located;
use serde_json::{Map, Value};

/// Lowers a document with the key `partitions`, as botocore's `partitions.json` and Smithy's own.
pub(super) fn partitions(checks: &mut Checks, document: &Located) -> Vec<Partition> {
    let at = At::root(&document.at);
    let Some(list) = checks.object(&at, &document.value) else {
        return vec![];
    };
    let Some(list) = checks.required(&at, list, "partitions") else {
        return vec![];
    };
    let at = at.key("partitions");
    let list = checks.array(&at, list).unwrap_or_default().iter().enumerate();
    list.filter_map(|(index, value)| partition(checks, &at.item(index), value)).collect()
}

fn partition(checks: &mut Checks, at: &At, partition: &Value) -> Option<Partition> {
    let partition = checks.object(at, partition)?;
    let id = text(checks, at, partition, "id");
    let region_regex = text(checks, at, partition, "regionRegex");
    let regions = checks.required(at, partition, "regions");
    let regions = regions.and_then(|regions| checks.object(&at.key("regions"), regions));
    let outputs = checks.required(at, partition, "outputs");
    let at = at.key("outputs");
    let outputs = outputs.and_then(|outputs| checks.object(&at, outputs))?;
    let dns_suffix = text(checks, &at, outputs, "dnsSuffix");
    let dual_stack_dns_suffix = text(checks, &at, outputs, "dualStackDnsSuffix");
    let supports_fips = flag(checks, &at, outputs, "supportsFIPS");
    let supports_dual_stack = flag(checks, &at, outputs, "supportsDualStack");
    let implicit_global_region = text(checks, &at, outputs, "implicitGlobalRegion");
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

fn text(checks: &mut Checks, at: &At, object: &Map<String, Value>, key: &str) -> Option<String> {
    let value = checks.required(at, object, key)?;
    checks.text(&at.key(key), value).map(str::to_owned)
}

fn flag(checks: &mut Checks, at: &At, object: &Map<String, Value>, key: &str) -> Option<bool> {
    let value = checks.required(at, object, key)?;
    checks.flag(&at.key(key), value)
}
