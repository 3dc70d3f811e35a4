//! The same listings by our paginators and by boto3's, from a server that really pages: the same
//! requests, the same pages and items, and resume tokens that either can go on with.

mod clients;
mod server;

use clients::{Case, ENDLESS, Listed, OPERATIONS, Operation, Theirs, operation, theirs};
use serde_json::{Value, json};
use server::{End, Form, Listing, Request, Server, Trouble};
use smithwright_tests::boto3::Driver;
use smithwright_tests::models;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The item at an index, by whichever name its type has for it.
fn item(index: usize) -> Value {
    let names = [
        "apiId",
        "apiMappingId",
        "authorizerId",
        "deploymentId",
        "domainName",
        "integrationId",
        "integrationResponseId",
        "modelId",
        "portalId",
        "portalProductId",
        "productPageId",
        "productRestEndpointPageId",
        "routeId",
        "routeResponseId",
        "routingRuleId",
        "stageName",
        "vpcLinkId",
        "id",
        "basePath",
        "clientCertificateId",
        "domainNameAccessAssociationArn",
        "statusCode",
        "version",
        "Key",
    ];
    names.iter().map(|name| ((*name).to_owned(), self::name(index))).collect()
}

fn name(index: usize) -> Value {
    format!("item {index}").into()
}

fn list(items: Vec<Value>) -> Value {
    items.into()
}

fn map(items: Vec<Value>) -> Value {
    let entry = |item: &Value| (item[0].as_str().expect("a key").to_owned(), item[1].clone());
    items.iter().map(entry).collect()
}

fn nothing(_: usize) -> Value {
    json!({})
}

/// Tokens of several styles: plain, hard to put into a URI, long, JSON, digits.
const STYLES: [fn(usize) -> Vec<Value>; 5] = [
    |at| vec![format!("t{at}").into()],
    |at| vec![format!("é {at}+/=&%2F?#\"\\🙂").into()],
    |at| vec![format!("{at:x>3000}").into()],
    |at| vec![json!({ "at": [at, null] }).to_string().into()],
    |at| vec![(at + 100).to_string().into()],
];

/// How the operations of API Gateway V2 answer.
fn gateway(operation: &'static str) -> Form {
    Form {
        service: "apigatewayv2",
        operation,
        limit: "maxResults",
        tokens: &[("nextToken", Some("nextToken"))],
        mark: STYLES[0],
        more: None,
        results: if operation == "ListRoutingRules" { "routingRules" } else { "items" },
        item,
        gather: list,
        others: nothing,
    }
}

/// How those of API Gateway do.
fn rest(operation: &'static str) -> Form {
    let plain = Form {
        service: "apigateway",
        limit: "limit",
        tokens: &[("position", Some("position"))],
        results: "item",
        ..gateway(operation)
    };
    match operation {
        "GetUsage" => Form {
            results: "values",
            item: |index| json!([format!("item {index}"), [[index, 7]]]),
            gather: map,
            ..plain
        },
        _ => plain,
    }
}

/// How those of the fixture do, by what is special about each.
fn fixture(name_: &str) -> Form {
    let plain = Form { service: "pages", item: name, ..gateway("") };
    match name_ {
        "GetHistory" => Form {
            operation: "GetHistory",
            tokens: &[("token", Some("NextToken"))],
            results: "History.Amounts",
            ..plain
        },
        "ListCorrected" => Form {
            operation: "ListCorrected",
            tokens: &[("after", Some("Next"))],
            results: "Names",
            ..plain
        },
        "ListInferred" => Form { operation: "ListInferred", results: "names", ..plain },
        "ListNested" => Form {
            operation: "ListNested",
            limit: "MaxItems",
            tokens: &[("Marker", Some("Listing.NextMarker"))],
            more: Some("Listing.IsTruncated"),
            results: "Listing.Items",
            item: |index| json!([format!("item {index}")]),
            ..plain
        },
        "ListObjects" => Form {
            operation: "ListObjects",
            limit: "max-keys",
            tokens: &[("marker", None)],
            mark: |at| vec![format!("item {}", at - 1).into()],
            more: Some("IsTruncated"),
            results: "Contents",
            item,
            others: |at| json!({ "Prefixes": [format!("prefix {at}")] }),
            ..plain
        },
        "ListParts" => Form {
            operation: "ListParts",
            limit: "max-parts",
            tokens: &[("marker", Some("NextPartMarker"))],
            mark: |at| vec![at.into()],
            more: Some("IsTruncated"),
            results: "Parts",
            ..plain
        },
        "ListRecords" => Form {
            operation: "ListRecords",
            limit: "max",
            tokens: &[
                ("name", Some("NextName")),
                ("kind", Some("NextKind")),
                ("id", Some("NextId")),
            ],
            mark: |at| {
                let id = if at % 2 == 0 { Value::Null } else { format!("id {at}").into() };
                vec![format!("name {at}").into(), "TXT".into(), id]
            },
            more: Some("IsTruncated"),
            results: "Records",
            others: |at| json!({ "Notes": [format!("note {at}")], "Counted": at, "Remark": format!("r{at}") }),
            ..plain
        },
        "ListShards" => Form {
            operation: "ListShards",
            limit: "limit",
            tokens: &[("start", None)],
            mark: |at| vec![format!("item {}", at - 1).into()],
            more: Some("Stream.HasMore"),
            results: "Stream.Shards",
            item,
            others: |_| json!({ "Stream": { "Name": "s", "Hours": 24 } }),
            ..plain
        },
        "ListUsage" => Form {
            operation: "ListUsage",
            tokens: &[("position", Some("position"))],
            results: "values",
            item: |index| json!([format!("item {index}"), index]),
            gather: map,
            ..plain
        },
        _ => Form {
            operation: "ReadLog",
            limit: "lines",
            tokens: &[("marker", Some("Marker"))],
            more: Some("Pending"),
            results: "Data",
            item: |index| char::from(b'a' + index as u8).to_string().into(),
            gather: |items| items.iter().filter_map(Value::as_str).collect::<String>().into(),
            ..plain
        },
    }
}

fn form(operation: &Operation) -> Form {
    match operation.service {
        "pages" => fixture(operation.name),
        "apigateway" => rest(operation.name),
        _ => gateway(operation.name),
    }
}

/// The fixture's model where botocore looks for one, with our overlay's correction, which it lacks.
fn lay_out(folder: &Path) {
    let (model, to) = (models::folder("fixtures/pages"), folder.join("pages").join("2020-01-01"));
    fs::create_dir_all(&to).expect("it can be made");
    for file in ["service-2.json", "endpoint-rule-set-1.json"] {
        fs::copy(model.join(file), to.join(file)).expect("it can be copied");
    }
    let facts = fs::read_to_string(model.join("paginators-1.json")).expect("it can be read");
    let facts = facts.replace("\"Wrong\"", "\"After\"");
    fs::write(to.join("paginators-1.json"), facts).expect("it can be written");
}

/// The server, and who lists from it.
struct Bench {
    server: Server,
    clients: clients::Clients,
    boto3: Driver,
    compared: usize,
    _models: tempfile::TempDir,
}

/// What one listing gave and asked, by both.
struct Both {
    pages: Listed,
    asked: Vec<Request>,
    theirs: Theirs,
    they_asked: Vec<Request>,
}

impl Bench {
    async fn new() -> Self {
        let models = tempfile::tempdir().expect("a folder can be made");
        lay_out(models.path());
        let server = Server::start(Listing::new(gateway(""))).await;
        let url = server.url();
        let folder = models.path().to_str().expect("it is text");
        let boto3 = Driver::start("paging_driver.py", &[&url, folder]);
        Self { clients: clients::Clients::new(&url), server, boto3, compared: 0, _models: models }
    }

    async fn list(&mut self, listing: &Listing, case: &Case) -> Both {
        let operation = operation(&listing.form);
        self.server.serve(listing);
        let pages = (operation.pages)(&self.clients, case).await;
        let asked = self.server.asked();
        self.server.serve(listing);
        let theirs = theirs(&mut self.boto3, operation, &json!({}), case);
        Both { pages, asked, theirs, they_asked: self.server.asked() }
    }

    /// Lists with both, and expects them to do and give the same. Gives the resume token.
    async fn compare(&mut self, listing: &Listing, case: &Case) -> Option<String> {
        let both = self.list(listing, case).await;
        let about = format!("{}, {case:?}, {:?}", listing.form.operation, both.theirs.error);
        assert_eq!(both.asked, both.they_asked, "{about}");
        assert_eq!(
            both.pages.error.is_some(),
            both.theirs.error.is_some(),
            "{about} {both:?}",
            both = both.pages.error
        );
        let pages: Vec<_> = both.pages.all.iter().map(without_null).collect();
        let their_pages: Vec<_> = both.theirs.pages.iter().map(without_null).collect();
        assert_eq!(pages, their_pages, "{about}");
        if both.pages.error.is_none() {
            assert_eq!(both.pages.resume, both.theirs.resume, "{about}");
        }
        if let Some(items) = operation(&listing.form).items {
            self.server.serve(listing);
            let items = items(&self.clients, case).await;
            assert_eq!(self.server.asked(), both.asked, "{about}");
            assert_eq!(items.resume, both.pages.resume, "{about}");
            if both.theirs.items.len() == items.all.len() {
                assert_eq!(items.all, both.theirs.items, "{about}");
            } else {
                let is_map = ["ListUsage", "GetUsage"].contains(&listing.form.operation);
                assert!(is_map, "{about}: boto3 lists no maps");
            }
        }
        self.compared += 1;
        both.pages.resume
    }

    /// Every page size, limit and starting token that a listing left.
    async fn matrix(&mut self, listing: &Listing, sizes: &[Option<i32>], limits: &[Option<usize>]) {
        let can = operation(&listing.form).can;
        let sizes = if can.contains(&"page_size") { sizes } else { &[None] };
        let limits = if can.contains(&"max_items") { limits } else { &[None] };
        for page_size in sizes {
            let mut tokens = BTreeSet::new();
            for max_items in limits {
                let case =
                    Case { page_size: *page_size, max_items: *max_items, starting_token: None };
                tokens.extend(self.compare(listing, &case).await);
            }
            for token in tokens {
                for max_items in limits {
                    let case = Case {
                        page_size: *page_size,
                        max_items: *max_items,
                        starting_token: Some(token.clone()),
                    };
                    self.compare(listing, &case).await;
                }
            }
        }
    }
}

/// boto3 leaves out what is null.
fn without_null(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            let kept = object.iter().filter(|(_, value)| !value.is_null());
            kept.map(|(key, value)| (key.clone(), without_null(value))).collect()
        }
        Value::Array(items) => items.iter().map(without_null).collect(),
        other => other.clone(),
    }
}

const ALL_SIZES: [Option<i32>; 6] = [None, Some(1), Some(2), Some(3), Some(7), Some(9)];
const ALL_LIMITS: [Option<usize>; 8] =
    [None, Some(0), Some(1), Some(3), Some(4), Some(6), Some(7), Some(8)];

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs boto3: cargo xtask test"]
async fn every_size_limit_and_start_gives_what_boto3_gives() {
    let mut bench = Bench::new().await;
    for name in ["GetIntegrations", "GetIntegrationResponses", "ListRoutingRules"] {
        bench.matrix(&Listing::new(gateway(name)), &ALL_SIZES, &ALL_LIMITS).await;
    }
    println!("{} listings were the same", bench.compared);
    assert!(bench.compared > 500, "{}", bench.compared);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs boto3: cargo xtask test"]
async fn all_operations_page_as_boto3_pages_them() {
    let mut bench = Bench::new().await;
    for operation in OPERATIONS.iter().filter(|operation| !cannot(operation.name)) {
        let listing = Listing::new(form(operation));
        bench.matrix(&listing, &[None, Some(2)], &[None, Some(3), Some(4)]).await;
    }
    let count = |service| OPERATIONS.iter().filter(|it| it.service == service).count();
    assert_eq!((count("apigatewayv2"), count("apigateway")), (17, 19));
    println!("{} listings were the same", bench.compared);
    assert!(bench.compared > 200, "{}", bench.compared);
}

/// boto3 fails where it has to cut a map, or to count or cut a structure.
fn cannot(name: &str) -> bool {
    ["ListUsage", "GetUsage", "GetHistory", "ListObjects", "ListRecords"].contains(&name)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs boto3: cargo xtask test"]
async fn maps_and_several_results_page_as_boto3_pages_them_where_nothing_is_cut() {
    let mut bench = Bench::new().await;
    let fixtures = ["ListUsage", "GetHistory", "ListObjects", "ListRecords"].map(fixture);
    for form in fixtures.into_iter().chain([rest("GetUsage")]) {
        for page in [1, 3, 9] {
            let listing = Listing { page, ..Listing::new(form) };
            bench.compare(&listing, &Case::default()).await;
        }
    }
    assert_eq!(bench.compared, 15);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs boto3: cargo xtask test"]
async fn tokens_ends_and_holes_of_all_kinds_are_followed_alike() {
    let mut bench = Bench::new().await;
    let plain = Listing::new(gateway("GetIntegrations"));
    for style in STYLES {
        let listing = Listing { form: Form { mark: style, ..plain.form }, ..plain.clone() };
        bench.matrix(&listing, &[None, Some(2)], &[None, Some(3), Some(5)]).await;
    }
    for end in [End::Null, End::Empty] {
        bench.matrix(&Listing { end, ..plain.clone() }, &[None], &[None, Some(6), Some(7)]).await;
    }
    let stale = Listing { end: End::Stale, ..Listing::new(fixture("ListNested")) };
    bench.matrix(&stale, &[None], &[None, Some(7)]).await;
    const HOLES: [&[usize]; 5] = [&[0, 1, 2], &[3, 4, 5], &[6], &[0, 1, 2, 3, 4, 5, 6], &[1, 4]];
    for holes in HOLES {
        bench
            .matrix(
                &Listing { holes, ..plain.clone() },
                &[None],
                &[None, Some(0), Some(2), Some(4)],
            )
            .await;
    }
    println!("{} listings were the same", bench.compared);
    assert!(bench.compared > 80, "{}", bench.compared);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs boto3: cargo xtask test"]
async fn trouble_is_met_alike_and_a_failed_listing_can_be_resumed() {
    let mut bench = Bench::new().await;
    let plain = Listing::new(gateway("GetIntegrations"));
    let mut resumed = 0;
    for trouble in [Trouble::Throttled, Trouble::Broken] {
        for (at, times) in
            [(None, 1), (None, 2), (Some(0), 2), (Some(3), 1), (Some(3), 3), (Some(6), 9)]
        {
            let listing = Listing { trouble: Some((trouble, at, times)), ..plain.clone() };
            let resume = bench.compare(&listing, &Case::default()).await;
            let Some(starting_token) = resume else { continue };
            assert!(times > 2, "{trouble:?} is overcome by trying again");
            let failed = bench.list(&listing, &Case::default()).await;
            let rest = Case { starting_token: Some(starting_token), ..Case::default() };
            let rest = bench.list(&plain, &rest).await;
            let items = |pages: &[Value]| {
                pages
                    .iter()
                    .flat_map(|page| page["Items"].as_array().cloned().unwrap_or_default())
                    .collect::<Vec<_>>()
            };
            let all = [items(&failed.pages.all), items(&rest.pages.all)].concat();
            let whole = bench.list(&plain, &Case::default()).await;
            assert_eq!(all, whole.theirs.items, "{trouble:?} {at:?}");
            resumed += 1;
        }
    }
    assert_eq!((bench.compared, resumed), (12, 4));
}

/// Where we do otherwise on purpose, or boto3 goes wrong.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs boto3: cargo xtask test"]
async fn what_is_done_otherwise_on_purpose() {
    let mut bench = Bench::new().await;
    let plain = Listing::new(gateway("GetIntegrations"));
    let twice = |token: &str| format!("the service gave the same pagination token twice: {token}");

    // A A: we end the listing, as the official crate does; boto3 with an error.
    let same = bench
        .list(&Listing { jump: Some((6, 3)), page: 3, ..plain.clone() }, &Case::default())
        .await;
    assert_eq!(same.pages.error, None);
    assert!(same.theirs.error.as_deref().is_some_and(|error| error.contains("received twice")));
    assert_eq!(same.asked, same.they_asked);

    // A B A B: boto3 goes round for ever.
    let circle = Listing { jump: Some((6, 2)), page: 2, ..plain.clone() };
    let circle = bench.list(&circle, &Case::default()).await;
    assert!(
        circle.pages.error.as_deref().is_some_and(|error| error.contains(&twice("t2"))),
        "{:?}",
        circle.pages.error
    );
    assert_eq!((circle.theirs.pages.len(), circle.theirs.error), (ENDLESS, None));

    // What is no resume token: boto3 sends it to the service.
    let raw = Case { starting_token: Some("t3".to_owned()), ..Case::default() };
    let raw = bench.list(&plain, &raw).await;
    assert!(raw.pages.error.is_some_and(|error| error.contains("not a starting token")));
    assert_eq!((raw.asked.len(), raw.theirs.items.len()), (0, 4));

    // A start at a page's boundary: boto3 loses the other results of that page.
    let records = Listing::new(fixture("ListRecords"));
    let limit = Case { max_items: Some(3), ..Case::default() };
    let token = bench.list(&records, &limit).await;
    assert_eq!(token.pages.resume, token.theirs.resume);
    let rest = Case { starting_token: token.pages.resume, ..Case::default() };
    let rest = bench.list(&records, &rest).await;
    assert_eq!(rest.asked, rest.they_asked);
    assert_eq!(rest.pages.all[0]["Notes"], json!(["note 3"]));
    assert_eq!(rest.theirs.pages[0]["Notes"], json!([]));

    // A body shorter than its head says: boto3 takes what there is.
    let cut_off = Listing { trouble: Some((Trouble::CutOff, None, 1)), ..plain.clone() };
    let cut_off = bench.list(&cut_off, &Case::default()).await;
    assert_eq!((cut_off.asked.len(), cut_off.they_asked.len()), (6, 3));
    assert_eq!(cut_off.pages.all.len(), 3);

    // A map that has to be cut: boto3 fails.
    let limit = Case { max_items: Some(2), ..Case::default() };
    let map = bench.list(&Listing::new(fixture("ListUsage")), &limit).await;
    assert_eq!(map.pages.all[0]["values"], json!({ "item 0": 0, "item 1": 1 }));
    assert!(map.pages.error.is_none() && map.theirs.error.is_some());
}
