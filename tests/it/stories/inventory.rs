//! Bills of materials say what applications are made of, and VEX documents what their vulnerabilities
//! come to.

use crate::harness::Sluice;
use serde_json::{Value, json};

/// A CycloneDX bill of one image with these components.
fn bill(at: &str, components: &[(&str, &str)]) -> String {
    let each = components.iter().map(|(name, version)| {
        json!({
            "type": "library", "bom-ref": format!("pkg:{name}@{version}"), "name": name,
            "version": version, "purl": format!("pkg:{name}@{version}"),
            "licenses": [{"license": {"id": "Apache-2.0"}}],
        })
    });
    json!({
        "bomFormat": "CycloneDX", "specVersion": "1.6",
        "metadata": {
            "timestamp": at, "tools": {"components": [{"name": "syft", "version": "1.18.1"}]},
            "component": {"type": "container", "name": "registry.example/tide:4"},
        },
        "components": each.collect::<Vec<_>>(),
    })
    .to_string()
}

fn import(sluice: &Sluice, file: &str, app: &str, options: &[&str]) -> Value {
    sluice.json(&[&["import", file, "--app", app], options].concat())
}

const LOG4J: &str = "maven/org.apache.logging.log4j/log4j-core";

fn names(sluice: &Sluice, filter: &[&str]) -> Vec<String> {
    let args = [&["components"], filter].concat();
    let all = sluice.json(&args)["components"].clone();
    let text = |it: &Value, key: &str| it[key].as_str().unwrap().to_owned();
    let each = all.as_array().unwrap().iter();
    each.map(|it| {
        format!(
            "{} {} {}",
            text(it, "app"),
            text(it, "name"),
            text(it, "version")
        )
    })
    .collect()
}

#[test]
fn the_next_bill_replaces_the_last_and_undo_brings_it_back() {
    let sluice = Sluice::new();
    let first = sluice.file(
        "first.json",
        bill(
            "2026-03-01T00:00:00Z",
            &[(LOG4J, "2.14.1"), ("npm/left-pad", "1.3.0")],
        ),
    );
    let second = sluice.file(
        "second.json",
        bill("2026-03-02T00:00:00Z", &[(LOG4J, "2.17.1")]),
    );
    let other = sluice.file(
        "other.json",
        bill("2026-03-01T00:00:00Z", &[(LOG4J, "2.9.1")]),
    );
    let imported = import(&sluice, &first, "tide", &[]);
    assert_eq!(imported["reports"][0]["components"], 2);
    assert_eq!(imported["reports"][0]["findings"], 0);
    import(&sluice, &other, "kiosk", &[]);

    let old = "org.apache.logging.log4j/log4j-core";
    let both = [format!("kiosk {old} 2.9.1"), format!("tide {old} 2.14.1")];
    assert_eq!(names(&sluice, &["log4j-core<2.17"]), both);
    import(&sluice, &second, "tide", &[]);
    assert_eq!(names(&sluice, &["log4j-core<2.17"]), both[..1]);
    assert_eq!(
        names(&sluice, &["app:tide"]),
        [format!("tide {old} 2.17.1")]
    );
    // The same bytes again: known, with what they hold.
    let again = import(&sluice, &second, "tide", &[]);
    assert_eq!(again["reports"][0]["known"], true);
    assert_eq!(again["reports"][0]["components"], 1);

    sluice.quiet(&["undo"]);
    assert_eq!(names(&sluice, &["log4j-core<2.17"]), both);
    assert_eq!(
        names(&sluice, &["app:tide", "licence:apache", "not", "log4j"]),
        ["tide left-pad 1.3.0"]
    );
    sluice.quiet(&["undo", "--redo"]);
    assert_eq!(names(&sluice, &["log4j-core<2.17"]), both[..1]);
    sluice.check();
}

#[test]
fn a_late_bill_and_another_branch_change_nothing_of_the_present_one() {
    let sluice = Sluice::new();
    let new = sluice.file(
        "new.json",
        bill("2026-03-02T00:00:00Z", &[(LOG4J, "2.17.1")]),
    );
    let old = sluice.file(
        "old.json",
        bill("2026-02-02T00:00:00Z", &[(LOG4J, "2.14.1")]),
    );
    import(&sluice, &new, "tide", &[]);
    import(&sluice, &old, "tide", &[]);
    assert_eq!(names(&sluice, &["log4j-core<2.17"]), [""; 0]);
    import(&sluice, &old, "tide", &["--branch", "lts"]);
    let listed = sluice.json(&["components", "log4j-core<2.17"]);
    assert_eq!(listed["components"][0]["branch"], "lts");
    assert_eq!(listed["components"][0]["target"], "registry.example/tide");
}

#[test]
fn a_claim_stands_beside_the_findings_it_is_about_and_hides_none() {
    let sluice = Sluice::new();
    let mut report: Value = serde_json::from_str(&bill(
        "2026-03-01T00:00:00Z",
        &[(LOG4J, "2.14.1"), ("npm/left-pad", "1.3.0")],
    ))
    .unwrap();
    report["vulnerabilities"] = json!([{
        "id": "CVE-2026-10002", "ratings": [{"severity": "high"}],
        "affects": [{"ref": format!("pkg:{LOG4J}@2.14.1")}, {"ref": "pkg:npm/left-pad@1.3.0"}],
    }]);
    let report = sluice.file("bill.json", report.to_string());
    import(&sluice, &report, "tide", &[]);
    let vex = json!({
        "@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://example/vex/1",
        "author": "Upstream", "timestamp": "2026-03-02T06:00:00Z", "version": 1,
        "statements": [{
            "vulnerability": {"name": "CVE-2026-10002"},
            "products": [{"@id": format!("pkg:{LOG4J}@2.14.1")}],
            "status": "not_affected", "justification": "vulnerable_code_not_present",
        }],
    });
    let vex = sluice.file("vex.json", vex.to_string());
    let imported = import(&sluice, &vex, "tide", &[]);
    assert_eq!(imported["reports"][0]["claims"], 1);

    let open = sluice.issues("CVE-2026-10002");
    assert_eq!(open.len(), 2);
    let claims = |package: &str| {
        let issue = &sluice.issues(&format!("pkg:{package}"))[0];
        let whole = sluice.json(&["show", issue["id"].as_str().unwrap()]);
        whole["issues"][0]["claims"].clone()
    };
    assert_eq!(claims("left-pad"), Value::Array(Vec::new()));
    let claim = &claims("log4j-core")[0];
    assert_eq!(claim["status"], "not_affected");
    assert_eq!(claim["issuer"], "Upstream");
    let id = sluice.issues("pkg:log4j-core")[0]["id"].clone();
    let shown = sluice.quiet(&["show", id.as_str().unwrap()]);
    assert!(
        shown.contains("Upstream claims") && shown.contains("vulnerable_code_not_present"),
        "{shown}"
    );

    sluice.quiet(&["undo"]);
    assert_eq!(claims("log4j-core"), Value::Array(Vec::new()));
}

#[test]
fn columns_of_a_plain_table_can_be_named() {
    let sluice = Sluice::new();
    let table = sluice.file(
        "x.csv",
        "Was;Wie schlimm;Wo\nLogin ohne Sperre;High;https://t.example/\n",
    );
    let ran = sluice.run(&["import", &table, "--app", "tide"]);
    assert_eq!(ran.code, 3);
    let map = "title=Was,severity=Wie schlimm,url=Wo,tool='pentest'";
    let imported = import(&sluice, &table, "tide", &["--map", map]);
    assert_eq!(imported["reports"][0]["format"], "csv");
    assert_eq!(imported["reports"][0]["tool"], "pentest");
    assert_eq!(sluice.issues("tool:pentest")[0]["severity"], "high");

    let file = sluice.file("columns.txt", "title = Was\nurl = Nirgends\n");
    let ran = sluice.run(&["import", &table, "--app", "kiosk", "--map", &file]);
    assert_eq!(ran.code, 3);
    assert!(
        ran.err.contains("there is no column 'nirgends'"),
        "{}",
        ran.err
    );
    let ran = sluice.run(&[
        "import", &table, "--app", "x", "--format", "sarif", "--map", map,
    ]);
    assert_eq!(ran.code, 2);
}
