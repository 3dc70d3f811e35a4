use super::{Prose, to_markdown};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

#[track_caller]
fn check(html: &str, markdown: &str) {
    assert_eq!(to_markdown(html).to_string(), markdown, "from {html}");
}

#[test]
fn paragraphs_and_blanks() {
    check("", "");
    check(" \n <p> </p> ", "");
    check("plain  text\n here", "plain text here");
    check("<p>One.</p>\n<p> Two\u{a0} words. </p>", "One.\n\nTwo words.");
    check("before <p>inside</p> after", "before\n\ninside\n\nafter");
    check("<fullname>Widgets</fullname><p>Makes them.</p>", "Widgets\n\nMakes them.");
    check("<p>a</p><p>b<br>c<br/><br/>d</p>", "a\n\nb\\\nc\n\nd");
    check("<h2>Limits</h2><p>None.</p>", "### Limits\n\nNone.");
}

#[test]
fn inline_styles() {
    check("<p>the <b>big</b> <i>one</i> is <code>x < y</code></p>", "the **big** *one* is `x < y`");
    // Markdown has no blanks at the edges of a span.
    check("<code> a </code>b<b> c </b>d", "`a` b **c** d");
    check("<code>a ` b</code> <code></code>!", "``a ` b`` !");
    // Nothing can be set in italics inside of code; a link goes around it.
    check("<code>arn:<i>name</i></code>", "`arn:name`");
    check("<code><a href=\"https://x.example/y\">Z</a></code>", "[`Z`](https://x.example/y)");
    // A blank that neither of two links can have stays between them.
    check(
        "<a href=\"https://x.example\"><i>a</i> b</a>",
        "*[a](https://x.example)* [b](https://x.example)",
    );
    // Emphasis that CommonMark would show as asterisks.
    check("a<b>\"b\"</b>c", "a\"b\"c");
    check("<i>a</i><b>b</b>", "*a*b");
    // Never closed: ends with its paragraph.
    check("<p><code>a</p><p>b</p>", "`a`\n\nb");
}

#[test]
fn text_stays_text() {
    check("<p>[1,2] and [Foo] and a[0]</p>", r"\[1,2\] and \[Foo\] and a\[0\]");
    check("<p>*a* _b_ snake_case `c` ~d~ \\e</p>", r"\*a\* \_b\_ snake_case \`c\` \~d\~ \\e");
    check("<p>1. one</p><p>- two</p><p># three</p>", "1\\. one\n\n\\- two\n\n\\# three");
    check("<p>x</p><p>a<br>---</p>", "x\n\na\\\n\\---");
    check(
        "<p>&lt;b&gt; &amp;amp; &amp; R&amp;D; &#42;x&#42; &#150; &eacute; &nosuch;</p>",
        r"\<b> \&amp; & R\&D; \*x\* – é \&nosuch;",
    );
    check("<p>look!<a href=\"https://x.example\">here</a></p>", r"look\![here](https://x.example)");
    check("a | b", r"a \| b");
    check("<p>3 < 4 and a<5</p>", r"3 \< 4 and a\<5");
}

#[test]
fn placeholders_survive_and_markup_does_not() {
    check("<p>arn:aws:<region>:<account-id></p>", r"arn:aws:\<region>:\<account-id>");
    check("<text>Seen <u>once</u>.</text>", "Seen once.");
    check("a<!-- b -->c<![CDATA[&amp;]]><!DOCTYPE x>", "ac&");
    check("<script>alert(1)</script><p>x</p>", "x");
    check("<x y=\"<\">", r#"\<x y="\<">"#);
    check("<!-- never closed", r"\<!-- never closed");
}

#[test]
fn links() {
    check(
        "<a href=\"https://x.example/a_(b)?c=1&amp;d=2\">T</a>",
        "[T](https://x.example/a_%28b%29?c=1&d=2)",
    );
    check("<a href='#top'>up</a> <a>Foo</a> <a href=\"javascript:x\">no</a>", "up Foo no");
    check("<a href=\"https://x.example/\"></a>!", "!");
    check("<a href=\"https://x.example/\">https://x.example/</a>", "<https://x.example/>");
    check("<a href=\"https://x.example/\">a]b</a>", r"[a\]b](https://x.example/)");
}

#[test]
fn bare_addresses() {
    check(
        "See https://x.example/a_b. Or (https://y.example/?q=(z)).",
        "See <https://x.example/a_b>. Or (<https://y.example/?q=(z)>).",
    );
    check("at https://{id}.x.example/<stage>.", "at `https://{id}.x.example/<stage>`.");
    check("https://<i>id</i>.x.example", r"https://*id*.x.example");
    check("https://x.example/<i>id</i>", r"`https://x.example/`*id*");
}

#[test]
fn lists() {
    check("<p>Either:</p><ul><li><p>one</p></li><li>two</li></ul>", "Either:\n\n- one\n- two");
    check("<ol><li>a<ul><li>b</ul><li>c</ol>", "1. a\n   - b\n2. c");
    check("<ul><li><p>a</p><p>b</p></li></ul>", "- a\n\n  b");
    check("<dl><dt>KEY</dt><dd><p>What it is.</p></dd></dl>", "- **KEY**\n\n  What it is.");
    check("<ul><li></li></ul><p>x</p>", "x");
    check(
        "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>",
        "- **A** – **B**\n- 1 – 2",
    );
}

#[test]
fn blank_lines_stand_where_items_have_paragraphs() {
    check("<ul><li>a<p>b</p></li><li>c</li><li>d</li></ul>", "- a\n\n  b\n\n- c\n- d");
    check("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c");
    check("<ul><ul><li>a</li></ul></ul>", "- - a");
    check("<ul><li>a<note>b</note></li></ul>", "- a\n\n  > **Note:** b");
    let (items, lines): (String, Vec<_>) =
        (1..=10).map(|n| (format!("<li>{n}"), format!("{:4}{n}", format!("{n}.")))).unzip();
    check(&format!("<ol>{items}</ol>"), &lines.join("\n"));
}

#[test]
fn a_heading_is_no_item() {
    check("<ul><h3>A</h3><li>b</li></ul>", "### A\n\n- b");
    check("<ol><li>a</li><h3>B</h3><li>c</li></ol>", "1. a\n\n### B\n\n1. c");
}

#[test]
fn notes() {
    check("<p>a</p><note><p>b</p><p>c</p></note><p>d</p>", "a\n\n> **Note:** b\n>\n> c\n\nd");
    check("<important>b</important>", "> **Important:** b");
    check("<note><ul><li>x</li></ul></note>", "> **Note:**\n>\n> - x");
    check("<note></note>", "");
}

#[test]
fn code_blocks_are_text() {
    check("<pre>let x;\n  y &lt; <b>z</b></pre>", "```text\nlet x;\n  y < z\n```");
    check("<pre><code>a\n```\n\nb</code></pre>", "````text\na\n```\n\nb\n````");
    check("<ul><li>x<pre>y\n z</pre></li></ul>", "- x\n\n  ```text\n  y\n   z\n  ```");
    check("<p>\n      indented\n</p>", "indented");
}

#[test]
fn first_sentence() {
    let tail = "This goes on for quite a while and says nothing that anybody would ever want to \
                read in a long list of items.";
    check(&format!("<p>Makes a widget. {tail}</p>"), &format!("Makes a widget.\n\n{tail}"));
    check(
        &format!("<p>Makes, e.g. in S. America, <code>a.b. C</code>. <code>x</code> {tail}</p>"),
        &format!("Makes, e.g. in S. America, `a.b. C`.\n\n`x` {tail}"),
    );
    check(
        &format!("<p>A version (such as 1.2) {tail}</p>"),
        &format!("A version (such as 1.2) {tail}"),
    );
    check("<p>Short. Stays.</p>", "Short. Stays.");
    // The first line of several.
    check("<p>a<br>b<br>c</p>", "a\n\nb\\\nc");
    // Only the first paragraph, and only outside of lists.
    check(
        &format!("<p>a</p><p>Makes a widget. {tail}</p>"),
        &format!("a\n\nMakes a widget. {tail}"),
    );
}

#[test]
fn what_is_no_paragraph_is_no_summary() {
    let split = |html: &str| {
        let Prose { summary, details } = to_markdown(html);
        [summary, details]
    };
    assert_eq!(split("<p>a</p><p>b</p><ul><li>c"), ["a", "b\n\n- c"]);
    assert_eq!(split("<ul><li>a</ul>b"), ["", "- a\n\nb"]);
    assert_eq!(split("<pre>a</pre>"), ["", "```text\na\n```"]);
    assert_eq!(split("<p>a<br>b</p>"), ["a", "b"]);
}

/// What rustdoc would object to, asked of the parser that rustdoc uses.
fn objections(markdown: &str) -> Vec<String> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let objection = |event: Event| match &event {
        Event::Html(_) | Event::InlineHtml(_) | Event::TaskListMarker(_) | Event::Rule => {
            Some(format!("{event:?}"))
        }
        Event::Start(Tag::Link { dest_url, .. }) if dest_url.starts_with("http") => None,
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) if &**language == "text" => {
            None
        }
        Event::Start(
            Tag::Link { .. }
            | Tag::Image { .. }
            | Tag::CodeBlock(_)
            | Tag::Table(_)
            | Tag::Strikethrough,
        ) => Some(format!("{event:?}")),
        _ => None,
    };
    Parser::new_ext(markdown, options | Options::ENABLE_FOOTNOTES).filter_map(objection).collect()
}

#[test]
fn any_soup_gives_clean_markdown() {
    let parts: Vec<&str> = concat!(
        "<p>§</p>§<b>§</b>§<i>§<code>§</code>§<ul>§</ul>§<ol>§<li>§</li>§<dt>§<dd>§",
        "<note>§</note>§<pre>§</pre>§<a href=\"https://x.example\">§<a href='y'>§</a>§",
        "<br>§<td>§<region>§<!--§<![CDATA[§<script>§&lt;§&amp;lt;§&ast;§&#96;§*§_§`§```§",
        "[^1]: §[x](y)§!§\\§~~§# §- §1. §---§| a |§https://x.example/§a §\n    ",
    )
    .split('§')
    .collect();
    // xorshift: the same soups on every run.
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    for _ in 0..5_000 {
        let html: String = (0..1 + random(12)).map(|_| parts[random(parts.len())]).collect();
        let markdown = to_markdown(&html).to_string();
        assert_eq!(objections(&markdown), Vec::<String>::new(), "{html:?} gave {markdown:?}");
    }
}

#[test]
fn hostile_text_is_harmless() {
    // Deep nesting neither overflows the stack nor indents without end.
    for tag in [
        "<ul><li>",
        "<note>",
        "<div>",
        "<b>",
        "<a href=\"https://x.example\">",
        "<p>",
        "<dl><dt>",
        "<x>",
        "<",
    ] {
        let markdown = to_markdown(&format!("{}x", tag.repeat(20_000))).to_string();
        assert!(markdown.len() < 60 * 20_000, "{tag}: {}", markdown.len());
    }
    // What would reorder a source file on the screen.
    check("a\u{F0041}\u{F015B}\u{202E}b\u{200B}\0c", "a\u{F0041}\u{F015B}bc");
}
