//! Base64 inside reports: messages that tools write in code, with the credentials in them.

use super::http;

/// The bytes of a text in the standard alphabet. `None` for what is none.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let mut held: u32 = 0;
    let mut bits = 0;
    for byte in text.bytes().filter(|it| !it.is_ascii_whitespace()) {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => return None,
        };
        held = (held << 6) | u32::from(six);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from((held >> bits) & 0xff).unwrap_or_default());
        }
    }
    Some(out)
}

/// A coded HTTP message as text with its credentials masked. `clear` is called with each of them and
/// with the piece of code that holds it, so that the kept report can lose both.
pub fn message(code: &str, clear: &mut dyn FnMut(&str)) -> String {
    let Some(bytes) = decode(code) else {
        return String::new();
    };
    let text = String::from_utf8_lossy(&bytes).into_owned();
    http::mask_message(&text, &mut |secret| {
        clear(secret);
        let finds = memchr::memmem::find_iter(&bytes, secret.as_bytes());
        for at in finds {
            // Three bytes are four letters.
            let (first, last) = (at / 3 * 4, (at + secret.len()).div_ceil(3) * 4);
            if let Some(piece) = code.trim().get(first..last.min(code.trim().len())) {
                clear(piece.trim_end_matches('='));
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_comes_back() {
        assert_eq!(decode("YQ==").unwrap(), b"a");
        assert_eq!(decode("YWI=").unwrap(), b"ab");
        assert_eq!(decode("YW\nJj").unwrap(), b"abc");
        assert_eq!(decode("a*b"), None);
    }

    #[test]
    fn the_credential_is_masked_and_its_code_is_named() {
        // `GET / HTTP/1.1`, `Cookie: sid=0123456789abcdef`
        let code = "R0VUIC8gSFRUUC8xLjENCkNvb2tpZTogc2lkPTAxMjM0NTY3ODlhYmNkZWYNCg0K";
        let mut clear = Vec::new();
        let text = message(code, &mut |it| clear.push(it.to_owned()));
        assert_eq!(text, "GET / HTTP/1.1\nCookie: sid=01…(16)\n");
        assert_eq!(clear, ["0123456789abcdef", "PTAxMjM0NTY3ODlhYmNkZWYN"]);
        assert!(code.contains(&clear[1]));
    }
}
