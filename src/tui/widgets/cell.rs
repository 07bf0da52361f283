//! Text cut and wrapped to columns of the terminal. Widths are those the terminal uses: a CJK
//! character or an emoji takes two columns, a combining mark none.

use ratatui::style::Style;
use ratatui::text::Span;
use unicode_width::UnicodeWidthStr as _;

/// The text in exactly `width` columns: filled up with blanks, or cut with `…`.
pub fn fit(text: &str, width: usize) -> String {
    let (mut out, used) = cut(text, width);
    out.extend(std::iter::repeat_n(' ', width.saturating_sub(used)));
    out
}

/// The text in at most `width` columns, cut with `…`, and the columns it takes.
pub fn cut(text: &str, width: usize) -> (String, usize) {
    if text.is_ascii() && text.len() <= width {
        return (text.to_owned(), text.len());
    }
    let span = Span::raw(text);
    let (mut out, mut used, mut safe) = (String::new(), 0, (0, 0));
    for it in span.styled_graphemes(Style::new()) {
        let wide = it.symbol.width();
        if used + wide > width {
            out.truncate(safe.0);
            if width > 0 {
                out.push('…');
                safe.1 += 1;
            }
            return (out, safe.1);
        }
        out.push_str(it.symbol);
        used += wide;
        if used < width {
            safe = (out.len(), used);
        }
    }
    (out, used)
}

/// The text in exactly `width` columns, its end kept when it is cut: a file and its line say more
/// than the folders above.
pub fn fit_end(text: &str, width: usize) -> String {
    let full = text.width();
    if full <= width || width == 0 {
        return fit(text, width);
    }
    let mut used = full;
    let span = Span::raw(text);
    let graphemes = span.styled_graphemes(Style::new());
    let kept = graphemes.skip_while(|it| {
        let over = used >= width;
        if over {
            used -= it.symbol.width();
        }
        over
    });
    let kept: String = kept.map(|it| it.symbol).collect();
    fit(&format!("…{kept}"), width)
}

/// The columns a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text in lines of at most `width` columns, broken at blanks where there are any.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(4);
    let mut out = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split_inclusive(' ') {
        let solid = word.trim_end_matches(' ').width();
        if used + solid > width && used > 0 {
            out.push(std::mem::take(&mut line).trim_end().to_owned());
            used = 0;
        }
        if solid > width {
            break_word(word, width, &mut line, &mut out);
            used = line.width();
        } else {
            line.push_str(word);
            used += word.width();
        }
    }
    out.push(line.trim_end().to_owned());
    out
}

/// Cuts a word that no line can hold.
fn break_word(word: &str, width: usize, line: &mut String, out: &mut Vec<String>) {
    let mut used = line.width();
    let span = Span::raw(word);
    for it in span.styled_graphemes(Style::new()) {
        let wide = it.symbol.width();
        if used + wide > width {
            out.push(std::mem::take(line));
            used = 0;
        }
        line.push_str(it.symbol);
        used += wide;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_the_width_asked_for() {
        for text in [
            "",
            "plain",
            "日本語テキスト",
            "🦀🦀🦀🦀",
            "e\u{301}e\u{301}",
            "👍🏽 ok",
            "a日b本",
        ] {
            for wide in 0..12 {
                assert_eq!(width(&fit(text, wide)), wide, "{text} in {wide}");
                assert_eq!(width(&fit_end(text, wide)), wide, "{text} in {wide}");
            }
        }
        assert_eq!(fit("abcdef", 4), "abc…");
        assert_eq!(fit("日本語", 4), "日… ");
        assert_eq!(fit("日本", 4), "日本");
        assert_eq!(fit_end("src/a.c:1", 6), "…a.c:1");
    }

    #[test]
    fn wrapped_lines_fit_and_lose_nothing() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("a 日本語日本語", 6), ["a", "日本語", "日本語"]);
        assert_eq!(wrap("", 9), [""]);
    }
}
