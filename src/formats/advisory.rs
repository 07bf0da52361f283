//! Ids of vulnerabilities against ids of advisories.

use super::normalise;
use crate::model::ids;

/// Sorts the other ids that a tool gives beside its main one: those that name the same
/// vulnerability, the main one first, and those of updates. Two vulnerabilities that one update
/// fixes are not the same.
pub fn aliases(main: String, others: Vec<String>) -> (Vec<String>, Vec<String>) {
    let mut same = vec![normalise::vulnerability(&main).unwrap_or(main)];
    let mut errata = Vec::new();
    for it in others {
        match normalise::vulnerability(&it) {
            Some(id) if !is_erratum(&id) => {
                if !same.contains(&id) {
                    same.push(id);
                }
            }
            Some(_) | None => errata.push(it),
        }
    }
    (same, errata)
}

/// True for the id of an update.
pub fn is_erratum(id: &str) -> bool {
    ids::is_update(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_update_is_not_another_name_of_a_vulnerability() {
        let others = ["RHSA-2023:7836", "ghsa-JFH8-c2jp-5v3q", "CVE-2021-44228"];
        let others = others.map(str::to_owned).to_vec();
        let (same, errata) = aliases("CVE-2021-44228".to_owned(), others);
        assert_eq!(same, ["CVE-2021-44228", "GHSA-jfh8-c2jp-5v3q"]);
        assert_eq!(errata, ["RHSA-2023:7836"]);
    }
}
