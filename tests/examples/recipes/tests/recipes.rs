//! Each recipe in Rust and in Python, on fresh accounts: both print the same and leave the same behind.

use serde_json::{Value, json};
use smithwright_conformance::boto3::{self, Moto};
use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Language {
    Rust,
    Python,
}

const BOTH: [Language; 2] = [Language::Rust, Language::Python];

fn source(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(name)
}

/// A server with an account, and a folder for what programs write.
struct Account {
    server: Moto,
    folder: tempfile::TempDir,
}

impl Account {
    fn new() -> Self {
        let server = Moto::within("api_gateway_v2.py");
        let account = Self { server, folder: tempfile::tempdir().expect("a folder can be made") };
        account.clear();
        account
    }

    /// Makes it a fresh account, which makes up the same ids as the last.
    fn clear(&self) {
        self.ask("POST", "/moto-api/reset", &Value::Null);
        self.ask("POST", "/moto-api/seed?a=1", &Value::Null);
    }

    /// What the server answers to a request that no client has a hand in.
    fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        let url = self.server.url();
        let address = url.strip_prefix("http://").expect("it is a URL");
        let mut connection = TcpStream::connect(address).expect("the server listens");
        let (body, scope) = (body.to_string(), "AKID/20260101/us-east-1/apigateway/aws4_request");
        let request = format!(
            "{method} {path} HTTP/1.0\r\nHost: {address}\r\nContent-Length: {}\r\n\
             Authorization: AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0\r\n\r\n{body}",
            body.len(),
        );
        connection.write_all(request.as_bytes()).expect("the server reads");
        let mut answer = String::new();
        connection.read_to_string(&mut answer).expect("the server answers");
        let (head, body) = answer.split_once("\r\n\r\n").expect("it answers in HTTP");
        let status = head.split(' ').nth(1).expect("it has a status");
        assert!(status.starts_with('2'), "{method} {path}: {answer}");
        serde_json::from_str(body).unwrap_or_default()
    }

    /// Makes what is at the path, and gives the member that is its id.
    fn make(&self, path: &str, id: &str, body: &Value) -> String {
        let made = self.ask("POST", path, body);
        made[id].as_str().unwrap_or_else(|| panic!("{made} has no {id}")).to_owned()
    }

    fn make_apis(&self, count: usize) {
        for index in 0..count {
            self.make_api(&format!("api {index}"));
        }
    }

    fn make_api(&self, name: &str) -> String {
        let api = json!({ "name": name, "protocolType": "HTTP", "version": "1" });
        self.make("/v2/apis", "apiId", &api)
    }

    /// Everything that there is, without times.
    fn state(&self) -> Value {
        self.ask("GET", "/state/us-east-1", &Value::Null)
    }

    fn command(&self, language: Language, recipe: &str, arguments: &[&str]) -> Command {
        let mut command = match language {
            Language::Rust => Command::new(env!("CARGO_BIN_EXE_recipes")),
            Language::Python => boto3::python(),
        };
        if language == Language::Python {
            command.arg(source(&format!("{recipe}.py")));
        }
        command.args(arguments).current_dir(&self.folder).env_remove("AWS_PROFILE");
        command.env("RECIPE", recipe).env("AWS_ENDPOINT_URL", self.server.url());
        command.env("AWS_ACCESS_KEY_ID", "AKID").env("AWS_SECRET_ACCESS_KEY", "secret");
        for (names, value) in [
            (["AWS_REGION", "AWS_DEFAULT_REGION"], "us-east-1"),
            (["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"], "/nowhere"),
        ] {
            command.envs(names.map(|name| (name, value)));
        }
        command
    }

    /// What a recipe prints.
    fn run(&self, language: Language, recipe: &str, arguments: &[&str]) -> String {
        let output = self.command(language, recipe, arguments).output().expect("it starts");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{language:?} {recipe} {arguments:?}: {errors}");
        String::from_utf8(output.stdout).expect("it prints text")
    }

    fn start(&self, language: Language, recipe: &str, arguments: &[&str]) -> Child {
        let mut command = self.command(language, recipe, arguments);
        command.stdout(Stdio::null()).spawn().expect("it starts")
    }
}

/// Does the same on a fresh account in both languages. What was printed and what there is then must be the same.
fn same(account: &Account, script: impl Fn(Language) -> String) -> (String, Value) {
    let [ours, theirs] = BOTH.map(|language| {
        account.clear();
        (script(language), account.state())
    });
    assert_eq!(ours.0, theirs.0);
    assert_eq!(ours.1, theirs.1);
    assert!(!ours.0.is_empty(), "nothing was compared");
    ours
}

/// The texts at a JSON pointer of each entry of a list.
fn each<'a>(list: &'a Value, pointer: &str) -> Vec<&'a str> {
    let list = list.as_array().expect("it is a list").iter();
    list.map(|one| one.pointer(pointer).and_then(Value::as_str).unwrap_or_default()).collect()
}

#[test]
#[ignore = "needs moto and boto3: cargo xtask test"]
fn http_api() {
    let account = Account::new();
    let function = "arn:aws:lambda:us-east-1:123456789012:function:pets";
    let (told, state) =
        same(&account, |language| account.run(language, "http_api", &["pets", function]));
    let api = &state["apis"][0];
    let keys = ["GET /pets", "POST /pets", "GET /pets/{petId}", "$default"];
    assert_eq!(each(&api["routes"], "/routeKey"), keys);
    let integration = &api["integrations"][0];
    let target = format!("integrations/{}", integration["integrationId"].as_str().expect("an id"));
    assert_eq!(each(&api["routes"], "/target"), [&target; 4]);
    assert_eq!(
        [&integration["integrationType"], &integration["integrationUri"]],
        ["AWS_PROXY", function]
    );
    assert_eq!(api["stages"][0]["deploymentId"], api["deployments"][0]["deploymentId"]);
    let address = format!("{}/prod/pets\n", api["apiEndpoint"].as_str().expect("an address"));
    assert!(told.ends_with(&address), "{told}");
}

#[test]
#[ignore = "needs moto and boto3: cargo xtask test"]
fn websocket_api() {
    let account = Account::new();
    let (told, state) = same(&account, |language| {
        account.run(language, "websocket_api", &["chat", "https://orders.example.com/"])
    });
    let api = &state["apis"][0];
    assert_eq!(each(&api["routes"], "/routeKey"), ["ping", "order"]);
    assert_eq!(each(&api["routes"], "/responses/0/routeResponseKey"), ["$default"; 2]);
    assert_eq!(api["routes"][1]["requestModels"], json!({ "order": "Order" }));
    assert_eq!(api["models"][0]["name"], "Order");
    let [ping, order] = api["integrations"].as_array().expect("a list").as_slice() else {
        panic!("{api:#}");
    };
    assert_eq!(ping["requestTemplates"], json!({ "200": "{\"statusCode\": 200}" }));
    let keys = ["$default", r"/4\d\d/", r"/5\d\d/"];
    assert_eq!(each(&order["responses"], "/integrationResponseKey"), keys);
    assert_eq!(api["stages"][0]["deploymentId"], api["deployments"][0]["deploymentId"]);
    assert!(told.ends_with("  /5\\d\\d/: {\"order\": \"try again\"}\n"), "{told}");
}

#[test]
#[ignore = "needs moto and boto3: cargo xtask test"]
fn custom_domain() {
    let account = Account::new();
    let (told, state) = same(&account, |language| {
        let [shop, blog] = ["shop", "blog"].map(|name| account.make_api(name));
        let run = |paths: [String; 3]| {
            let paths = paths.each_ref().map(String::as_str);
            let arguments =
                [&["www.example.com", "arn:aws:acm:us-east-1:1:certificate/c"], &paths[..]];
            account.run(language, "custom_domain", &arguments.concat())
        };
        let first =
            run([format!("={shop}/v1"), format!("blog={blog}/v1"), format!("shop={shop}/v1")]);
        let then =
            run([format!("={shop}/v1"), format!("blog={blog}/v2"), format!("new={shop}/v3")]);
        format!("{first}{then}").replace(&shop, "SHOP").replace(&blog, "BLOG")
    });
    let address =
        "  its DNS record leads to d-www-example-com.execute-api.us-east-1.amazonaws.com\n";
    let expected = format!(
        "created www.example.com\n{address}  / leads to SHOP/v1\n  /blog leads to BLOG/v1\n  /shop leads to SHOP/v1\n\
         www.example.com is there\n{address}  / leads to SHOP/v1 already\n  /blog leads to BLOG/v2 now\n  /new leads to SHOP/v3\n"
    );
    assert_eq!(told, expected);
    assert_eq!(each(&state["mappings"], "/apiMappingKey"), ["", "blog", "shop", "new"]);
    assert_eq!(each(&state["mappings"], "/stage"), ["v1", "v2", "v1", "v3"]);
}

/// The ids of all that there is, wherever it stands.
fn ids(state: &Value, found: &mut BTreeSet<String>) {
    const IDS: [&str; 11] = [
        "apiId",
        "routeId",
        "integrationId",
        "routeResponseId",
        "integrationResponseId",
        "stageName",
        "authorizerId",
        "modelId",
        "deploymentId",
        "apiMappingId",
        "vpcLinkId",
    ];
    match state {
        Value::Object(members) => {
            let own = members.iter().filter(|(name, _)| IDS.contains(&name.as_str()));
            found.extend(own.filter_map(|(_, id)| id.as_str()).map(str::to_owned));
            members.values().for_each(|member| ids(member, found));
        }
        Value::Array(list) => list.iter().for_each(|one| ids(one, found)),
        _ => {}
    }
}

#[test]
#[ignore = "needs moto and boto3: cargo xtask test"]
fn inventory() {
    let account = Account::new();
    // Of each kind more than a page holds.
    account.ask("PUT", "/page/4", &Value::Null);
    let many = || (0..6).map(|index| format!("n{index}"));
    account.make_apis(5);
    let chat = json!({ "name": "chat", "protocolType": "WEBSOCKET" });
    let chat = format!("/v2/apis/{}", account.make("/v2/apis", "apiId", &chat));
    let part =
        |path: &str, id: &str, body: Value| account.make(&format!("{chat}/{path}"), id, &body);
    for name in many() {
        let integration =
            part("integrations", "integrationId", json!({ "integrationType": "MOCK" }));
        let response = json!({ "integrationResponseKey": "$default" });
        part(
            &format!("integrations/{integration}/integrationresponses"),
            "integrationResponseId",
            response,
        );
        let target = format!("integrations/{integration}");
        let route = part("routes", "routeId", json!({ "routeKey": name, "target": target }));
        part(
            &format!("routes/{route}/routeresponses"),
            "routeResponseId",
            json!({ "routeResponseKey": name }),
        );
        part("authorizers", "authorizerId", json!({ "name": name, "authorizerType": "REQUEST" }));
        part("models", "modelId", json!({ "name": name, "schema": "{}" }));
        part("deployments", "deploymentId", json!({ "description": name }));
        part("stages", "stageName", json!({ "stageName": name }));
        account.make("/v2/vpclinks", "vpcLinkId", &json!({ "name": name, "subnetIds": [] }));
        account.make(
            "/v2/domainnames",
            "domainName",
            &json!({ "domainName": format!("{name}.test") }),
        );
        let api = chat.rsplit('/').next();
        let mapping = json!({ "apiId": api, "stage": name, "apiMappingKey": name });
        account.make("/v2/domainnames/n0.test/apimappings", "apiMappingId", &mapping);
    }
    let [table, json] = [&[][..], &["--json"]].map(|arguments: &[&str]| {
        let [ours, theirs] = BOTH.map(|language| account.run(language, "inventory", arguments));
        assert_eq!(ours, theirs);
        ours
    });

    let mut expected = BTreeSet::new();
    ids(&account.state(), &mut expected);
    expected.extend(many().map(|name| format!("{name}.test")));
    // Six of 11 kinds, and domain names.
    assert_eq!(expected.len(), 6 * 12);
    let listed = table.lines().filter_map(|line| {
        let line = line.trim_start();
        let kind =
            ["API", "domain name", "VPC link"].into_iter().find(|kind| line.starts_with(kind));
        let kind = kind.or(line.split(' ').next()).unwrap_or_default();
        line[kind.len()..].split_whitespace().next()
    });
    let listed: Vec<_> = listed.map(str::to_owned).collect();
    assert_eq!(listed.len(), expected.len(), "something is listed twice");
    assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), expected);
    let json: Value = serde_json::from_str(&json).expect("it is JSON");
    let chat = json.as_array().expect("a list").iter().find(|it| it["name"] == "chat (WEBSOCKET)");
    assert_eq!(chat.expect("it is listed")["parts"].as_array().map(Vec::len), Some(6 * 6));
}

#[test]
#[ignore = "needs moto and boto3: cargo xtask test"]
fn export_import() {
    let account = Account::new();
    let (told, state) = same(&account, |language| {
        let api = account.make_api("shop");
        let path = format!("/v2/apis/{api}");
        account.ask("POST", &format!("{path}/stages"), &json!({ "stageName": "live" }));
        for key in ["GET /orders", "ANY /orders/{id}", "$default"] {
            let integration = json!({
                "integrationType": "HTTP_PROXY", "integrationMethod": "ANY",
                "integrationUri": "https://shop.example.com", "payloadFormatVersion": "1.0",
            });
            let integration =
                account.make(&format!("{path}/integrations"), "integrationId", &integration);
            let route = json!({ "routeKey": key, "target": format!("integrations/{integration}") });
            account.ask("POST", &format!("{path}/routes"), &route);
        }
        let run = |arguments: &[&str]| account.run(language, "export_import", arguments);
        let exported = run(&["export", &api, "shop.yaml"]);
        let imported = run(&["import", "shop.yaml"]);
        let route = json!({ "routeKey": "GET /too-much" });
        account.ask("POST", &format!("{path}/routes"), &route);
        let again = run(&["import", "shop.yaml", &api]);
        let document = fs::read_to_string(account.folder.path().join("shop.yaml"));
        format!("{exported}{imported}{again}{}", document.expect("it was written"))
    });
    let [first, second] = state["apis"].as_array().expect("a list").as_slice() else {
        panic!("{state:#}");
    };
    for api in [first, second] {
        assert_eq!([&api["name"], &api["version"]], ["shop", "1"]);
        let keys = ["GET /orders", "ANY /orders/{id}", "$default"];
        assert_eq!(each(&api["routes"], "/routeKey"), keys);
        assert_eq!(each(&api["integrations"], "/integrationUri"), ["https://shop.example.com"; 3]);
    }
    assert_eq!(each(&first["stages"], "/stageName"), ["live"]);
    let anew = format!("imported anew shop, {}\n", first["apiId"].as_str().expect("an id"));
    assert!(told.contains(&anew) && told.contains("openapi: 3.0.1"), "{told}");
}

#[test]
#[ignore = "needs moto and boto3: cargo xtask test"]
fn from_file() {
    let account = Account::new();
    let (told, state) = same(&account, |language| {
        account.make_apis(30);
        let run = |routes: Value| {
            let wanted = json!({ "name": "shop", "routes": routes }).to_string();
            fs::write(account.folder.path().join("shop.json"), wanted).expect("it can be written");
            account.run(language, "from_file", &["shop.json"])
        };
        let first = run(json!({ "$default": "https://a.test", "GET /b": "https://b.test" }));
        let then = run(json!({ "$default": "https://c.test", "GET /d": "https://d.test" }));
        let again = run(json!({ "$default": "https://c.test", "GET /d": "https://d.test" }));
        format!("{first}{then}{again}")
    });
    let api = &state["apis"][30];
    let (id, address) = (&api["apiId"], api["apiEndpoint"].as_str().expect("an address"));
    let expected = format!(
        "created {}\n  added $default: https://a.test\n  added GET /b: https://b.test\nshop: {address}\n  \
         changed $default: https://c.test\n  added GET /d: https://d.test\n  removed GET /b\nshop: {address}\n\
         shop: {address}\n",
        id.as_str().expect("an id"),
    );
    assert_eq!(told, expected);
    assert_eq!(each(&api["routes"], "/routeKey"), ["$default", "GET /d"]);
    assert_eq!(each(&api["stages"], "/stageName"), ["$default"]);
}

/// The names of the APIs in a list that the recipe wrote, each in its line.
fn names_in(list: &Path) -> Vec<String> {
    let list = fs::read_to_string(list).expect("there is a list");
    list.lines().map(|line| line.split_once(' ').expect("an id and a name").1.to_owned()).collect()
}

#[test]
#[ignore = "needs moto and boto3: cargo xtask test"]
fn resumed_after_it_was_killed() {
    let account = Account::new();
    account.make_apis(45);
    let all: Vec<_> = (0..45).map(|index| format!("api {index}")).collect();
    let (list, place) = (account.folder.path().join("list"), account.folder.path().join("place"));
    for (first, then) in BOTH.into_iter().flat_map(|first| BOTH.map(|then| (first, then))) {
        // The third page is never given, and the program waits for it.
        account.ask("PUT", "/hold/3", &Value::Null);
        let mut program = account.start(first, "resumed", &["list", "place"]);
        account.ask("GET", "/held", &Value::Null);
        program.kill().expect("it runs");
        let ended = program.wait().expect("it ends");
        assert_eq!(ended.signal(), Some(9), "{first:?} was not killed: {ended}");
        assert_eq!(names_in(&list), all[..20]);

        // What a program leaves that is killed while it writes a page.
        let mut file = fs::File::options().append(true).open(&list).expect("it is there");
        file.write_all(b"abcdefgh api 20\nijkl").expect("it can be written");
        let told = account.run(then, "resumed", &["list", "place"]);
        assert_eq!(told, "the list is complete\n");
        assert_eq!(names_in(&list), all, "{first:?}, and then {then:?}");

        assert_eq!(account.run(then, "resumed", &["list", "place"]), told);
        assert_eq!(names_in(&list), all);
        for file in [&list, &place] {
            fs::remove_file(file).expect("it is there");
        }
    }
}

#[test]
#[ignore = "needs moto and boto3: cargo xtask test"]
fn resumed_whenever_it_was_killed() {
    let account = Account::new();
    account.make_apis(45);
    let mut killed = 0;
    for patience in (1..).map(|attempt| Duration::from_millis(4 * attempt)) {
        let mut program = account.start(Language::Rust, "resumed", &["list", "place"]);
        std::thread::sleep(patience);
        program.kill().ok();
        let ended = program.wait().expect("it ends");
        if ended.signal().is_none() {
            assert!(ended.success(), "{ended}");
            break;
        }
        killed += 1;
    }
    assert!(killed > 0, "it was never killed");
    let all: Vec<_> = (0..45).map(|index| format!("api {index}")).collect();
    assert_eq!(names_in(&account.folder.path().join("list")), all);
}

#[test]
#[ignore = "needs moto and boto3: cargo xtask test"]
fn clean_up() {
    let account = Account::new();
    let fill = || {
        let tags = json!({ "env": "test" });
        let api = |name: &str, tags: &Value| {
            let api = json!({ "name": name, "protocolType": "HTTP", "tags": tags });
            account.make("/v2/apis", "apiId", &api)
        };
        let kept = api("kept", &json!({ "env": "prod" }));
        (0..26).for_each(|_| drop(api("old", &tags)));
        let gone = api("gone", &tags);
        for (name, tags) in [("kept.test", &Value::Null), ("gone.test", &tags)] {
            let tags = tags.as_object().cloned().unwrap_or_default();
            account.make(
                "/v2/domainnames",
                "domainName",
                &json!({ "domainName": name, "tags": tags }),
            );
            for (key, api) in [("a", &kept), ("b", &gone)] {
                let mapping = json!({ "apiId": api, "stage": "live", "apiMappingKey": key });
                account.make(
                    &format!("/v2/domainnames/{name}/apimappings"),
                    "apiMappingId",
                    &mapping,
                );
            }
        }
        let link = json!({ "name": "link", "subnetIds": [], "tags": tags });
        account.make("/v2/vpclinks", "vpcLinkId", &link);
    };
    let (dry, untouched) = same(&account, |language| {
        fill();
        account.run(language, "clean_up", &["env=test"])
    });
    assert_eq!(untouched["apis"].as_array().map(Vec::len), Some(28));
    let (told, state) = same(&account, |language| {
        fill();
        account.run(language, "clean_up", &["env=test", "--delete"])
    });
    assert_eq!(told, dry.replace("would delete", "deleted"));
    assert_eq!(told.lines().count(), 3 + 1 + 27 + 1);
    assert_eq!(each(&state["apis"], "/name"), ["kept"]);
    assert_eq!(each(&state["domainNames"], "/domainName"), ["kept.test"]);
    assert_eq!(each(&state["mappings"], "/apiMappingKey"), ["a"]);
    assert_eq!(state["vpcLinks"], json!([]));
}

#[test]
#[ignore = "needs moto and boto3: cargo xtask test"]
fn ideas() {
    let account = Account::new();
    let (told, _) = same(&account, |language| account.run(language, "ideas", &[]));
    assert!(told.ends_with("hello, pets\n"), "{told}");
    let stubbed = "import ideas; ideas.test_greeting()";
    let mut python = boto3::python();
    python.args(["-B", "-c", stubbed]).current_dir(source(""));
    assert!(python.status().expect("Python starts").success());
}

/// A recipe is shown as a whole, an idea by a part of its file.
#[test]
fn the_guide_shows_what_is_run() {
    let read = |path: &Path| fs::read_to_string(path).expect("it can be read");
    let guide =
        read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs/moving-from-boto3.md"));
    for (language, ending) in [("rust", "rs"), ("python", "py")] {
        let names = fs::read_dir(source("")).expect("it is there").map(|entry| {
            entry.expect("it is there").file_name().into_string().expect("it is a text")
        });
        let names = names.filter(|name| name.ends_with(ending) && !name.starts_with("main."));
        let (ideas, mut recipes): (Vec<_>, BTreeSet<_>) = {
            let files = names.map(|name| (read(&source(&name)), name));
            let (ideas, recipes): (Vec<_>, Vec<_>) =
                files.partition(|(_, name)| name.starts_with("ideas."));
            (ideas, recipes.into_iter().collect())
        };
        assert_eq!((ideas.len(), recipes.len()), (1, 8), "{language}");
        let fence = format!("```{language}\n");
        let blocks = guide.split(&fence).skip(1);
        for block in blocks.map(|rest| rest.split("```\n").next().unwrap_or_default()) {
            let recipe = recipes.iter().find(|(text, _)| text == block).cloned();
            match recipe {
                Some(recipe) => drop(recipes.remove(&recipe)),
                None => assert!(ideas[0].0.contains(block), "no file says this:\n{block}"),
            }
        }
        let left: Vec<_> = recipes.iter().map(|(_, name)| name).collect();
        assert!(left.is_empty(), "the guide lacks {left:?}, or shows another text");
    }
}
