//! Paginators that nobody declares, and where the outputs of declared ones say that there is no more.
//!
//! An operation that takes and gives a token by the names that listings use, and gives one list, or
//! else one map, answers in pages. Of the operations in botocore 1.44.5 that do, a fifth is declared nowhere.
//!
//! Smithy's trait `paginated` has no word for a flag such as `IsTruncated`. Where one stands beside the token, it decides, as
//! botocore's models say of the same operations: Amazon S3's ListParts answers a token of `0` beside a flag that is false,
//! which would begin the listing anew.
//!
//! What carries tokens but stays unclear is told by `cargo xtask codegen`, as is what was inferred. `overlay.toml` can
//! add, correct or refuse a paginator.

use crate::model::pagination::{Expression, Origin, Pagination, Step};
use crate::model::{Kind, Member, Model, Operation, Shape, ShapeId, Simple};
use indexmap::IndexMap;
use std::collections::HashMap;

/// Names of tokens in input and output, in lower case: the pairs that declared paginators use.
const TOKENS: [(&str, &str); 12] = [
    ("nexttoken", "nexttoken"),
    ("marker", "nextmarker"),
    ("marker", "marker"),
    ("nextmarker", "nextmarker"),
    ("pagetoken", "nextpagetoken"),
    ("nextpagetoken", "nextpagetoken"),
    ("pagetoken", "pagetoken"),
    ("position", "position"),
    ("startingtoken", "nexttoken"),
    ("paginationtoken", "paginationtoken"),
    ("continuationtoken", "nextcontinuationtoken"),
    ("continuationtoken", "continuationtoken"),
];

/// Names of limits, in lower case, the most used first.
const LIMITS: [&str; 7] =
    ["maxresults", "limit", "maxrecords", "maxitems", "pagesize", "maximumpagesize", "maxkeys"];

/// Names of flags that say whether there is more, in lower case.
const MORE: [&str; 7] = [
    "istruncated",
    "truncated",
    "hasmoreresults",
    "hasmorestreams",
    "hasmoreshards",
    "additionaldatapending",
    "additionalroutesavailable",
];

type Members = IndexMap<String, Member>;
type Shapes = IndexMap<ShapeId, Shape>;

/// Why operations have no paginator, although they carry tokens.
pub type Unpaged = HashMap<ShapeId, String>;

/// Infers how operations answer in pages of which nobody says so, and where those that do say whether there is more.
pub fn infer(model: &mut Model) -> Unpaged {
    let (shapes, mut unpaged) = (&model.shapes, Unpaged::new());
    for operation in model.operations.values_mut().filter(|o| o.pagination.is_none()) {
        match inferred(operation, shapes) {
            Some(Ok(pagination)) => operation.pagination = Some(pagination),
            Some(Err(why)) => drop(unpaged.insert(operation.id.clone(), why)),
            None => {}
        }
    }
    for operation in model.operations.values_mut() {
        let Operation { pagination: Some(pagination), output: Some(output), .. } = operation else {
            continue;
        };
        if pagination.more.is_none() {
            pagination.more = pagination.tokens.first().and_then(|(_, t)| flag(t, output, shapes));
        }
    }
    unpaged
}

/// The flag beside a token in an output.
fn flag(token: &Expression, output: &ShapeId, shapes: &Shapes) -> Option<Expression> {
    let (_, before) = token.only_path()?.split_last()?;
    let mut members = shapes.get(output)?.structure_members()?;
    for step in before {
        let Step::Member(name) = step else { return None };
        members = shapes.get(&members.get(name)?.target)?.structure_members()?;
    }
    let is_flag = |member: &&Member| {
        let kind = shapes.get(&member.target).map(|shape| &shape.kind);
        MORE.contains(&member.name.to_lowercase().as_str())
            && matches!(kind, Some(Kind::Simple(Simple::Boolean)))
    };
    let flag = Step::Member(members.values().find(is_flag)?.name.clone());
    let path = before.iter().cloned().chain([flag]).collect();
    Some(Expression { paths: vec![path], at: token.at.clone() })
}

/// The pagination of an operation that carries tokens, or why it cannot be told.
fn inferred(operation: &Operation, shapes: &Shapes) -> Option<Result<Pagination, String>> {
    let members = |id: &Option<ShapeId>| match &shapes.get(id.as_ref()?)?.kind {
        Kind::Structure(members) => Some(members),
        _ => None,
    };
    let (input, output) = (members(&operation.input)?, members(&operation.output)?);
    let find = |members: &'_ Members, name: &str, fits: fn(&Kind) -> bool| {
        let mut members = members.values();
        let fits = |member: &&Member| {
            member.name.eq_ignore_ascii_case(name)
                && shapes.get(&member.target).is_some_and(|shape| fits(&shape.kind))
        };
        members.find(fits).map(|member| member.name.clone())
    };
    let (taken, given) =
        TOKENS.iter().find_map(|(i, o)| find(input, i, is_text).zip(find(output, o, is_text)))?;
    let result = match listed(output, shapes) {
        Ok(result) => result,
        Err(what) => return Some(Err(format!("it takes {taken} and gives {given}, but {what}"))),
    };
    let place = |name: &str| Expression::member(name, operation.at.clone());
    Some(Ok(Pagination {
        tokens: vec![(taken, place(&given))],
        more: None,
        results: vec![place(result)],
        constant: Vec::new(),
        limit: LIMITS.iter().find_map(|name| find(input, name, is_limit)),
        origin: Origin::Inferred,
        at: operation.at.clone(),
    }))
}

/// The one list, or else the one map, of an output; or what there is instead.
fn listed<'a>(output: &'a Members, shapes: &Shapes) -> Result<&'a str, String> {
    let of_kind = |fits: fn(&Kind) -> bool| {
        let fits = |m: &&Member| shapes.get(&m.target).is_some_and(|shape| fits(&shape.kind));
        output.values().filter(fits).map(|member| member.name.as_str()).collect::<Vec<_>>()
    };
    let mut results = of_kind(|kind| matches!(kind, Kind::List(_)));
    if results.is_empty() {
        results = of_kind(|kind| matches!(kind, Kind::Map(..)));
    }
    match results.as_slice() {
        [result] => Ok(result),
        [] => Err("neither a list nor a map".to_owned()),
        several => Err(format!("several that may be its items: {}", several.join(", "))),
    }
}

fn is_text(kind: &Kind) -> bool {
    matches!(kind, Kind::Simple(Simple::String))
}

fn is_limit(kind: &Kind) -> bool {
    matches!(kind, Kind::Simple(Simple::String | Simple::Integer | Simple::Long))
}

#[cfg(test)]
mod tests {
    use crate::ir::{FieldStep, Operation, Results, Ty};
    use crate::model::pagination::Origin;
    use crate::test_model::plan;

    const SHAPES: &str = r#""S": {"type": "string"}, "N": {"type": "integer"}, "L": {"type": "list", "member": {"shape": "S"}},
        "M": {"type": "map", "key": {"shape": "S"}, "value": {"shape": "S"}}"#;

    fn operation(input: &str, output: &str) -> Operation {
        let member = |member: &str| {
            let (name, shape) = member.split_once(' ').expect("a name and a shape");
            format!(r#""{name}": {{"shape": "{shape}"}}"#)
        };
        let members = |text: &str| text.split(", ").map(member).collect::<Vec<_>>().join(", ");
        let shapes = format!(
            r#"{SHAPES}, "In": {{"type": "structure", "members": {{{}}}}}, "Out": {{"type": "structure", "members": {{{}}}}}"#,
            members(input),
            members(output)
        );
        let operations = r#""ListToys": {"http": {"method": "GET", "requestUri": "/"},
            "input": {"shape": "In"}, "output": {"shape": "Out"}}"#;
        let mut plan =
            plan(operations, &shapes).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        plan.operations.remove(0)
    }

    #[test]
    fn one_token_and_one_list_are_a_listing() {
        let operation = operation("maxResults N, nextToken S", "Toys L, NextToken S");
        let paginator = operation.paginator.expect("it is a listing");
        assert_eq!(paginator.origin, Origin::Inferred);
        assert_eq!(paginator.tokens[0].member, "nextToken");
        assert_eq!(paginator.limit.as_ref().map(|limit| limit.as_str()), Some("max_results"));
        assert_eq!(operation.unpaged, None);
    }

    #[test]
    fn a_token_for_the_next_page_goes_before_one_that_repeats_the_request() {
        let operation =
            operation("ContinuationToken S", "L L, ContinuationToken S, NextContinuationToken S");
        let paginator = operation.paginator.expect("it is a listing");
        let [FieldStep::Field(field)] = paginator.tokens[0].output[0].as_slice() else {
            panic!("{:?}", paginator.tokens[0].output)
        };
        assert_eq!(field.as_str(), "next_continuation_token");
        assert_eq!(paginator.limit, None);
    }

    #[test]
    fn a_map_is_what_is_listed_where_there_is_no_list() {
        let results = |output: &str| {
            let operation = operation("Marker S", output);
            operation.paginator.and_then(|paginator| paginator.results).map(|(_, results)| results)
        };
        assert_eq!(results("Marker S, M M"), Some(Results::Map(Ty::String, Ty::String)));
        assert_eq!(results("Marker S, M M, L L"), Some(Results::List(Ty::String)));
        assert_eq!(results("Marker S, M M, N M"), None);
    }

    #[test]
    fn a_flag_beside_the_token_says_whether_there_is_more() {
        let more = |facts: &str| {
            let shapes = format!(
                r#"{SHAPES}, "B": {{"type": "boolean"}}, "In": {{"type": "structure", "members": {{"Marker": {{"shape": "S"}}}}}},
                "Out": {{"type": "structure", "members": {{"Toys": {{"shape": "L"}}, "Marker": {{"shape": "S"}}, "Truncated": {{"shape": "B"}},
                    "HasMoreResults": {{"shape": "B"}}, "Page": {{"shape": "Page"}}}}}},
                "Page": {{"type": "structure", "members": {{"Next": {{"shape": "S"}}, "isTruncated": {{"shape": "B"}}}}}}"#
            );
            let list = r#""ListToys": {"http": {"method": "GET", "requestUri": "/"}, "input": {"shape": "In"}, "output": {"shape": "Out"}}"#;
            let plan = crate::test_model::plan_pages(list, &shapes, facts);
            let mut plan = plan.unwrap_or_else(|found| panic!("{found}"));
            let more = plan.operations.remove(0).paginator.expect("it is a listing").more?;
            let names = more.iter().map(|step| match step {
                FieldStep::Field(name) | FieldStep::Present(name) => name.as_str().to_owned(),
                FieldStep::Last => "[-1]".to_owned(),
            });
            Some(names.collect::<Vec<_>>().join("."))
        };
        let facts = |output: &str, more: &str| {
            format!(
                r#"{{"input_token": "Marker", "output_token": "{output}", "result_key": "Toys"{more}}}"#
            )
        };
        assert_eq!(more(&facts("Marker", "")).as_deref(), Some("truncated"));
        assert_eq!(more(&facts("Page.Next", "")).as_deref(), Some("page.is_truncated"));
        assert_eq!(more(&facts("Toys[-1]", "")), None);
        let said = facts("Marker", r#", "more_results": "HasMoreResults""#);
        assert_eq!(more(&said).as_deref(), Some("has_more_results"));
    }

    #[test]
    fn what_could_be_several_things_is_not_inferred_and_said() {
        let several = operation("NextToken S", "A L, B L, NextToken S");
        assert_eq!(several.paginator, None);
        assert_eq!(
            several.unpaged.as_deref(),
            Some("it takes NextToken and gives NextToken, but several that may be its items: A, B")
        );
        let none = operation("Marker S", "A S, Marker S");
        assert_eq!(
            none.unpaged.as_deref(),
            Some("it takes Marker and gives Marker, but neither a list nor a map")
        );
    }

    #[test]
    fn other_tokens_are_no_pages() {
        for (input, output) in [
            ("ClientToken S", "ClientToken S, A L"),
            ("NextToken N", "NextToken N, A L"),
            ("A S", "NextToken S, L L"),
        ] {
            let operation = operation(input, output);
            assert_eq!((operation.paginator, operation.unpaged), (None, None), "{input}");
        }
    }
}
