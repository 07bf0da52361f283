//! References in XML text: the five of XML and the numeric ones. Everything else stays as written.

/// Writes what `&name;` stands for.
pub(super) fn entity(name: &str, out: &mut String) {
    let known = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => name.strip_prefix('#').and_then(numeric),
    };
    if let Some(c) = known {
        out.push(c);
        return;
    }
    out.push('&');
    out.push_str(name);
    out.push(';');
}

fn numeric(digits: &str) -> Option<char> {
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => digits.parse(),
    };
    code.ok().and_then(char::from_u32).filter(|it| *it != '\0')
}

/// A raw text with its references resolved.
pub(in crate::formats) fn decode(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    decode_into(raw, &mut out);
    out
}

/// The same, behind what is in `out`.
pub(in crate::formats) fn decode_into(raw: &str, out: &mut String) {
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let end = after
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '#')
            .filter(|end| (1..32).contains(end));
        match end.and_then(|end| after.split_at_checked(end)) {
            Some((name, tail)) if tail.starts_with(';') => {
                entity(name, out);
                rest = tail.get(1..).unwrap_or_default();
            }
            _ => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_once_and_only_the_known_ones() {
        for (raw, expected) in [
            ("a &lt;b&gt; &amp;lt; c", "a <b> &lt; c"),
            ("&#65;&#x42;&#X43;", "ABC"),
            ("&#0; &#xd800; &#99999999;", "&#0; &#xd800; &#99999999;"),
            ("&copy; & a&b; c & ;", "&copy; & a&b; c & ;"),
            ("x=1&y=2", "x=1&y=2"),
        ] {
            assert_eq!(decode(raw), expected);
        }
    }
}
