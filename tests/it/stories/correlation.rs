//! Findings that are one weakness are one issue, and nothing else is.

use crate::harness::{SHOP, Sluice, sample};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const TRIVY: &str = "sample-data/reports/shop/trivy.json";
const GRYPE: &str = "sample-data/reports/shop/grype.json";
const CYCLONEDX: &str = "sample-data/reports/shop/cyclonedx.json";

/// A vulnerability by its CVE number, and a package.
type Weakness = (String, String);

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// The CVE number among several ids of one vulnerability; its first id when it has none.
fn cve<'a>(mut ids: impl Iterator<Item = &'a Value> + Clone) -> String {
    let found = ids.clone().find(|it| text(it).starts_with("CVE-"));
    text(found.or_else(|| ids.next()).unwrap())
}

/// What each of the three reports says, read here without any code of ours.
fn truth() -> BTreeMap<Weakness, BTreeSet<&'static str>> {
    let read = |path| serde_json::from_slice::<Value>(&sample(path)).unwrap();
    let mut out: BTreeMap<Weakness, BTreeSet<&'static str>> = BTreeMap::new();
    let mut add = |id: String, package: &Value, tool| {
        let package = text(package).to_lowercase();
        out.entry((id, package)).or_default().insert(tool);
    };
    for result in list(&read(TRIVY)["Results"]) {
        for it in list(&result["Vulnerabilities"]) {
            add(text(&it["VulnerabilityID"]), &it["PkgName"], "trivy");
        }
    }
    for it in list(&read(GRYPE)["matches"]) {
        let related = list(&it["relatedVulnerabilities"])
            .iter()
            .map(|it| &it["id"]);
        let id = cve(std::iter::once(&it["vulnerability"]["id"]).chain(related));
        add(id, &it["artifact"]["name"], "grype");
    }
    let bom = read(CYCLONEDX);
    for it in list(&bom["vulnerabilities"]) {
        let related = list(&it["references"]).iter().map(|it| &it["id"]);
        let id = cve(std::iter::once(&it["id"]).chain(related));
        for place in list(&it["affects"]) {
            let component = list(&bom["components"])
                .iter()
                .find(|it| it["bom-ref"] == place["ref"])
                .unwrap();
            add(id.clone(), &component["name"], "dependency-track");
        }
    }
    out
}

#[test]
fn three_scanners_of_one_image_make_one_issue_per_vulnerability_and_package() {
    let truth = truth();
    // 42 pairs of Trivy, 41 of Grype, 24 of the bill of materials; 23 that all three see.
    assert_eq!(truth.len(), 45);
    assert_eq!(truth.values().filter(|it| it.len() == 3).count(), 23);

    let sluice = Sluice::new();
    sluice.import(&[TRIVY, GRYPE, CYCLONEDX], &[]);
    let mut got: BTreeMap<Weakness, BTreeSet<String>> = BTreeMap::new();
    for issue in sluice.issues("class:dependency status:any") {
        let findings = list(&issue["findings"]);
        let packages: BTreeSet<String> = findings
            .iter()
            .map(|it| text(&it["package"]["name"]).to_lowercase())
            .collect();
        assert_eq!(packages.len(), 1, "one issue of two packages: {issue}");
        let all = list(&issue["vulnerabilities"]);
        let cves = all.iter().filter(|it| text(it).starts_with("CVE-")).count();
        assert!(cves <= 1, "one issue of two vulnerabilities: {issue}");
        let weakness = (cve(all.iter()), packages.into_iter().next().unwrap());
        let tools = findings.iter().map(|it| text(&it["tool"])).collect();
        assert!(
            got.insert(weakness.clone(), tools).is_none(),
            "{weakness:?} is two issues"
        );
        assert_eq!(
            list(&issue["links"]).len(),
            findings.len() - 1,
            "each link explains one: {issue}"
        );
    }
    let truth: BTreeMap<Weakness, BTreeSet<String>> = truth
        .into_iter()
        .map(|(key, tools)| (key, tools.into_iter().map(str::to_owned).collect()))
        .collect();
    assert_eq!(got, truth);
}

/// Issues as their ids, members and links, whatever else depends on the order of import.
fn grouping(sluice: &Sluice) -> Vec<String> {
    let mut out: Vec<String> = sluice
        .issues("status:any")
        .iter()
        .map(|issue| {
            let mut members: Vec<String> = list(&issue["findings"])
                .iter()
                .map(|it| text(&it["fingerprint"]))
                .collect();
            members.sort();
            format!("{} {} {}", issue["id"], members.join(" "), issue["links"])
        })
        .collect();
    out.sort();
    out
}

#[test]
fn the_order_of_import_does_not_change_issues() {
    let expected = grouping(&Sluice::with_shop());
    let mut reversed = SHOP;
    reversed.reverse();
    let mut rotated = SHOP;
    rotated.rotate_left(3);
    let mixed = [6, 0, 5, 2, 7, 4, 1, 3].map(|at: usize| SHOP[at]);
    for order in [reversed, rotated, mixed] {
        let sluice = Sluice::new();
        sluice.import(&order, &[]);
        assert_eq!(grouping(&sluice), expected, "{order:?}");
    }
    // One command for each report is as good as one for all.
    let sluice = Sluice::new();
    for file in mixed {
        sluice.import(&[file], &[]);
    }
    assert_eq!(grouping(&sluice), expected);
    sluice.check();
}

#[test]
fn the_order_of_import_does_not_change_what_is_printed() {
    let expected = Sluice::with_shop().everything();
    let mut reversed = SHOP;
    reversed.reverse();
    let sluice = Sluice::new();
    sluice.import(&reversed, &[]);
    assert_eq!(sluice.everything(), expected);
}

#[test]
fn counts_add_up_and_every_finding_is_in_exactly_one_issue() {
    let sluice = Sluice::with_shop();
    let mut seen = BTreeSet::new();
    for issue in sluice.issues("status:any") {
        for it in list(&issue["findings"]) {
            assert!(
                seen.insert(text(&it["fingerprint"])),
                "{it} is in two issues"
            );
        }
    }
    // 42 + 24 + 5 + 41 + 8 + 28 + 43 + 18 records in the eight reports.
    assert_eq!(seen.len(), 209);
    assert_eq!(sluice.json(&["store", "info"])["findings"], 209);
}
