//! The door for secrets: behind it there is only a keyed hash and a masked preview.

use crate::model::{Secret, digest};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use std::fmt;

/// The store's own key. Without it a hash cannot be tried against a word list.
#[derive(Clone)]
pub struct SecretKey(Vec<u8>);

/// Never prints the key.
impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

impl SecretKey {
    /// A key from its bytes.
    pub fn new(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }

    /// What is kept of a secret. `None` when the tool had already masked or emptied it.
    pub fn reduce(&self, clear: &str) -> Option<Secret> {
        let clear = clear.trim();
        let starred = clear.chars().filter(|it| *it == '*').count();
        if clear.is_empty() || clear.eq_ignore_ascii_case("redacted") || starred * 2 >= clear.len()
        {
            return None;
        }
        let mut mac = <Hmac<Sha256> as hmac::Mac>::new_from_slice(&self.0).ok()?;
        mac.update(clear.as_bytes());
        let hash = digest::hex(&mac.finalize().into_bytes());
        Some(Secret {
            hash,
            masked: mask(clear),
        })
    }
}

/// At most a sixth of a secret, and never more than four characters, are shown.
pub fn mask(clear: &str) -> String {
    let count = clear.chars().count();
    let shown: String = clear.chars().take((count / 6).min(4)).collect();
    format!("{shown}…({count})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_secrets_have_equal_hashes_under_one_key_only() {
        let (a, b) = (SecretKey::new(b"a"), SecretKey::new(b"b"));
        let one = a.reduce("hunter2-hunter2").unwrap();
        assert_eq!(Some(&one), a.reduce(" hunter2-hunter2").as_ref());
        assert_ne!(one.hash, b.reduce("hunter2-hunter2").unwrap().hash);
        assert_eq!(one.masked, "hu…(15)");
    }

    #[test]
    fn what_a_tool_masked_is_no_secret() {
        assert_eq!(SecretKey::new(b"a").reduce("AK******"), None);
        assert_eq!(SecretKey::new(b"a").reduce("REDACTED"), None);
    }
}
