//! Messages: by text or by id, with their placeholders filled and links reduced to their words.

use super::rules::Rule;
use super::runs::Run;
use super::wire::Message;

/// The text of a message; empty when there is none.
pub(super) fn text(message: &Message, rule: Option<&Rule>, run: &Run) -> String {
    let template = message.text.as_deref().or(message.markdown.as_deref());
    let by_id = || {
        let id = message.id.as_deref()?;
        let template = rule
            .and_then(|it| it.messages.get(id))
            .or_else(|| run.messages.get(id))?;
        template.text.as_deref().or(template.markdown.as_deref())
    };
    let is_template = message.id.is_some() || message.arguments.is_some();
    let Some(template) = template.or_else(by_id) else {
        return message.id.clone().unwrap_or_default();
    };
    let arguments = message.arguments.as_deref().unwrap_or_default();
    if is_template {
        return unlink(&fill(template, arguments));
    }
    unlink(template)
}

/// Replaces `{0}`, `{1}`, …; doubled braces are braces.
fn fill(template: &str, arguments: &[String]) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let argument = after.strip_prefix('{').and_then(|it| {
            let (number, tail) = number(it)?;
            Some((arguments.get(number)?, tail.strip_prefix('}')?))
        });
        if let Some((argument, tail)) = argument {
            out.push_str(argument);
            rest = tail;
        } else {
            let doubled = after.starts_with("{{") || after.starts_with("}}");
            out.push_str(after.get(..1).unwrap_or_default());
            rest = after.get(if doubled { 2 } else { 1 }..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

/// The number that a text begins with, and the rest. Looks no further, so that a text full of
/// brackets is read in one go.
fn number(text: &str) -> Option<(usize, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    Some((digits.parse().ok()?, rest))
}

/// `[words](3)` points at a related location of the result: the words stay.
fn unlink(text: &str) -> String {
    if !text.contains('[') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        let link = after.find(['[', ']']).and_then(|at| {
            let (words, tail) = after.split_at_checked(at)?;
            let (_, tail) = number(tail.strip_prefix("](")?)?;
            Some((words, tail.strip_prefix(')')?))
        });
        out.push_str(before);
        if let Some((words, tail)) = link {
            out.push_str(words);
            rest = tail;
        } else {
            out.push('[');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_full_of_brackets_is_read_in_one_go() {
        let text = "[{a](".repeat(400_000);
        assert_eq!(unlink(&fill(&text, &[])), text);
    }

    #[test]
    fn placeholders_are_filled_and_links_reduced() {
        let arguments = ["x".to_owned(), "[y](2)".to_owned()];
        assert_eq!(
            fill("a {0} {{b}} {1} {7}{", &arguments),
            "a x {b} [y](2) {7}{"
        );
        assert_eq!(
            unlink("[user [value](1) and [z](http://z)"),
            "[user value and [z](http://z)"
        );
    }
}
