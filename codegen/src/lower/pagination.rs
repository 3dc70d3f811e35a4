//! Which operations answer in pages, and by which members.

use super::context::Context;
use super::structures::Structures;
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::ir::{self, FieldStep, PageToken, Results, Ty};
use crate::model::Operation;
use crate::model::pagination::{Expression, Pagination, Step};
use crate::names::{self, Ident};
use crate::source::Address;

/// How the operation answers in pages, if it does. `messages` are its input and its output.
pub fn paginator(
    cx: &Context<'_>,
    operation: &Operation,
    name: &Ident,
    [input, output]: [&ir::Structure; 2],
    structures: &Structures,
) -> Option<ir::Paginator> {
    let facts = operation.pagination.as_ref()?;
    Places { cx, operation, facts, output, structures }.paginator(name, input)
}

const TOKENS: &str = "a page token is a string, an enum, a whole number or a map, and of the same type in input and output; \
                      if this is something else, say so in overlay.toml: `refuse = \"…\"`";

/// What the facts about an operation can name.
struct Places<'a, 'm> {
    cx: &'a Context<'m>,
    operation: &'a Operation,
    facts: &'a Pagination,
    output: &'a ir::Structure,
    structures: &'a Structures,
}

impl Places<'_, '_> {
    fn paginator(&self, name: &Ident, input: &ir::Structure) -> Option<ir::Paginator> {
        let facts = self.facts;
        let tokens: Vec<_> =
            facts.tokens.iter().map(|(member, place)| self.token(input, member, place)).collect();
        let limit = facts.limit.as_ref().map(|member| self.limit(input, member));
        let more = facts.more.as_ref().map(|place| {
            self.one(place, "more_results", |ty| *ty == Ty::Bool).map(|(path, _)| path)
        });
        let mut results = facts.results.iter();
        let first = results.next().map(|place| self.one(place, "result_key", |_| true));
        let others: Vec<_> =
            results.map(|place| self.one(place, "result_key", is_secondary)).collect();
        for place in &facts.constant {
            self.one(place, "non_aggregate_keys", |_| true);
        }
        // Smithy's trait need not say what is listed; pages are then handed out whole.
        let first = first.map_or(Some(None), |first| first.map(Some))?;
        let results = first.and_then(|(path, ty)| Some((path, countable(&ty)?)));
        let has_items = matches!(results, Some((_, Results::List(_) | Results::Map(..))));
        Some(ir::Paginator {
            name: names::suffixed(name, "Paginator"),
            tokens: tokens.into_iter().collect::<Option<_>>()?,
            more: more.map_or(Some(None), |more| more.map(Some))?,
            limit: limit.map_or(Some(None), |limit| limit.map(Some))?,
            results,
            others: others.into_iter().map(|o| o.map(|(path, _)| path)).collect::<Option<_>>()?,
            items: has_items.then(|| names::suffixed(name, "PaginatorItems")),
            origin: facts.origin,
        })
    }

    fn token(&self, input: &ir::Structure, member: &str, place: &Expression) -> Option<PageToken> {
        let at = self.facts.at.key("input_token");
        let taken = self.report_err(member_of(input, member, &at));
        let paths = place.paths.iter();
        let given: Vec<_> = paths
            .map(|path| self.report_err(self.follow(path, &place.at)))
            .collect::<Option<_>>()?;
        let ir::Field { name, ty, .. } = taken?;
        let problem = match given.iter().find(|(_, given)| given != ty) {
            _ if !is_token(ty) => {
                let message = format!(
                    "the member `{member}` cannot be a page token: it is {}",
                    described(ty)
                );
                Some(Diagnostic::new(Code::PAGINATION, &at, message).hint(TOKENS))
            }
            Some((_, given)) => {
                let (taken, given) = (described(ty), described(given));
                let message = format!(
                    "`{member}` cannot take its next value from `{place}`: the former is {taken}, and the latter is {given}"
                );
                Some(Diagnostic::new(Code::PAGINATION, &place.at, message).hint(TOKENS))
            }
            None => None,
        };
        if let Some(problem) = problem {
            self.report(problem);
            return None;
        }
        let output = given.into_iter().map(|(path, _)| path).collect();
        Some(PageToken { member: member.to_owned(), input: name.clone(), output })
    }

    fn limit(&self, input: &ir::Structure, member: &str) -> Option<Ident> {
        let at = self.facts.at.key("limit_key");
        let field = self.report_err(member_of(input, member, &at))?;
        if !matches!(field.ty, Ty::String | Ty::I32 | Ty::I64) {
            let message = format!("`{member}` is of a type that cannot be a `limit_key`");
            self.report(Diagnostic::new(Code::PAGINATION, &at, message));
            return None;
        }
        Some(field.name.clone())
    }

    /// The place that `key` names, which must be one path to a member of a type that fits.
    fn one(&self, place: &Expression, key: &str, fits: fn(&Ty) -> bool) -> Option<(ir::Path, Ty)> {
        let path = place.only_path().filter(|path| !path.contains(&Step::Last));
        let Some(path) = path else {
            let message = format!("`{place}` cannot be a `{key}`, which names members alone");
            self.report(Diagnostic::new(Code::PAGINATION, &place.at, message));
            return None;
        };
        let (path, ty) = self.report_err(self.follow(path, &place.at))?;
        if !fits(&ty) {
            let message = format!("`{place}` is of a type that cannot be a `{key}`");
            self.report(Diagnostic::new(Code::PAGINATION, &place.at, message));
            return None;
        }
        Some((path, ty))
    }

    /// The fields of a path in the output, and the type at its end.
    fn follow(&self, path: &[Step], at: &Address) -> Result<(ir::Path, Ty), Diagnostic> {
        let mut steps = Vec::new();
        let mut ty = None;
        for step in path {
            let (step, next) = match (step, &ty) {
                (Step::Last, Some(Ty::List(item))) => (FieldStep::Last, (**item).clone()),
                (Step::Last, _) => {
                    return Err(Diagnostic::new(
                        Code::PAGINATION,
                        at,
                        "`[-1]` follows something that is not a list",
                    ));
                }
                (Step::Member(name), ty) => {
                    let structure = match ty {
                        None => Some(self.output),
                        Some(ty) => self.structure(ty),
                    };
                    let Some(structure) = structure else {
                        let message =
                            format!("`{name}` is looked up in something that is not a structure");
                        return Err(Diagnostic::new(Code::PAGINATION, at, message));
                    };
                    let field = member_of(structure, name, at)?;
                    (step_to(field), field.ty.clone())
                }
            };
            steps.push(step);
            ty = Some(next);
        }
        ty.map(|ty| (steps, ty))
            .ok_or_else(|| Diagnostic::new(Code::PAGINATION, at, "the path is empty"))
    }

    fn structure(&self, ty: &Ty) -> Option<&ir::Structure> {
        match ty {
            Ty::Structure(id) => self.structures.get(id.shape()),
            Ty::Box(ty) => self.structure(ty),
            _ => None,
        }
    }

    fn report(&self, diagnostic: Diagnostic) {
        self.cx.report(diagnostic.of(&self.operation.id));
    }

    fn report_err<T>(&self, decided: Result<T, Diagnostic>) -> Option<T> {
        decided.map_err(|diagnostic| self.report(diagnostic)).ok()
    }
}

/// What can be a page token, which the runtime has to compare and to write down.
fn is_token(ty: &Ty) -> bool {
    matches!(ty, Ty::String | Ty::Enum(_) | Ty::I32 | Ty::I64 | Ty::Map(..))
}

/// A type as messages name it.
fn described(ty: &Ty) -> &'static str {
    match ty {
        Ty::Bool => "a boolean",
        Ty::I8 | Ty::I16 | Ty::I32 | Ty::I64 | Ty::BigInteger => "a whole number",
        Ty::F32 | Ty::F64 | Ty::BigDecimal => "a number",
        Ty::String => "a string",
        Ty::Blob => "a blob",
        Ty::DateTime => "a timestamp",
        Ty::Document => "a document",
        Ty::Unit => "nothing",
        Ty::ByteStream | Ty::EventStream(..) => "a stream",
        Ty::Enum(_) => "an enum",
        Ty::Structure(_) => "a structure",
        Ty::Union(_) => "a union",
        Ty::List(_) => "a list",
        Ty::Map(..) => "a map",
        Ty::Option(inner) | Ty::Box(inner) => described(inner),
    }
}

/// The step to a field. Those of inputs may always be without a value.
fn step_to(field: &ir::Field) -> FieldStep {
    match field.presence.is_optional() {
        true => FieldStep::Field(field.name.clone()),
        false => FieldStep::Present(field.name.clone()),
    }
}

fn member_of<'s>(
    structure: &'s ir::Structure,
    name: &str,
    at: &Address,
) -> Result<&'s ir::Field, Diagnostic> {
    let names = structure.fields.iter().map(|field| field.member.name.as_str());
    let field = structure.fields.iter().find(|field| field.member.name == name);
    field.ok_or_else(|| {
        let message = format!(
            "the pagination names `{name}`, which `{}` does not have",
            structure.model_name
        );
        Diagnostic::new(Code::PAGINATION, at, message).did_you_mean(name, names)
    })
}

/// What is counted; the pages of an operation whose results are a structure are whole.
fn countable(ty: &Ty) -> Option<Results> {
    match ty {
        Ty::List(item) => Some(Results::List((**item).clone())),
        Ty::Map(key, value) => Some(Results::Map((**key).clone(), (**value).clone())),
        Ty::String => Some(Results::Text),
        _ => None,
    }
}

fn is_secondary(ty: &Ty) -> bool {
    countable(ty).is_some() || matches!(ty, Ty::I32 | Ty::I64)
}

#[cfg(test)]
mod tests {
    use crate::ir::{FieldStep, Paginator, Path, Results, Ty};
    use crate::model::pagination::Origin;
    use crate::test_model::{messages, plan_pages};

    const OPERATION: &str = r#""ListToys": {"http": {"method": "GET", "requestUri": "/"},
        "input": {"shape": "In"}, "output": {"shape": "Out"}}"#;
    const SHAPES: &str = r#""S": {"type": "string"}, "N": {"type": "long"}, "B": {"type": "boolean"}, "L": {"type": "list", "member": {"shape": "S"}},
        "E": {"type": "string", "enum": ["x"]}, "M": {"type": "map", "key": {"shape": "S"}, "value": {"shape": "N"}},
        "In": {"type": "structure", "members": {"Marker": {"shape": "S"}, "Kind": {"shape": "E"}, "Page": {"shape": "N"}, "From": {"shape": "M"}, "MaxItems": {"shape": "N"}}},
        "Out": {"type": "structure", "members": {"Listing": {"shape": "Listing"}, "Map": {"shape": "M"}, "NextMarker": {"shape": "S"}}},
        "Listing": {"type": "structure", "members": {"Next": {"shape": "S"}, "NextKind": {"shape": "E"}, "NextPage": {"shape": "N"},
            "More": {"shape": "B"}, "Toys": {"shape": "L"}, "Last": {"shape": "Toys"}}},
        "Toys": {"type": "list", "member": {"shape": "Toy"}}, "Toy": {"type": "structure", "members": {"Name": {"shape": "S"}}}"#;

    fn paginator(facts: &str) -> Paginator {
        let plan = plan_pages(OPERATION, SHAPES, facts)
            .unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        let operation = plan.operations.into_iter().next().expect("there is one");
        operation.paginator.expect("it answers in pages")
    }

    fn text(path: &Path) -> String {
        let step = |step: &FieldStep| match step {
            FieldStep::Field(name) => format!("{name}"),
            FieldStep::Present(name) => format!("!{name}"),
            FieldStep::Last => "@last".to_owned(),
        };
        path.iter().map(step).collect::<Vec<_>>().join(" ")
    }

    fn wrong(facts: &str) -> String {
        messages(&plan_pages(OPERATION, SHAPES, facts).unwrap_err()).join("; ")
    }

    #[test]
    fn paths_become_fields() {
        let paginator = paginator(
            r#"{"input_token": "Marker", "output_token": "Listing.Last[-1].Name || NextMarker",
                "more_results": "Listing.More", "result_key": ["Listing.Toys", "Map"], "limit_key": "MaxItems",
                "non_aggregate_keys": ["Listing.NextPage"]}"#,
        );
        assert_eq!(paginator.name.as_str(), "ListToysPaginator");
        assert_eq!(
            paginator.items.as_ref().map(|name| name.as_str()),
            Some("ListToysPaginatorItems")
        );
        let [token] = paginator.tokens.as_slice() else { panic!("{:?}", paginator.tokens) };
        assert_eq!((token.member.as_str(), token.input.as_str()), ("Marker", "marker"));
        let output: Vec<_> = token.output.iter().map(text).collect();
        assert_eq!(output, ["listing last @last name", "next_marker"]);
        assert_eq!(paginator.more.as_ref().map(text).as_deref(), Some("listing more"));
        let (path, results) = paginator.results.as_ref().expect("they are counted");
        assert_eq!((text(path).as_str(), results), ("listing toys", &Results::List(Ty::String)));
        assert_eq!(paginator.others.iter().map(text).collect::<Vec<_>>(), ["map"]);
        assert_eq!(paginator.limit.as_ref().map(|name| name.as_str()), Some("max_items"));
        assert_eq!(paginator.origin, Origin::Declared);
    }

    #[test]
    fn there_can_be_several_tokens_and_no_limit() {
        let paginator = paginator(
            r#"{"input_token": ["Marker", "Kind", "Page"], "result_key": "Map",
                "output_token": ["NextMarker", "Listing.NextKind", "Listing.NextPage"]}"#,
        );
        let inputs: Vec<_> = paginator.tokens.iter().map(|token| token.input.as_str()).collect();
        assert_eq!(inputs, ["marker", "kind", "page"]);
        assert_eq!(paginator.limit, None);
        assert_eq!(
            paginator.results.map(|(_, results)| results),
            Some(Results::Map(Ty::String, Ty::I64))
        );
    }

    #[test]
    fn a_token_may_be_a_map() {
        let paginator = paginator(
            r#"{"input_token": "From", "output_token": "Map", "result_key": "Listing.Toys"}"#,
        );
        assert_eq!(paginator.tokens[0].input.as_str(), "from");
    }

    #[test]
    fn what_cannot_be_counted_comes_in_whole_pages() {
        let facts = |results: &str| {
            paginator(&format!(
                r#"{{"input_token": "Marker", "output_token": "NextMarker", "result_key": "{results}"}}"#
            ))
        };
        let text = facts("Listing.Next");
        assert_eq!(
            (text.results.map(|(_, results)| results), text.items),
            (Some(Results::Text), None)
        );
        let structure = facts("Listing");
        assert_eq!((structure.results, structure.items), (None, None));
    }

    #[test]
    fn everything_wrong_is_found() {
        assert_eq!(
            wrong(
                r#"{"input_token": "marker", "output_token": "Map", "result_key": ["Toys", "Listing.More"],
                    "limit_key": "Kind", "more_results": "Listing.Next", "non_aggregate_keys": ["Listing.Toys[-1]"]}"#
            ),
            "the pagination names `marker`, which `In` does not have; \
             `Kind` is of a type that cannot be a `limit_key`; \
             `Listing.Next` is of a type that cannot be a `more_results`; \
             the pagination names `Toys`, which `Out` does not have; \
             `Listing.More` is of a type that cannot be a `result_key`; \
             `Listing.Toys[-1]` cannot be a `non_aggregate_keys`, which names members alone"
        );
        assert_eq!(
            wrong(
                r#"{"input_token": "Page", "output_token": "Map", "result_key": "Listing.Next.More"}"#
            ),
            "`Page` cannot take its next value from `Map`: the former is a whole number, and the latter is a map; \
             `More` is looked up in something that is not a structure"
        );
        assert_eq!(
            wrong(
                r#"{"input_token": ["Marker", "Kind"], "output_token": ["NextMarker[-1]", "a[0]"]}"#
            ),
            "the attribute `result_key` is missing; `a[0]` is not a path that is supported"
        );
    }
}
