//! Ids of vulnerabilities and of updates, in one spelling: `assets/crosswalk/ids.tsv`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

const TEXT: &str = include_str!("../../assets/crosswalk/ids.tsv");

/// What the ids of one scheme are like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Scheme {
    /// Names an update, which may fix several vulnerabilities.
    is_update: bool,
    spelling: Spelling,
}

/// How the part behind the scheme is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spelling {
    Kept,
    Upper,
    Lower,
}

fn lines() -> impl Iterator<Item = &'static str> {
    TEXT.lines().filter(|it| !it.starts_with('#'))
}

/// Schemes by name. Lines that cannot be read are left out; a test holds that there are none.
fn schemes() -> &'static BTreeMap<&'static str, Scheme> {
    static TABLE: OnceLock<BTreeMap<&'static str, Scheme>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let row = |line: &'static str| {
            let mut cells = line.split('\t');
            let name = cells.next()?;
            let is_update = cells.next()? == "update";
            let spelling = match cells.next()? {
                "kept" => Spelling::Kept,
                "upper" => Spelling::Upper,
                "lower" => Spelling::Lower,
                _ => return None,
            };
            Some((
                name,
                Scheme {
                    is_update,
                    spelling,
                },
            ))
        };
        lines().filter_map(row).collect()
    })
}

/// An id in its canonical spelling: the scheme in upper case, then a hyphen. `None` for what is no id
/// of a known scheme. `cve_2021_44228` and `CVE 2021-44228` are `CVE-2021-44228`; the candidates of
/// before 2005 are the CVE ids they became.
pub fn canonical(text: &str) -> Option<String> {
    let text = text.trim();
    if is_plain_cve(text) {
        return Some(text.to_owned());
    }
    let at = text.find(['-', '_', ' '])?;
    let (scheme, rest) = text.split_at_checked(at)?;
    let rest = rest.get(1..)?;
    let scheme = scheme.to_ascii_uppercase();
    let known = schemes().get(scheme.as_str())?;
    let rest = match scheme.as_str() {
        "CVE" | "CAN" => rest.replace(['_', ' '], "-"),
        _ => rest.to_owned(),
    };
    if rest.is_empty() || rest.contains(char::is_whitespace) {
        return None;
    }
    let rest = match known.spelling {
        Spelling::Kept => rest,
        Spelling::Upper => rest.to_ascii_uppercase(),
        Spelling::Lower => rest.to_ascii_lowercase(),
    };
    let scheme = if scheme == "CAN" { "CVE" } else { &scheme };
    Some(format!("{scheme}-{rest}"))
}

/// True for `CVE-2021-44228`, as nearly every tool writes it.
fn is_plain_cve(text: &str) -> bool {
    let rest = text.strip_prefix("CVE-").unwrap_or_default();
    !rest.is_empty() && rest.bytes().all(|it| it.is_ascii_digit() || it == b'-')
}

/// True for the id of an update.
pub fn is_update(id: &str) -> bool {
    let scheme = id.split('-').next().unwrap_or_default();
    schemes().get(scheme).is_some_and(|it| it.is_update)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read_once_and_its_example_is_canonical() {
        assert_eq!(lines().count(), schemes().len());
        for line in lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!(cells.len(), 5, "{line}");
            assert!(["vulnerability", "update"].contains(&cells[1]), "{line}");
            let expected = cells[3].replace("CAN-", "CVE-");
            assert_eq!(canonical(cells[3]), Some(expected), "{line}");
        }
    }

    #[test]
    fn spellings_become_one() {
        for text in ["CVE-2021-44228", "cve_2021_44228", " CVE 2021-44228 "] {
            assert_eq!(canonical(text).as_deref(), Some("CVE-2021-44228"));
        }
        let ghsa = canonical("ghsa-JFH8-c2jp-5v3q");
        assert_eq!(ghsa.as_deref(), Some("GHSA-jfh8-c2jp-5v3q"));
        assert_eq!(canonical("CAN-2003-0001").as_deref(), Some("CVE-2003-0001"));
        for none in ["", "log4j", "X-1", "CVE-", "GO away now"] {
            assert_eq!(canonical(none), None, "{none}");
        }
    }

    #[test]
    fn an_update_is_no_vulnerability() {
        assert!(is_update("RHSA-2023:1405") && is_update("DSA-5343-1"));
        assert!(!is_update("CVE-2021-44228") && !is_update("UBUNTU-CVE-2023-0286"));
    }
}
