//! Rules that their tools renamed: a finding keeps its history under the new name.
//!
//! The table is `assets/crosswalk/renamed.tsv`. A rule that was split has no line: which of the new
//! rules an old finding is nobody knows before the code is looked at again.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

const TEXT: &str = include_str!("../../assets/crosswalk/renamed.tsv");

/// Tool and old name → name of today. A table that cannot be read is empty; a test holds it readable.
fn table() -> &'static BTreeMap<(&'static str, &'static str), &'static str> {
    static TABLE: OnceLock<BTreeMap<(&'static str, &'static str), &'static str>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let row = |line: &'static str| {
            let mut cells = line.split('\t');
            Some(((cells.next()?, cells.next()?), cells.next()?))
        };
        lines().filter_map(row).collect()
    })
}

fn lines() -> impl Iterator<Item = &'static str> {
    TEXT.lines().filter(|it| !it.starts_with('#'))
}

/// The name by which a tool's rule is followed.
pub fn canonical<'a>(tool: &str, rule: &'a str) -> Cow<'a, str> {
    if let Some(now) = table().get(&(tool, rule)) {
        return Cow::Borrowed(now);
    }
    match tool {
        "trivy" => trivy(rule).map_or(Cow::Borrowed(rule), Cow::Owned),
        _ => Cow::Borrowed(rule),
    }
}

/// Trivy wrote `AVD-DS-0002` and `DS002` for what is `DS-0002` now.
fn trivy(rule: &str) -> Option<String> {
    let plain = rule.strip_prefix("AVD-").unwrap_or(rule);
    let letters = plain.trim_end_matches(|it: char| it.is_ascii_digit());
    let digits = plain.get(letters.len()..)?;
    let family = letters.trim_end_matches('-');
    let known = matches!(
        family,
        "DS" | "KSV"
            | "KCV"
            | "AWS"
            | "AZU"
            | "GCP"
            | "DIG"
            | "GIT"
            | "NIF"
            | "OPNSTK"
            | "OCI"
            | "CLDSTK"
    );
    let number = digits.trim_start_matches('0');
    (known && !digits.is_empty()).then(|| format!("{family}-{number:0>4}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole_and_no_new_name_is_an_old_one() {
        assert_eq!(lines().count(), table().len());
        for ((tool, old), new) in table() {
            assert_ne!(old, new);
            assert!(!table().contains_key(&(*tool, *new)), "{tool} {new}");
        }
    }

    #[test]
    fn old_names_are_those_of_today() {
        for old in ["AVD-DS-0002", "DS002", "DS-0002"] {
            assert_eq!(canonical("trivy", old), "DS-0002");
        }
        assert_eq!(canonical("trivy", "CVE-2021-44228"), "CVE-2021-44228");
        assert_eq!(canonical("bandit", "B101"), "B101");
        assert_eq!(
            canonical("tfsec", "AWS017"),
            "aws-s3-enable-bucket-encryption"
        );
    }
}
