//! Licences of components.

/// One expression for several licences that all hold, as SPDX writes it (SPDX 2.3, annex D). Blank
/// ones, repeated ones and those that say that nobody knows are left out.
pub fn expression(all: impl IntoIterator<Item = String>) -> String {
    let mut out: Vec<String> = Vec::new();
    for it in all {
        let it = crate::model::text::one_line(&it, 300);
        let unknown = matches!(it.as_str(), "" | "NOASSERTION" | "NONE" | "UNKNOWN");
        if !unknown && !out.contains(&it) {
            out.push(it);
        }
    }
    if let [only] = out.as_slice() {
        return only.clone();
    }
    let grouped = out.iter().map(|it| {
        if it.contains(" OR ") {
            format!("({it})")
        } else {
            it.clone()
        }
    });
    grouped.collect::<Vec<_>>().join(" AND ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_licences_all_hold() {
        for (all, expected) in [
            (&["MIT"][..], "MIT"),
            (&["MIT", "", "NOASSERTION", "MIT"], "MIT"),
            (
                &["MIT OR Apache-2.0", "Zlib"],
                "(MIT OR Apache-2.0) AND Zlib",
            ),
            (&[], ""),
        ] {
            assert_eq!(expression(all.iter().map(ToString::to_string)), expected);
        }
    }
}
