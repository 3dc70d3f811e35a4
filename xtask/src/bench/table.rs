//! The table of ratios.

/// What a part has measured.
pub struct Measured {
    /// The official crates that ours stand beside, with their versions.
    pub official: String,
    /// The figures.
    pub rows: Vec<Row>,
}

/// A figure of ours and of theirs.
pub struct Row {
    what: String,
    unit: &'static str,
    figures: [f64; 2],
    better: Better,
}

/// Which figure is the better one.
enum Better {
    Less,
    More,
}

impl Row {
    /// A figure of which less is better: ours and theirs; not a number, where theirs is not measured.
    pub fn less(what: impl Into<String>, unit: &'static str, figures: [f64; 2]) -> Self {
        Self { what: what.into(), unit, figures, better: Better::Less }
    }

    /// A figure of which more is better: ours and theirs.
    pub fn more(what: impl Into<String>, unit: &'static str, figures: [f64; 2]) -> Self {
        Self { what: what.into(), unit, figures, better: Better::More }
    }

    /// By what factor ours is better.
    fn ratio(&self) -> f64 {
        let [ours, theirs] = self.figures;
        match self.better {
            Better::Less => theirs / ours,
            Better::More => ours / theirs,
        }
    }
}

/// The figures, as a table in Markdown.
pub fn markdown(Measured { official, rows }: &Measured) -> String {
    let mut table = format!("| | ours | {official} | ours is better by |\n|---|---|---|---|\n");
    for row in rows {
        let [ours, theirs] = row.figures.map(|figure| shown(figure, row.unit));
        let ratio = match row.ratio() {
            ratio if ratio.is_nan() => String::new(),
            ratio => format!("{ratio:.2}x"),
        };
        table.push_str(&format!("| {} | {ours} | {theirs} | {ratio} |\n", row.what));
    }
    table
}

/// The file with a section for each of the `titles`, in their order: `head` and `table` below `title`, and the others as
/// they stand in `old`, where they do.
pub fn file(old: &str, titles: &[&str], title: &str, head: &str, table: &str) -> String {
    let new = format!("{head}\n\n{table}");
    let sections = titles.iter().filter_map(|known| {
        let text = if *known == title { &new } else { section(old, known)? };
        Some(format!("\n## {known}\n\n{}\n", text.trim()))
    });
    format!(
        "# Benchmarks\n\nWritten by `cargo xtask bench`, a section a part.\n{}",
        sections.collect::<String>()
    )
}

/// What stands below `title`.
fn section<'a>(text: &'a str, title: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("\n## {title}\n"))?;
    Some(rest.split_once("\n## ").map_or(rest, |(section, _)| section))
}

fn shown(figure: f64, unit: &str) -> String {
    if figure.is_nan() {
        return "not measured".to_owned();
    }
    let digits = match figure {
        figure if figure >= 100.0 || figure.fract() == 0.0 => 0,
        figure if figure >= 10.0 => 1,
        _ => 2,
    };
    format!("{figure:.digits$} {unit}").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_replaces_its_section_alone() {
        let titles = ["One", "Two", "Three"];
        let write = |old: &str, title, table| file(old, &titles, title, "Medians.", table);
        let third = write("", "Three", "| c |\n");
        assert!(!third.contains("## One"), "{third}");
        let both = write(&third, "One", "| a |\n");
        let again = write(&both, "One", "| b |\n");
        assert_eq!(again, both.replace("| a |", "| b |"));
        let (one, three) = (again.find("| b |").unwrap(), again.find("| c |").unwrap());
        assert!(one < three, "{again}");
    }

    #[test]
    fn a_ratio_above_one_is_good_for_us() {
        let rows =
            vec![Row::less("time", "s", [2.0, 5.0]), Row::more("calls", "", [3000.0, 1500.0])];
        let table = markdown(&Measured { official: "theirs 1.2.3".to_owned(), rows });
        assert!(table.starts_with("| | ours | theirs 1.2.3 | ours is better by |\n"), "{table}");
        assert!(table.contains("| time | 2 s | 5 s | 2.50x |\n"), "{table}");
        assert!(table.contains("| calls | 3000 | 1500 | 2.00x |\n"), "{table}");
        assert_eq!(
            [0.034, 12.34, 1234.5].map(|figure| shown(figure, "s")),
            ["0.03 s", "12.3 s", "1234 s"]
        );
    }

    #[test]
    fn what_is_not_measured_says_so() {
        let rows = vec![Row::less("a", "s", [1.0, f64::NAN])];
        let table = markdown(&Measured { official: "b".to_owned(), rows });
        assert!(table.ends_with("| a | 1 s | not measured |  |\n"), "{table}");
    }
}
