//! A list of all APIs, written page by page, that goes on where it was when the program was killed and is started again.
//!
//! Arguments: the file for the list, and one that keeps the place. This is replaced after each page and says how long the list
//! was then: what was written later is cut off, so nothing is lost and nothing is listed twice.

use aws_config::BehaviorVersion;
use aws_sdk_apigatewayv2::Client;
use serde_json::{Value, json};
use std::error::Error;
use std::fs::{self, File};
use std::io::{Seek, SeekFrom, Write};

#[tokio::main]
pub async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [list_file, place_file] = &arguments[..] else { return Err("usage: LIST PLACE".into()) };
    let client = Client::new(&aws_config::load_defaults(BehaviorVersion::latest()).await);

    let mut listing = client.get_apis().into_paginator().page_size(10);
    let mut length = 0;
    if fs::exists(place_file)? {
        let place: Value = serde_json::from_slice(&fs::read(place_file)?)?;
        let Some(token) = place["token"].as_str() else {
            println!("the list is complete");
            return Ok(());
        };
        listing = listing.starting_token(token);
        length = place["length"].as_u64().ok_or("the place has no length")?;
    }
    let mut out = File::options().create(true).write(true).truncate(false).open(list_file)?;
    out.set_len(length)?;
    out.seek(SeekFrom::End(0))?;

    let token = listing.resume_token();
    let mut pages = listing.send();
    while let Some(page) = pages.next().await {
        let mut lines = String::new();
        for api in page?.items() {
            let (id, name) = (api.api_id().unwrap_or_default(), api.name().unwrap_or_default());
            lines += &format!("{id} {name}\n");
        }
        out.write_all(lines.as_bytes())?;
        let place = json!({ "length": out.stream_position()?, "token": token.get() });
        let new = format!("{place_file}.new");
        fs::write(&new, place.to_string())?;
        fs::rename(&new, place_file)?;
    }
    println!("the list is complete");
    Ok(())
}
