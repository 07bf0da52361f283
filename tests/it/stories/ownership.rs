//! Whose issues are: from the inventory to the queue, with the line that says so.

use crate::harness::Sluice;
use serde_json::Value;

const INVENTORY: &str = r#"version = 1
default_team = "appsec"

[[team]]
name = "checkout"
handles = ["@shop-org/checkout-devs"]

[[team]]
name = "platform"

[[person]]
name = "Ada"
team = "platform"
handles = ["@ada"]

[[application]]
name = "shop"
owner = "checkout"
in_production = "yes"
"#;

const CODEOWNERS: &str = "* @shop-org/checkout-devs\nDockerfile @ada\n/requirements.txt\n";

fn owners(sluice: &Sluice, filter: &str) -> Vec<String> {
    let text = |it: &Value, key: &str| it[key].as_str().unwrap_or("-").to_owned();
    let mut out: Vec<_> = sluice
        .issues(filter)
        .iter()
        .map(|it| {
            let it = &it["owner"];
            let (team, person) = (text(it, "team"), text(it, "person"));
            format!("{team}/{person} {}", text(it, "proof"))
        })
        .collect();
    out.sort();
    out.dedup();
    out
}

#[test]
fn every_owner_shows_the_line_that_says_so() {
    let sluice = Sluice::with_shop();
    let inventory = sluice.file("inventory.toml", INVENTORY);
    let codeowners = sluice.file("CODEOWNERS", CODEOWNERS);
    assert_eq!(owners(&sluice, ""), ["-/- -"]);
    sluice.ok(&["inventory", "import", &inventory]);
    let all = owners(&sluice, "");
    assert!(
        all[0].ends_with("inventory.toml:18") && all.len() == 1,
        "{all:?}"
    );
    sluice.ok(&["inventory", "import", &codeowners, "--app", "shop"]);
    let docker = owners(&sluice, "tool:hadolint");
    assert!(docker[0].starts_with("platform/Ada "), "{docker:?}");
    assert!(docker[0].ends_with("CODEOWNERS:2"), "{docker:?}");
    let code = owners(&sluice, "tool:bandit");
    assert!(code[0].ends_with("CODEOWNERS:1"), "{code:?}");

    // A person's decision stands before every file, and survives its next import.
    sluice.quiet(&["assign", "tool:hadolint", "--team", "checkout"]);
    sluice.ok(&["inventory", "import", &codeowners, "--app", "shop"]);
    assert!(owners(&sluice, "tool:hadolint")[0].starts_with("checkout/"));
    sluice.check();
}

#[test]
fn a_report_of_an_unknown_application_goes_to_the_team_for_that() {
    let sluice = Sluice::new();
    let inventory = sluice.file("inventory.toml", INVENTORY);
    sluice.ok(&["inventory", "import", &inventory]);
    let report = "sample-data/reports/shop/bandit.json";
    sluice.ok(&["import", report, "--app", "new"]);
    let all = owners(&sluice, "");
    assert!(all[0].starts_with("appsec/- "), "{all:?}");
}

#[test]
fn the_word_of_a_person_stands_over_files_and_everything_can_be_undone() {
    let sluice = Sluice::with_shop();
    let first = sluice.file("a.toml", INVENTORY);
    sluice.ok(&["inventory", "import", &first]);
    let rank = || sluice.json(&["list"]);
    let before = rank();
    sluice.ok(&[
        "inventory",
        "set",
        "shop",
        "in-production=no",
        "owner=platform",
    ]);
    assert_ne!(rank(), before);
    let again = sluice.json(&["inventory", "import", &first]);
    assert_eq!(again["changes"], Value::Array(Vec::new()));
    assert_eq!(again["kept"].as_array().unwrap().len(), 2, "{again}");
    sluice.quiet(&["undo"]);
    assert_eq!(rank(), before);
    sluice.quiet(&["undo"]);
    assert_eq!(owners(&sluice, ""), ["-/- -"]);
    sluice.quiet(&["undo", "--redo"]);
    assert_eq!(rank(), before);
    sluice.check();
}

#[test]
fn two_files_that_disagree_are_told_and_what_a_file_no_longer_says_goes() {
    let sluice = Sluice::with_shop();
    let first = sluice.file("a.toml", INVENTORY);
    let catalog = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: shop\n\
                   spec:\n  owner: group:default/web\n  lifecycle: production\n---\n\
                   kind: nonsense\n---\napiVersion: backstage.io/v1alpha1\nkind: Group\n\
                   metadata: {name: web}\n";
    let second = sluice.file("catalog-info.yaml", catalog);
    sluice.ok(&["inventory", "import", &first]);
    let done = sluice.json(&["inventory", "import", &second]);
    assert_eq!(done["conflicts"][0]["field"], "owner");
    assert_eq!(done["skipped"][0]["line"], 9);
    assert!(owners(&sluice, "")[0].starts_with("web/- "));
    let less = sluice.file("a.toml", "version = 1\n");
    sluice.ok(&["inventory", "import", &less]);
    let rows = sluice.json(&["inventory", "show", "shop"]);
    let fields: Vec<_> = rows["facts"].as_array().unwrap().iter().collect();
    assert!(
        fields.iter().all(|it| it["source"] != "a.toml:18"),
        "{rows}"
    );
}

#[test]
fn a_table_of_servicenow_is_understood_and_what_is_not_is_named() {
    let sluice = Sluice::with_shop();
    let table = "\u{feff}Name,u_internet_facing,business_criticality,support_group,Used for,Data classification\n\
                 shop,true,1 - most critical,Checkout,Production,PII\n\
                 depot,maybe,9,Platform,Test,\n,,,,,\n";
    let file = sluice.file("cmdb.csv", table);
    let done = sluice.json(&["inventory", "import", &file]);
    let skipped: Vec<_> = done["skipped"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["line"].as_u64())
        .collect();
    assert_eq!(skipped, [Some(3), Some(3), Some(4)], "{done}");
    let rows = sluice.json(&["inventory", "list"]);
    let shop = &rows["applications"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["name"] == "shop")
        .unwrap()["facts"];
    for (field, value) in [
        ("internet-facing", "yes"),
        ("criticality", "critical"),
        ("owner", "Checkout"),
        ("in-production", "yes"),
        ("personal-data", "yes"),
    ] {
        assert_eq!(shop[field]["value"], value, "{field}");
    }
    let wrong = sluice.file("x.csv", "a,b\n1,2\n");
    let ran = sluice.run(&["inventory", "import", &wrong]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains("call one `application`"), "{}", ran.err);
}

#[test]
fn the_check_says_which_answer_would_move_most_and_changes_nothing() {
    let sluice = Sluice::with_shop();
    let before = sluice.everything();
    let health = sluice.json(&["inventory", "check"]);
    assert_eq!(sluice.everything(), before);
    let answers = health["answers"].as_array().unwrap();
    let moves: Vec<_> = answers
        .iter()
        .map(|it| it["moves"].as_u64().unwrap())
        .collect();
    assert!(
        !moves.is_empty() && moves.is_sorted_by(|a, b| a >= b),
        "{health}"
    );
    let best = &answers[0];
    let said = format!(
        "{}={}",
        best["field"].as_str().unwrap(),
        best["value"].as_str().unwrap()
    );
    let bands = |sluice: &Sluice| -> Vec<(String, String)> {
        let all = sluice.issues("");
        let text = |it: &Value| it.as_str().unwrap().to_owned();
        let mut out: Vec<_> = all
            .iter()
            .map(|it| (text(&it["id"]), text(&it["priority"]["band"])))
            .collect();
        out.sort();
        out
    };
    let was = bands(&sluice);
    sluice.ok(&["inventory", "set", "shop", &said]);
    let moved = was
        .iter()
        .zip(bands(&sluice))
        .filter(|(a, b)| **a != *b)
        .count();
    assert_eq!(moved as u64, moves[0]);
    assert!(
        health["applications"][0]["heard"]["dast"].is_i64(),
        "{health}"
    );
}
