//! What tables and API share: the component, the ids, the verdict of a person.

use crate::formats::wire::TITLE;
use crate::formats::{normalise, purl};
use crate::model::text::one_line;
use crate::model::{Claimed, FindingKind, NewFinding, Package};

/// A component as Black Duck writes it.
#[derive(Default)]
pub(super) struct Component {
    pub(super) name: String,
    pub(super) version: String,
    /// Where it comes from: `maven`, `npmjs`, `debian`, `unknown`.
    pub(super) origin: String,
    /// Its name there: `org.x:y:1.0`, `lodash/3.10.1`, `openssl/1.1.1n/amd64`.
    pub(super) id: String,
}

impl Component {
    pub(super) fn package(&self) -> Package {
        let (ecosystem, space) =
            match self.origin.to_ascii_lowercase().as_str() {
                "debian" => ("deb", "debian"),
                "ubuntu" => ("deb", "ubuntu"),
                "alpine" => ("apk", "alpine"),
                it @ ("centos" | "fedora" | "redhat" | "opensuse" | "amazon_linux"
                | "oracle_linux") => ("rpm", word(it)),
                "github" => ("github", ""),
                other => (normalise::ecosystem(other), ""),
            };
        let name = if purl::is_distribution(ecosystem) {
            self.id.split('/').next().unwrap_or_default()
        } else {
            let bare = self.id.strip_suffix(self.version.as_str());
            let bare = bare.unwrap_or_else(|| without_version(&self.id, ecosystem));
            bare.trim_end_matches([':', '/'])
        };
        if ecosystem.is_empty() || name.is_empty() {
            return Package {
                name: self.name.clone(),
                version: self.version.clone(),
                ..Package::default()
            };
        }
        purl::component(ecosystem, space, name, &self.version)
    }
}

/// The distribution in the words of purls.
fn word(origin: &str) -> &'static str {
    match origin {
        "centos" => "centos",
        "fedora" => "fedora",
        "redhat" => "redhat",
        "opensuse" => "opensuse",
        "amazon_linux" => "amzn",
        _ => "oracle",
    }
}

/// The version of an origin may be spelled in another way than that of the component.
fn without_version<'a>(id: &'a str, ecosystem: &str) -> &'a str {
    let at = match ecosystem {
        "maven" | "github" => id.rfind(':'),
        _ => id.rfind('/'),
    };
    at.and_then(|at| id.get(..at)).unwrap_or(id)
}

/// A finding of a vulnerability with these names: `BDSA-2019-2725 (CVE-2019-12402)`, or a bare
/// number of VulnDB.
pub(super) fn finding(names: &str, source: &str, component: &Component) -> Option<NewFinding> {
    let split = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',');
    let words = names.split(split).filter(|it| !it.is_empty());
    let ids = words.filter_map(|it| {
        let number = it.chars().all(|c| c.is_ascii_digit());
        if number && source.eq_ignore_ascii_case("vulndb") {
            return Some(format!("VULNDB-{it}"));
        }
        normalise::vulnerability(it)
    });
    let ids: Vec<String> = ids.collect();
    let own = one_line(names, 100);
    let rule = ids.first().unwrap_or(&own).clone();
    if rule.is_empty() {
        return None;
    }
    let title = format!("{rule} in {} {}", component.name, component.version);
    let mut out = NewFinding::new(FindingKind::Sca, rule, one_line(&title, TITLE));
    out.vulnerabilities = ids;
    out.package = Some(component.package());
    Some(out)
}

/// What a person said of it.
pub(super) fn judge(status: &str, comment: String, out: &mut NewFinding) {
    let settled = matches!(
        status,
        "IGNORED" | "MITIGATED" | "PATCHED" | "DUPLICATE" | "NOT_AFFECTED" | "REMEDIATION_COMPLETE"
    );
    let detail = &mut out.detail;
    if settled {
        detail.suppression = Some(Claimed {
            kind: status.to_owned(),
            status: String::new(),
            justification: comment,
        });
        return;
    }
    crate::formats::wire::fact(&mut detail.facts, "remediation status", status);
    crate::formats::wire::fact(&mut detail.facts, "comment", comment);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_are_named_by_their_origin() {
        for (origin, id, version, ecosystem, name) in [
            ("maven", "org.x:y:1.7", "1.7", "maven", "org.x/y"),
            ("npmjs", "lodash/3.10.1", "3.10.1", "npm", "lodash"),
            ("npmjs", "@a/b/1.0", "1.0", "npm", "@a/b"),
            ("debian", "openssl/1.1.1n/amd64", "1.1.1n", "deb", "openssl"),
            ("unknown", "", "2.0", "", "Own name"),
        ] {
            let it = Component {
                name: "Own name".to_owned(),
                version: version.to_owned(),
                origin: origin.to_owned(),
                id: id.to_owned(),
            };
            let it = it.package();
            assert_eq!((it.ecosystem.as_str(), it.name.as_str()), (ecosystem, name));
        }
    }
}
