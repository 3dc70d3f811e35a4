//! `cargo xtask docs-search`: what a search of the documentation finds first.

use crate::cargo;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Search the documentation of API Gateway V2 in a browser.
///
/// Documents the crate, asks the search of its pages for each name that boto3's pages of the service use, in headless Chromium,
/// and prints what is found first. It is right if it is called so, apart from capitals and underscores. Where there is no
/// browser, nothing is asked, and that is said.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The names to look for, instead of those of boto3's pages.
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// The browser, if it is not called `chromium` or `google-chrome`.
    #[arg(long, value_name = "PROGRAM")]
    browser: Option<PathBuf>,
}

const PACKAGE: &str = "smithwright-apigatewayv2";
const FOLDER: &str = "smithwright_apigatewayv2";
const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// What boto3's pages name of `get_integration`, `get_integration_response`, `create_integration_response`, and of the paginators
/// `GetIntegrations` and `GetIntegrationResponses`.
const NAMES: [&str; 45] = [
    "get_integration",
    "get_integrations",
    "get_integration_response",
    "get_integration_responses",
    "create_integration_response",
    "GetIntegration",
    "GetIntegrations",
    "GetIntegrationResponse",
    "GetIntegrationResponses",
    "CreateIntegrationResponse",
    "get_paginator",
    "MaxItems",
    "PageSize",
    "StartingToken",
    "NextToken",
    "MaxResults",
    "Items",
    "ApiId",
    "IntegrationId",
    "IntegrationResponseId",
    "IntegrationResponseKey",
    "ApiGatewayManaged",
    "ConnectionId",
    "ConnectionType",
    "ContentHandlingStrategy",
    "CredentialsArn",
    "Description",
    "IntegrationMethod",
    "IntegrationResponseSelectionExpression",
    "IntegrationSubtype",
    "IntegrationType",
    "IntegrationUri",
    "PassthroughBehavior",
    "PayloadFormatVersion",
    "RequestParameters",
    "RequestTemplates",
    "ResponseParameters",
    "ResponseTemplates",
    "TemplateSelectionExpression",
    "TimeoutInMillis",
    "TlsConfig",
    "ServerNameToVerify",
    "NotFoundException",
    "TooManyRequestsException",
    "BadRequestException",
];

/// A browser on a busy machine may give up before the search has an answer.
const ATTEMPTS: usize = 3;

/// Runs the task.
///
/// # Errors
///
/// When there is no documentation, the browser fails, or something else is found first.
pub fn run(args: &Args, root: &Path) -> Result<()> {
    let known = BROWSERS.iter().map(PathBuf::from).find(|browser| answers(browser));
    let Some(browser) = args.browser.clone().or(known) else {
        anstream::println!("not run: search of the documentation: there is no browser");
        return Ok(());
    };
    document(root)?;
    let index = root.join("target/doc").join(FOLDER).join("index.html");
    let names: Vec<_> = match args.names.is_empty() {
        true => NAMES.iter().map(|name| (*name).to_owned()).collect(),
        false => args.names.clone(),
    };
    let mut wrong = 0;
    for name in &names {
        let attempt = |_| search(&browser, &index, name).transpose();
        let found = (0..ATTEMPTS).find_map(attempt).transpose()?;
        let right = found.as_deref().is_some_and(|found| is_right(name, found));
        wrong += usize::from(!right);
        let mark = if right { "" } else { "  wrong" };
        anstream::println!("{name:<40} {}{mark}", found.as_deref().unwrap_or("nothing"));
    }
    match wrong {
        0 => Ok(()),
        _ => bail!("{wrong} of {} names are not what is found first", names.len()),
    }
}

fn document(root: &Path) -> Result<()> {
    let mut command = cargo::command(root);
    let status = command.args(["doc", "--quiet", "--no-deps", "-p", PACKAGE]).status();
    match status.context("cargo cannot be started")?.success() {
        true => Ok(()),
        false => bail!("{PACKAGE} cannot be documented"),
    }
}

fn answers(browser: &Path) -> bool {
    let asked =
        Command::new(browser).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    asked.is_ok_and(|status| status.success())
}

/// Where the first result leads, below the crate's folder.
fn search(browser: &Path, index: &Path, name: &str) -> Result<Option<String>> {
    let profile = tempfile::tempdir()?;
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .args(["--allow-file-access-from-files", "--virtual-time-budget=20000", "--dump-dom"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("file://{}?search={name}", index.display()))
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("{}: cannot be started", browser.display()))?;
    if !output.status.success() {
        bail!("{} failed: {}", browser.display(), String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(first_result(&String::from_utf8_lossy(&output.stdout)))
}

/// The address of the first link in the list of results that is shown.
fn first_result(page: &str) -> Option<String> {
    let (_, results) = page.split_once("class=\"search-results active\"")?;
    let (_, link) = results.split_once("<a class=\"result-")?;
    let (_, address) = link.split_once("href=\"")?;
    let (address, _) = address.split_once('"')?;
    let address = address.split_once(FOLDER).map_or(address, |(_, below)| below);
    Some(address.trim_start_matches('/').to_owned())
}

/// Names that are other ones here.
const RENAMED: [(&str, &str); 1] = [("get_paginator", "into_paginator")];

/// Whether the address is that of an item of this name.
fn is_right(name: &str, address: &str) -> bool {
    let renamed = RENAMED.iter().find(|(theirs, _)| *theirs == name);
    let name = renamed.map_or(name, |(_, ours)| ours);
    let plain = |text: &str| text.replace(['_', '-'], "").to_lowercase();
    let (page, fragment) = address.split_once('#').unwrap_or((address, ""));
    let page = page.trim_end_matches("/index.html").rsplit('/').next().unwrap_or_default();
    let item = match fragment {
        "" => page.trim_end_matches(".html"),
        fragment => fragment,
    };
    let item = item.rsplit('.').next().unwrap_or_default();
    plain(item) == plain(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_link_is_the_first_result() {
        let page = "<a class=\"result-mod\" href=\"hidden\"></a><ul class=\"search-results active\"><a class=\"result-method\" \
                    href=\"../smithwright_apigatewayv2/client/struct.Client.html#method.get_api\">x</a>";
        assert_eq!(first_result(page).as_deref(), Some("client/struct.Client.html#method.get_api"));
        assert_eq!(first_result("<ul class=\"search-results\">"), None);
    }

    #[test]
    fn names_are_compared_as_they_are_searched_for() {
        assert!(is_right("GetApi", "client/struct.Client.html#method.get_api"));
        assert!(is_right("GetApi", "operation/get_api/struct.GetApi.html"));
        assert!(is_right("get_api", "operation/get_api/index.html"));
        assert!(!is_right("GetApi", "operation/get_apis/index.html"));
        assert!(!is_right("GetApi", "operation/get_api/struct.GetApiInput.html"));
    }
}
