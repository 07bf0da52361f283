//! Vulnerable components in SARIF, which has no field for them: from property bags (`purls`,
//! `component`) and from the labelled lines that Trivy and Grype write into messages and help.

use super::wire::Props;
use crate::formats::normalise;
use crate::model::Package;

/// The component a rule is about, from its help text and properties.
pub(super) fn of_rule(help: &str, props: &Props) -> Option<Package> {
    of_props(props).or_else(|| of_lines(help))
}

/// The component a result is about, from its message and properties.
pub(super) fn of_result(message: &str, props: &Props) -> Option<Package> {
    of_props(props).or_else(|| of_lines(message))
}

fn of_props(props: &Props) -> Option<Package> {
    if props.our_kind.first().is_some() {
        // Our own exporter gives the parts beside the purl, which does not hold all of them.
        return of_parts(props);
    }
    if let Some(purl) = props.purl.first().or_else(|| props.purls.first()) {
        return of_purl(purl);
    }
    of_parts(props)
}

fn of_parts(props: &Props) -> Option<Package> {
    let name = props.component.first()?.to_owned();
    let origin = props.component_origin.first().unwrap_or_default();
    Some(Package {
        ecosystem: normalise::ecosystem(origin).to_owned(),
        name,
        version: props
            .component_version
            .first()
            .unwrap_or_default()
            .to_owned(),
        purl: props.purl.first().map(str::to_owned),
        ..Package::default()
    })
}

/// A purl taken apart: `pkg:type/namespace/name@version?…`.
fn of_purl(purl: &str) -> Option<Package> {
    let (ecosystem, rest) = purl.strip_prefix("pkg:")?.split_once('/')?;
    let end = rest.find(['?', '#']).unwrap_or(rest.len());
    let rest = rest.get(..end)?;
    let (name, version) = rest.rsplit_once('@').unwrap_or((rest, ""));
    Some(Package {
        ecosystem: ecosystem.to_ascii_lowercase(),
        name: normalise::percent(name),
        version: normalise::percent(version),
        fixed: Vec::new(),
        purl: Some(purl.to_owned()),
    })
}

fn of_lines(text: &str) -> Option<Package> {
    let labelled = |label: &str| {
        let mut lines = text.lines();
        let found = lines.find_map(|it| it.strip_prefix(label)?.strip_prefix(':'));
        found.map(str::trim).filter(|it| !it.is_empty())
    };
    let name = labelled("Package")?;
    let fixed = labelled("Fixed Version").or_else(|| labelled("Fix Version"));
    Some(Package {
        ecosystem: normalise::ecosystem(labelled("Type").unwrap_or_default()).to_owned(),
        name: name.to_owned(),
        version: labelled("Installed Version")
            .or_else(|| labelled("Version"))
            .unwrap_or_default()
            .to_owned(),
        fixed: fixed
            .into_iter()
            .flat_map(|it| it.split(','))
            .map(|it| it.trim().to_owned())
            .filter(|it| !it.is_empty())
            .collect(),
        purl: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labelled_lines_name_a_component() {
        let text = "Package: libharbour\nInstalled Version: 1.0\nFixed Version: 1.1, 2.0\nLink: x";
        let it = of_lines(text).unwrap();
        assert_eq!(
            (it.name.as_str(), it.version.as_str()),
            ("libharbour", "1.0")
        );
        assert_eq!(it.fixed, ["1.1", "2.0"]);
        assert_eq!(of_lines("A package: none"), None);
    }

    #[test]
    fn a_purl_is_taken_apart() {
        let it = of_purl("pkg:npm/%40harbourlane/ui@1.2.3?arch=x").unwrap();
        assert_eq!(it.name, "@harbourlane/ui");
        assert_eq!(
            (it.ecosystem.as_str(), it.version.as_str()),
            ("npm", "1.2.3")
        );
    }
}
