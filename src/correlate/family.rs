//! Weakness families, from `assets/crosswalk/families.toml`.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asset {
    #[expect(
        dead_code,
        reason = "read so that a table without a version is refused"
    )]
    version: u32,
    families: BTreeMap<String, Vec<u32>>,
}

/// CWE number → family. A table that cannot be read is empty; a test holds it readable.
fn table() -> &'static BTreeMap<u32, String> {
    static TABLE: OnceLock<BTreeMap<u32, String>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let text = include_str!("../../assets/crosswalk/families.toml");
        let families = toml::from_str::<Asset>(text)
            .map(|it| it.families)
            .unwrap_or_default();
        let of =
            |(name, cwes): (String, Vec<u32>)| cwes.into_iter().map(move |cwe| (cwe, name.clone()));
        families.into_iter().flat_map(of).collect()
    })
}

/// The families of some CWE numbers, sorted. A number outside every family is one of its own.
pub(super) fn of(cwes: &[u32]) -> Vec<String> {
    let name = |cwe: &u32| {
        table()
            .get(cwe)
            .cloned()
            .unwrap_or_else(|| format!("cwe-{cwe}"))
    };
    let mut out: Vec<String> = cwes.iter().map(name).collect();
    out.sort_unstable();
    out.dedup();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_readable_and_no_number_is_in_two_families() {
        let text = include_str!("../../assets/crosswalk/families.toml");
        let asset: Asset = toml::from_str(text).unwrap();
        let all: usize = asset.families.values().map(Vec::len).sum();
        assert_eq!(all, table().len());
    }

    #[test]
    fn siblings_share_a_family_and_strangers_do_not() {
        assert_eq!(of(&[564]), of(&[89]));
        assert_ne!(of(&[79]), of(&[89]));
        assert_eq!(of(&[1234]), ["cwe-1234"]);
    }
}
