//! The program of `docs/own-service.md`: calls a bookshop, whose URL is the argument, as somebody who has a key.

use bookshop::config::Token;
use bookshop::types::{Condition, Genre};
use bookshop::{Client, Config};
use fixture_bookshop as bookshop;

/// Puts a book into the shop, and tells what is there.
pub async fn run(url: &str, key: &str) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let config = Config::builder()
        .behavior_version_latest()
        .endpoint_url(url)
        .api_key(Token::new(key, None))
        .build();
    let client = Client::from_conf(config);

    let book = client.add_book().title("Emma").genre(Genre::Novel).condition(Condition::USED);
    let mut told = vec![format!("added {}", book.send().await?.book_id())];
    let mut books = client.list_books().into_paginator().items().send();
    while let Some(book) = books.next().await {
        told.push(format!("there is {}", book?.book_id()));
    }

    if let Err(error) = client.get_book().book_id("b-404").send().await {
        match error.into_service_error() {
            error if error.is_no_such_book() => told.push("there is no b-404".to_owned()),
            error => return Err(error.into()),
        }
    }
    Ok(told)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (url, key) = (arguments.next(), arguments.next());
    let (url, key) = url.zip(key).ok_or("the URL of a bookshop and a key are expected")?;
    run(&url, &key).await?.iter().for_each(|line| println!("{line}"));
    Ok(())
}
