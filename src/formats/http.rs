//! HTTP messages in reports: they carry the credentials that the scanner logged in with.

use super::Sink;
use super::secret::mask;

/// Headers whose whole value is a credential.
const SECRET: &[&str] = &[
    "authorization",
    "proxy-authorization",
    "x-api-key",
    "api-key",
    "apikey",
    "x-auth-token",
    "x-access-token",
    "x-csrf-token",
    "x-xsrf-token",
    "x-amz-security-token",
    "private-token",
];

/// Fields of a body or a query whose value is a credential.
const FIELDS: &[&str] = &[
    "password",
    "passwd",
    "pwd",
    "pass",
    "secret",
    "client_secret",
    "token",
    "access_token",
    "refresh_token",
    "id_token",
    "api_key",
    "apikey",
    "session",
    "sessionid",
];

/// A request or response with the credentials in its headers and form fields masked. `clear` is
/// called with each of them.
pub fn mask_message(message: &str, clear: &mut dyn FnMut(&str)) -> String {
    let mut out = String::with_capacity(message.len());
    for line in message.lines() {
        if !out.is_empty() {
            out.push('\n');
        }
        if memchr::memchr2(b':', b'=', line.as_bytes()).is_none() {
            out.push_str(line);
        } else if !header(line, clear, &mut out) {
            fields(line, clear, &mut out);
        }
    }
    out
}

/// A request with its credentials masked, in a report whose kept copy loses them too.
pub fn conceal_message(message: &str, sink: &mut dyn Sink) -> String {
    mask_message(message, &mut |it| {
        // A short value would take ordinary words of the report with it.
        if it.len() >= 8 {
            sink.conceal(it);
        }
    })
}

/// Writes a line that is a header with a credential. False for any other line: nothing is written.
fn header(line: &str, clear: &mut dyn FnMut(&str), out: &mut String) -> bool {
    let Some((name, value)) = line.split_once(':') else {
        return false;
    };
    let (word, value) = (name.trim(), value.trim());
    let named = |it: &str| word.eq_ignore_ascii_case(it);
    if named("cookie") {
        out.push_str(name);
        for (idx, pair) in value.split(';').enumerate() {
            out.push_str(if idx == 0 { ": " } else { "; " });
            cookie(pair, clear, out);
        }
    } else if named("set-cookie") {
        let end = value.find(';').unwrap_or(value.len());
        let (first, rest) = value.split_at_checked(end).unwrap_or((value, ""));
        out.push_str(name);
        out.push_str(": ");
        cookie(first, clear, out);
        // A lone `;` says nothing.
        out.push_str(if rest.len() > 1 { rest } else { "" });
    } else if SECRET.iter().any(|it| named(it)) {
        // `Bearer` and `Basic` say what it is, not what is in it.
        let (scheme, secret) = value.split_once(' ').unwrap_or(("", value));
        for it in [name, ": ", scheme, if scheme.is_empty() { "" } else { " " }] {
            out.push_str(it);
        }
        hide(secret, clear, out);
    } else {
        return false;
    }
    true
}

fn cookie(pair: &str, clear: &mut dyn FnMut(&str), out: &mut String) {
    let (name, value) = match pair.trim().split_once('=') {
        Some((name, value)) => (Some(name), value),
        None => (None, pair),
    };
    if let Some(name) = name {
        out.push_str(name);
        out.push('=');
    }
    hide(value, clear, out);
}

fn hide(secret: &str, clear: &mut dyn FnMut(&str), out: &mut String) {
    let secret = secret.trim();
    if secret.is_empty() || secret.contains("REDACTED") || secret.contains("***") {
        out.push_str(secret);
        return;
    }
    clear(secret);
    out.push_str(&mask(secret));
}

/// A line of a body or a request line: `name=value&…` and `"name":"value"`.
fn fields(line: &str, clear: &mut dyn FnMut(&str), out: &mut String) {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let mut rest = line;
    while let Some(at) = memchr::memchr2(b'=', b':', rest.as_bytes()) {
        let (before, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let sign = after.get(..1).unwrap_or_default();
        let after = after.get(1..).unwrap_or_default();
        out.push_str(before);
        out.push_str(sign);
        rest = after;
        let word = before.trim_end_matches('"');
        let word = word.rsplit(|c| !is_name(c)).next().unwrap_or_default();
        if !FIELDS.iter().any(|it| it.eq_ignore_ascii_case(word)) {
            continue;
        }
        let value = after.trim_start_matches([' ', '"']);
        let quoted = value.len() < after.len() && sign == ":";
        if sign == ":" && !quoted {
            continue;
        }
        let end = if quoted {
            value.find('"')
        } else {
            value.find(['&', ' ', '"', ';'])
        };
        let secret = end.and_then(|it| value.get(..it)).unwrap_or(value);
        let skipped = after.len() - value.len();
        out.push_str(after.get(..skipped).unwrap_or_default());
        hide(secret, clear, out);
        rest = after.get(skipped + secret.len()..).unwrap_or_default();
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_masked_and_the_rest_stays() {
        let message = "POST /login?token=abcdef123456&next=/a HTTP/1.1\r\nHost: shop.example\r\n\
            Authorization: Bearer abcdefghijklmnopqrstuvwxyz\r\n\
            Cookie: sid=0123456789abcdef; theme=darkdark\r\n\
            Set-Cookie: sid=fedcba9876543210; Path=/; Secure\r\n\r\n\
            {\"user\":\"ann\",\"password\": \"correct horse\"}";
        let mut clear = Vec::new();
        let masked = mask_message(message, &mut |it| clear.push(it.to_owned()));
        assert_eq!(
            masked,
            "POST /login?token=ab…(12)&next=/a HTTP/1.1\nHost: shop.example\n\
             Authorization: Bearer abcd…(26)\nCookie: sid=01…(16); theme=d…(8)\n\
             Set-Cookie: sid=fe…(16); Path=/; Secure\n\n\
             {\"user\":\"ann\",\"password\": \"co…(13)\"}"
        );
        assert_eq!(clear.len(), 6);
        assert!(clear.iter().any(|it| it == "correct horse"));
    }

    #[test]
    fn what_is_masked_already_is_left_alone() {
        let mut clear = 0;
        let masked = mask_message("authorization: Bearer [REDACTED]\na: b=c", &mut |_| {
            clear += 1;
        });
        assert_eq!(
            (masked.as_str(), clear),
            ("authorization: Bearer [REDACTED]\na: b=c", 0)
        );
    }
}
