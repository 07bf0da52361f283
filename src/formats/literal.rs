//! Hard-coded credentials that code scanners report: they quote the code, and with it the secret.
//!
//! A finding of CWE-259, CWE-321 or CWE-798 loses every quoted text of six characters or more from
//! its title, message and code, in exchange for a mask. Where the title or message quotes exactly
//! one, or the code does, and it looks like a real credential, its keyed hash is kept too, so that
//! it meets what secret scanners say about the same value.

use super::{SecretKey, secret};
use crate::model::NewFinding;
use std::collections::BTreeSet;

const CREDENTIAL_CWES: [u32; 3] = [259, 321, 798];

/// Quoted texts shorter than this are names and words.
const SHORTEST: usize = 6;

/// Takes the clear text out of a finding and returns it, to be masked in the kept report too.
pub fn reduce(finding: &mut NewFinding, key: &SecretKey) -> BTreeSet<String> {
    if !finding.cwes.iter().any(|it| CREDENTIAL_CWES.contains(it)) || finding.secret.is_some() {
        return BTreeSet::new();
    }
    let detail = &mut finding.detail;
    let code = detail
        .snippet
        .as_ref()
        .map(|it| it.text.clone())
        .unwrap_or_default();
    let said = [&finding.title, &detail.description, &detail.evidence];
    let said: BTreeSet<String> = said.into_iter().flat_map(|it| quoted(it)).collect();
    let coded: BTreeSet<String> = quoted(&code).into_iter().collect();
    let one = [&said, &coded]
        .into_iter()
        .find(|it| it.len() == 1)
        .and_then(BTreeSet::first);
    finding.secret = one
        .filter(|it| looks_real(it))
        .and_then(|it| key.reduce(it));
    let all: BTreeSet<String> = said.into_iter().chain(coded).collect();
    let mut texts = vec![
        &mut finding.title,
        &mut detail.description,
        &mut detail.evidence,
    ];
    texts.extend(detail.snippet.as_mut().map(|it| &mut it.text));
    for text in texts {
        for clear in &all {
            if text.contains(clear.as_str()) {
                *text = text.replace(clear.as_str(), &secret::mask(clear));
            }
        }
    }
    all
}

/// The texts between quotes on each line of a text.
fn quoted(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for line in text.lines() {
        let mut rest = line;
        while let Some(at) = rest.find(['"', '\'', '`']) {
            let (quote, after) = rest.get(at..).unwrap_or_default().split_at(1);
            let Some((inside, left)) = after.split_once(quote) else {
                break;
            };
            if inside.len() >= SHORTEST {
                out.push(inside.to_owned());
            }
            rest = left;
        }
    }
    out
}

/// Letters and digits mixed, without blanks, and long: no word of a language.
fn looks_real(text: &str) -> bool {
    text.len() >= 12
        && !text.contains(char::is_whitespace)
        && text.bytes().any(|it| it.is_ascii_digit())
        && text.bytes().any(|it| it.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FindingKind, Snippet};

    #[test]
    fn the_credential_leaves_title_and_code_and_its_hash_stays() {
        let key = SecretKey::new(b"k");
        let mut it = NewFinding::new(
            FindingKind::Sast,
            "B105",
            "Possible password: 'hunter2hunter2'",
        );
        it.cwes = vec![259];
        let text = "A = \"other-value\"\npassword = \"hunter2hunter2\"".to_owned();
        it.detail.snippet = Some(Snippet { start: 1, text });
        let concealed = reduce(&mut it, &key);
        assert_eq!(it.title, "Possible password: 'hu…(14)'");
        assert!(!format!("{it:?}").contains("hunter2hunter2"));
        assert!(!format!("{it:?}").contains("other-value"));
        assert_eq!(it.secret, key.reduce("hunter2hunter2"));
        assert!(concealed.contains("hunter2hunter2"));
    }

    #[test]
    fn other_weaknesses_keep_their_code() {
        let mut it = NewFinding::new(FindingKind::Sast, "B608", "t");
        it.cwes = vec![89];
        it.detail.evidence = "\"select * from x\"".to_owned();
        assert!(reduce(&mut it, &SecretKey::new(b"k")).is_empty());
        assert!(it.detail.evidence.contains("select"));
    }
}
