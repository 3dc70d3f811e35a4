//! moto and boto3, in the Python environment that `cargo xtask test` sets up.

use crate::scenario::{Answer, Ask, Peer};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// The environment variable that names the Python with moto and boto3.
pub const PYTHON: &str = "SMITHWRIGHT_PYTHON";

/// The Python with moto and boto3, to be given a program.
///
/// # Panics
///
/// When [`PYTHON`] is not set.
pub fn python() -> Command {
    let python = std::env::var_os(PYTHON).unwrap_or_else(|| {
        panic!("{PYTHON} is not set: run `cargo xtask test`, which sets up Python")
    });
    Command::new(python)
}

/// The folder of the package botocore that is beside boto3.
///
/// # Panics
///
/// When Python does not run, or has no botocore.
pub fn botocore() -> PathBuf {
    let program = "import botocore, os; print(os.path.dirname(botocore.__file__))";
    let output = python().args(["-c", program]).output().expect("Python starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().into()
}

/// A moto server, until it is dropped.
#[derive(Debug)]
pub struct Moto {
    server: Child,
    port: u16,
}

impl Moto {
    /// Starts a server on a free port and waits until it listens.
    ///
    /// # Panics
    ///
    /// When it does not start within a minute.
    pub fn start() -> Self {
        Self::serve(["-m", "moto.server", "--host", "127.0.0.1", "--port"])
    }

    /// Starts a server that adds to moto: a script of the folder `python`, which is told its port.
    ///
    /// # Panics
    ///
    /// When it does not start within a minute.
    pub fn within(script: &str) -> Self {
        Self::serve([folder().join(script)])
    }

    fn serve(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        let port = free_port();
        let mut command = python();
        command.args(arguments).arg(port.to_string());
        // So that sets are listed in the same order by all servers.
        command.env("PYTHONHASHSEED", "0");
        // Held open, for scripts that end with whoever started them.
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let server = command.spawn().expect("Python starts");
        let moto = Self { server, port };
        let patience = Instant::now() + Duration::from_secs(60);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < patience, "moto did not start within a minute");
            std::thread::sleep(Duration::from_millis(50));
        }
        moto
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Makes it make up the same ids in the same order as others that are prepared. Functions of Lambda are not run,
    /// which needs containers.
    ///
    /// # Panics
    ///
    /// When it refuses.
    pub fn prepare(&self, boto3: &mut Boto3) {
        let requests = [("seed?a=1", ""), ("config", r#"{"lambda": {"use_docker": false}}"#)];
        for (path, body) in requests {
            let url = format!("{}/moto-api/{path}", self.url());
            let answer = boto3.fetch(&json!({ "method": "POST", "url": url, "body": body }));
            let status = answer.as_ref().map(|answer| &answer["status"]);
            assert!(
                status.is_ok_and(|status| status == 200 || status == 201),
                "{path}: {answer:?}"
            );
        }
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        self.server.kill().ok();
        self.server.wait().ok();
    }
}

/// Where the scripts are.
fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../python")
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("there is a free port");
    listener.local_addr().expect("it is bound").port()
}

/// The operations of a service that the installed moto answers.
///
/// # Panics
///
/// When Python does not run.
pub fn operations_in_moto(service: &str) -> BTreeSet<String> {
    let output = python().args(["-c", IN_MOTO, service]).output().expect("Python starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

/// moto answers an operation with the method of its name.
const IN_MOTO: &str = "
import sys, importlib, boto3
from moto.core.responses import BaseResponse
service = sys.argv[1]
module = importlib.import_module(f'moto.{service}.responses')
answers, = (c for c in vars(module).values()
            if isinstance(c, type) and issubclass(c, BaseResponse) and c is not BaseResponse)
client = boto3.client(service, region_name='us-east-1')
for method, name in client.meta.method_to_api_mapping.items():
    if hasattr(answers, method): print(name)
";

/// A Python process that answers a line of JSON with a line of JSON, until it is dropped.
#[derive(Debug)]
pub struct Driver {
    process: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Driver {
    /// Starts a script of the folder `python`.
    ///
    /// # Panics
    ///
    /// When Python does not start.
    pub fn start(script: &str, arguments: &[&str]) -> Self {
        let mut command = python();
        command
            .arg(folder().join(script))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut process = command.spawn().expect("Python starts");
        let to = process.stdin.take().expect("it is piped");
        let from = BufReader::new(process.stdout.take().expect("it is piped"));
        Self { process, to, from }
    }

    /// The answer to `request`.
    ///
    /// # Panics
    ///
    /// When the process ends instead of answering.
    pub fn ask(&mut self, request: &Value) -> Value {
        writeln!(self.to, "{request}").expect("the driver listens");
        let mut line = String::new();
        self.from.read_line(&mut line).expect("the driver answers");
        serde_json::from_str(&line).expect("the driver answers in JSON")
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// boto3, which calls operations.
#[derive(Debug)]
pub struct Boto3(Driver);

impl Boto3 {
    /// A client of `service` for the server at `url`.
    ///
    /// # Panics
    ///
    /// When Python does not start.
    pub fn new(service: &str, url: &str) -> Self {
        Self(Driver::start("boto3_driver.py", &[service, url]))
    }

    /// Calls the operation `name` with `input`.
    ///
    /// # Panics
    ///
    /// When the process ends instead of answering.
    pub fn call(&mut self, name: &str, input: &Value) -> Answer {
        self.answer(&json!({ "operation": name, "input": input }))
    }

    /// Sends a plain HTTP request, which no client has a hand in: `method`, `url`, `headers` and `body`.
    ///
    /// # Panics
    ///
    /// When the process ends instead of answering.
    pub fn fetch(&mut self, request: &Value) -> Answer {
        self.answer(&json!({ "fetch": request }))
    }

    fn answer(&mut self, request: &Value) -> Answer {
        let mut answer = self.0.ask(request);
        match answer.get_mut("error") {
            Some(error) => Err(error.take()),
            None => Ok(answer["output"].take()),
        }
    }
}

impl Peer for Boto3 {
    async fn ask(&mut self, ask: &Ask) -> Answer {
        self.answer(&serde_json::to_value(ask).expect("it is JSON"))
    }
}
