//! GitHub's dialect (GitHub Docs, *About code owners*, syntax and its exceptions).
//!
//! A pattern is one of gitignore: without a slash inside it fits at any depth, a folder includes
//! what is below it, but `docs/*` is one level. `!`, `[ ]` and `\#` are not supported: such a line
//! counts for nothing. A comment may follow the owners.

use super::{Lines, Pattern, Rule, Section, is_handle, is_mail, numbered, words};

pub(super) fn parse(text: &str) -> Lines {
    let mut out = Lines {
        sections: vec![Section::default()],
        ..Lines::default()
    };
    for (number, line) in numbered(text) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match rule(line, number) {
            Ok((pattern, rule)) => out.add(0, pattern, rule),
            Err(reason) => out.ignored.push((number, reason)),
        }
    }
    out
}

fn rule(line: &str, number: u32) -> Result<(Pattern, Rule), String> {
    let mut words = words(line).into_iter();
    let text = words.next().unwrap_or_default();
    let owners: Vec<String> = words.take_while(|it| !it.starts_with('#')).collect();
    if let Some(wrong) = owners.iter().find(|it| !is_handle(it) && !is_mail(it)) {
        return Err(format!("'{wrong}' is no @user, @org/team or mail address"));
    }
    let pattern = pattern(&text)?;
    let rule = Rule {
        line: number,
        owners,
    };
    Ok((pattern, rule))
}

fn pattern(text: &str) -> Result<Pattern, String> {
    if text.starts_with('!') || text.starts_with("\\#") || text.contains(['[', ']']) {
        return Err(format!("GitHub does not support the pattern '{text}'"));
    }
    let body = text.trim_matches('/');
    if body.is_empty() {
        return Err(format!("the pattern '{text}' names nothing"));
    }
    let rooted = text.starts_with('/') || body.contains('/');
    let one_level = rooted && (body == "*" || body.ends_with("/*"));
    Ok(Pattern {
        glob: if rooted {
            body.to_owned()
        } else {
            format!("**/{body}")
        },
        itself: !text.ends_with('/'),
        below: !one_level,
    })
}
