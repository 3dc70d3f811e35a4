//! What rustdoc would make of Markdown, asked of the parser that rustdoc uses.

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};
use regex_lite::Regex;
use std::cell::RefCell;
use std::sync::LazyLock;

/// What rustdoc turns on, but for what only changes quotes and dashes.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// What rustdoc takes for an address that nobody marked (`rustdoc::bare_urls`).
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"https?://([-a-zA-Z0-9@:%._+~#=]{2,256}\.)+[a-zA-Z]{2,63}").expect("it is sound")
});

/// What is in `markdown` that prose must not be: HTML, code that would be compiled, a mark that nothing escapes, or a link
/// to what `wanted` does not know.
pub fn objections(markdown: &str, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let found = RefCell::new(Vec::new());
    let object = |what: &str, text: &str| found.borrow_mut().push(format!("{what}: {text}"));
    let mut inside = (0, 0);
    // What rustdoc looks up among the items of the crate: `[name]`.
    let mut lookup = |link: BrokenLink<'_>| {
        if !wanted(&link.reference) {
            object("a link that nobody wrote", &link.reference);
        }
        None::<(CowStr<'_>, CowStr<'_>)>
    };
    let events = Parser::new_with_broken_link_callback(markdown, OPTIONS, Some(&mut lookup));
    for (event, range) in events.into_offset_iter() {
        let source = &markdown[range.clone()];
        match event {
            Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => {
                object("HTML", source)
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                inside.0 += 1;
                if !wanted(&dest_url) {
                    object("a link that nobody wrote", source);
                }
            }
            Event::End(TagEnd::Link) => inside.0 -= 1,
            Event::Start(Tag::CodeBlock(kind)) => {
                inside.1 += 1;
                if !is_marked(&kind) {
                    object("code that would be compiled", source);
                }
            }
            Event::End(TagEnd::CodeBlock) => inside.1 -= 1,
            Event::Start(
                Tag::Image { .. } | Tag::Table(_) | Tag::Strikethrough | Tag::FootnoteDefinition(_),
            )
            | Event::TaskListMarker(_)
            | Event::FootnoteReference(_)
            | Event::Rule => object("markup that nobody wrote", source),
            Event::Text(text) if inside == (0, 0) => {
                let escaped = range.start > 0 && markdown.as_bytes()[range.start - 1] == b'\\';
                if text.get(usize::from(escaped)..).is_some_and(|text| text.contains('`')) {
                    object("a backtick that opens nothing", source);
                }
                if ADDRESS.is_match(&text) {
                    object("an address without brackets", source);
                }
            }
            _ => {}
        }
    }
    found.into_inner()
}

/// What rustdoc shows and does not run.
fn is_marked(kind: &CodeBlockKind<'_>) -> bool {
    match kind {
        CodeBlockKind::Indented => false,
        CodeBlockKind::Fenced(language) => ["text", "toml", "no_run"].contains(&&**language),
    }
}

/// The text that is shown: blocks and lines stand apart.
pub fn text(markdown: &str) -> String {
    let mut shown = String::new();
    for event in Parser::new_ext(markdown, OPTIONS) {
        match event {
            Event::Text(text) | Event::Code(text) => shown.push_str(&text),
            Event::Html(text) | Event::InlineHtml(text) => shown.push_str(&text),
            Event::SoftBreak | Event::HardBreak => shown.push('\n'),
            Event::Start(tag) if is_block(&tag.to_end()) => shown.push('\n'),
            Event::End(tag) if is_block(&tag) => shown.push('\n'),
            _ => {}
        }
    }
    shown
}

fn is_block(tag: &TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn says(markdown: &str, expected: &[&str]) {
        assert_eq!(objections(markdown, |link| link == "https://x.example"), expected);
    }

    #[test]
    fn what_rustdoc_would_object_to_is_found() {
        says("the [`foo`]", &["a link that nobody wrote: `foo`"]);
        says(
            "a[0] and [x](y)",
            &["a link that nobody wrote: 0", "a link that nobody wrote: [x](y)"],
        );
        says("<region> of\n\n<p>it</p>", &["HTML: <region>", "HTML: <p>it</p>", "HTML: <p>it</p>"]);
        says("a `b", &["a backtick that opens nothing: `"]);
        says(
            "at https://why.example/z",
            &["an address without brackets: at https://why.example/z"],
        );
        says("    let x;", &["code that would be compiled: let x;"]);
        says("```\nlet x;\n```", &["code that would be compiled: ```\nlet x;\n```"]);
        says("a\n\n---", &["markup that nobody wrote: ---"]);
    }

    #[test]
    fn what_is_meant_is_left_alone() {
        says("[x](https://x.example), <https://x.example>, `[y]`, \\[z\\], \\`", &[]);
        says("```text\nhttps://y.example [z]\n```", &[]);
    }

    #[test]
    fn blocks_stand_apart_and_styles_do_not() {
        let words =
            |markdown| text(markdown).split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(words("a**b**`c`\n\n- d\n- *e* f"), ["abc", "d", "e", "f"]);
    }
}
