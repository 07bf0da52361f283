//! A cell that no spreadsheet runs (OWASP, CSV injection; ASVS 5.0 1.2.10).
//!
//! A text that begins with `=`, `+`, `-`, `@`, their full-width forms, a tab, a carriage return or
//! a line feed gets an apostrophe before it. Every cell is quoted by the writer, so that no
//! separator inside begins a new one. Characters that could move a cursor or hide go, as a sheet is
//! printed to a terminal too.

/// The text as it may stand in a cell. [`plain`] is its inverse, but for the characters that go.
pub fn safe(text: &str) -> String {
    let clean = cleaned(text);
    if runs(clean.trim_start_matches('\'')) {
        format!("'{clean}")
    } else {
        clean
    }
}

/// The text of a cell that [`safe`] wrote, also after a spreadsheet saved it.
pub fn plain(cell: &str) -> String {
    let clean = cleaned(cell);
    match clean.strip_prefix('\'') {
        Some(rest) if runs(rest.trim_start_matches('\'')) => rest.to_owned(),
        Some(_) | None => clean,
    }
}

/// The text without what could move a cursor or hide.
pub fn cleaned(text: &str) -> String {
    text.chars()
        .filter(|it| crate::model::text::is_plain(*it))
        .collect()
}

/// True for a text that a spreadsheet may take for a formula.
fn runs(text: &str) -> bool {
    let first = text.chars().next();
    first.is_some_and(|c| {
        matches!(
            c,
            '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '\t' | '\n'
        )
    })
}

/// A writer that quotes every cell and ends lines as RFC 4180 says.
pub fn writer<W: std::io::Write>(to: W) -> csv::Writer<W> {
    csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .from_writer(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cases_of_owasp_are_neutral() {
        for (raw, expected) in [
            ("=1+2\";=1+2", "\"'=1+2\"\";=1+2\"\r\n"),
            ("=1+2'\" ;,=1+2", "\"'=1+2'\"\" ;,=1+2\"\r\n"),
            ("@SUM(A1)", "\"'@SUM(A1)\"\r\n"),
            ("\tx", "\"'\tx\"\r\n"),
            ("＝x", "\"'＝x\"\r\n"),
            ("'=x", "\"''=x\"\r\n"),
            ("'tis", "\"'tis\"\r\n"),
            ("plain", "\"plain\"\r\n"),
            ("a\u{1b}[31m", "\"a[31m\"\r\n"),
            ("\r=1\u{202e}", "\"'=1\"\r\n"),
        ] {
            let mut out = writer(Vec::new());
            out.write_record([safe(raw)]).unwrap();
            assert_eq!(
                String::from_utf8(out.into_inner().unwrap()).unwrap(),
                expected
            );
            assert_eq!(plain(&safe(raw)), cleaned(raw));
        }
    }
}
