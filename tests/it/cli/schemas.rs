//! Every JSON document that a command prints fits its published schema, which knows no other
//! field.

use crate::harness::{SHOP, Sluice, sample};
use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::{fs, path::Path};

const FOLDER: &str = "assets/schema";

fn schema(name: &str) -> Value {
    let path = format!("{FOLDER}/{name}.schema.json");
    serde_json::from_slice(&sample(&path)).unwrap_or_else(|err| panic!("{path}: {err}"))
}

fn validator(name: &str) -> Validator {
    jsonschema::draft202012::new(&schema(name)).unwrap()
}

fn check(name: &str, document: &Value) {
    let wrong: Vec<String> = validator(name)
        .iter_errors(document)
        .map(|it| format!("{} at {}", it, it.instance_path()))
        .take(5)
        .collect();
    assert!(wrong.is_empty(), "{name}: {wrong:#?}");
}

/// A store with every sort of thing in it.
fn world() -> Sluice {
    let sluice = Sluice::with_shop();
    sluice.import(&["sample-data/reports/shop/next/bandit.json"], &[]);
    let feeds = ["sample-data/feeds/kev.json", "sample-data/feeds/epss.csv"];
    sluice.ok(&[&["feed", "import"], feeds.as_slice()].concat());
    sluice.quiet(&[
        "decide",
        "tool:zap",
        "false-positive",
        "--reason",
        "a test site",
    ]);
    sluice.quiet(&["assign", "tool:gitleaks", "--team", "checkout"]);
    let why = ["--reason", "moved in spring", "--until", "20d"];
    let ask = ["exception", "request", "tool:gitleaks"];
    sluice.quiet(&[ask.as_slice(), &why].concat());
    let rule = ["suppress", "add", "--observe", "--app", "shop"];
    sluice.quiet(&[rule.as_slice(), &why].concat());
    sluice
}

/// A schema and the commands that print what it describes.
const PRINTED: &[(&str, &[&[&str]])] = &[
    (
        "issues",
        &[
            &["list"],
            &["list", "status:any", "--findings"],
            &["list", "tool:nosuch"],
            &["export", "issues", "status:any"],
        ],
    ),
    (
        "findings",
        &[
            &["findings", "status:any"],
            &["export", "findings", "tool:zap"],
        ],
    ),
    ("decisions", &[&["export", "decisions"]]),
    (
        "import",
        &[
            &["import", SHOP[0], "--app", "new", "--plan"],
            &["import", SHOP[0], "--app", "shop"],
            &[
                "import",
                "tests/samples/bandit/one-bad-record.json",
                "--app",
                "new",
            ],
        ],
    ),
    (
        "outcome",
        &[
            &["decide", "tool:bandit", "confirm"],
            &["decide", "tool:bandit", "confirm"],
            &["assign", "tool:bandit", "--person", "bob"],
            &["note", "tool:bandit", "--text", "x"],
            &["undo"],
            &["undo", "--redo"],
        ],
    ),
    (
        "components",
        &[&["components"], &["components", "log4j-core<2.17"]],
    ),
    (
        "exceptions",
        &[&["exception", "list"], &["exception", "show", "EX-14"]],
    ),
    ("rules", &[&["suppress", "list"]]),
    ("reaches", &[]),
    ("suggestions", &[&["suggestions", "list"]]),
    (
        "metrics",
        &[
            &["metrics"],
            &["metrics", "time-to-resolve", "--from", "2026-01-01"],
            &["metrics", "--issues", "--app", "shop", "--to", "2026-02-01"],
        ],
    ),
    ("scores", &[&["correlate"], &["correlate", "--scores"]]),
    (
        "replay",
        &[
            &["correlate", "--replay"],
            &["correlate", "--replay", "--apply"],
        ],
    ),
    ("explanation", &[]),
    ("sheet", &[]),
    ("pair", &[]),
    ("rank", &[]),
    ("profile", &[&["priority", "show"]]),
    ("moves", &[&["priority", "simulate", "evidence-first"]]),
    ("events", &[&["audit", "list"]]),
    ("verdict", &[&["audit", "verify"]]),
    (
        "gate-baselines",
        &[
            &["gate", "baseline", "record", "1.3", "--app", "shop"],
            &["gate", "baseline", "list"],
        ],
    ),
    (
        "gate-baseline",
        &[&["gate", "baseline", "export", "1.3", "--app", "shop"]],
    ),
    ("gate", &[&["gate", "--app", "shop", "--release", "1.4"]]),
    ("gate-runs", &[&["gate", "list"]]),
    ("gate-check", &[]),
    ("store", &[&["store", "info"]]),
    ("check", &[&["store", "check"]]),
    ("backup", &[]),
    ("compact", &[&["store", "compact"]]),
    ("rebuild", &[&["store", "rebuild"]]),
    ("clocks", &[&["clocks"], &["clocks", "--use", "fedramp"]]),
    ("feeds", &[&["feed", "status"]]),
    ("formats", &[&["formats"]]),
    (
        "formats-test",
        &[
            &[
                "formats",
                "test",
                "dockle",
                "tests/samples/dockle/typical.json",
            ],
            &[
                "formats",
                "test",
                "wapiti",
                "tests/samples/wapiti/typical.xml",
            ],
            &[
                "formats",
                "test",
                "wpscan",
                "tests/samples/wpscan/typical.json",
            ],
            &[
                "formats",
                "test",
                "xygeni",
                "tests/samples/xygeni/typical.json",
            ],
        ],
    ),
    (
        "inventory-change",
        &[
            &[
                "inventory",
                "import",
                "sample-data/inventory.toml",
                "--plan",
            ],
            &["inventory", "import", "sample-data/inventory.toml"],
            &["inventory", "set", "shop", "criticality=low"],
        ],
    ),
    ("inventory-list", &[&["inventory", "list"]]),
    ("inventory-facts", &[&["inventory", "show", "shop"]]),
    ("inventory-health", &[&["inventory", "check"]]),
];

#[test]
fn every_document_fits_its_schema() {
    let sluice = world();
    for (name, all) in PRINTED {
        for args in *all {
            check(name, &sluice.json(args));
        }
    }
    let copy = sluice.path("copy.db");
    check(
        "backup",
        &sluice.json(&["store", "backup", copy.to_str().unwrap()]),
    );
    let runs = sluice.json(&["gate", "list"]);
    let run = runs["runs"][0]["run"].as_str().unwrap();
    check("gate-check", &sluice.json(&["gate", "verify", run]));
    let ran = sluice.run(&["gate", "--app", "new", "--release", "1", "--output", "json"]);
    check("gate", &serde_json::from_str(&ran.out).unwrap());
    let id = sluice.issues("tool:trivy")[0]["id"].clone();
    let id = id.as_str().unwrap();
    check("issues", &sluice.json(&["show", id]));
    let sheet = sluice.quiet(&["export", "decisions", "--output", "csv"]);
    let file = sluice.file("sheet.csv", sheet.replace("a test site", "another"));
    check("sheet", &sluice.json(&["import-decisions", &file]));
    check(
        "sheet",
        &sluice.json(&["import-decisions", &file, "--apply"]),
    );
    let lines = sluice.quiet(&["export", "decisions", "--lines"]);
    let decisions: Result<Vec<Value>, _> = lines.lines().map(serde_json::from_str).collect();
    check(
        "decisions",
        &json!({"version": 1, "decisions": decisions.unwrap()}),
    );
    check("reaches", &sluice.json(&["suppress", "reach", id]));
}

#[test]
fn what_is_done_and_explained_by_hand_fits_its_schema() {
    let sluice = Sluice::with_shop();
    let all = sluice.issues("tool:trivy tool:grype");
    let id = |at: usize| all[at]["id"].as_str().unwrap();
    let finding = |at: usize| all[0]["findings"][at]["fingerprint"].as_str().unwrap();
    let why = ["--reason", "one library"];
    let said = |args: &[&str]| check("outcome", &sluice.json(&[args, &why].concat()));
    check("pair", &sluice.json(&["explain", finding(0), finding(1)]));
    check("pair", &sluice.json(&["explain", id(0), id(1)]));
    check("rank", &sluice.json(&["explain", id(0), id(1), "--rank"]));
    let plan = [
        "split",
        id(0),
        "--finding",
        finding(1),
        "--plan",
        "--output",
        "json",
    ];
    let plan = sluice.ok(&[&plan, why.as_slice()].concat());
    check("outcome", &serde_json::from_str(&plan.out).unwrap());
    said(&["split", id(0), "--finding", finding(1)]);
    said(&["merge", id(1), id(2)]);
    said(&["never", id(3), id(4)]);
    said(&["representative", id(1), "--finding", id(2)]);
    said(&["set", id(3), "--severity", "low"]);
    said(&["set", id(3), "--title", "another"]);
    for at in 0..4 {
        check("explanation", &sluice.json(&["explain", id(at)]));
        check("issues", &sluice.json(&["show", id(at)]));
    }
    check("pair", &sluice.json(&["explain", finding(0), finding(1)]));
    check("pair", &sluice.json(&["explain", id(1), id(2)]));
    check("decisions", &sluice.json(&["export", "decisions"]));
    sluice.check();
}

#[test]
fn a_failed_import_fits_the_schema_too() {
    let sluice = Sluice::new();
    let ran = sluice.run(&[
        "import",
        "Cargo.toml",
        "nosuch",
        "--app",
        "x",
        "--output",
        "json",
    ]);
    assert_eq!(ran.code, 3);
    check("import", &serde_json::from_str(&ran.out).unwrap());
}

#[test]
fn a_broken_log_fits_the_schema_too() {
    let sluice = Sluice::with_shop();
    let conn = rusqlite::Connection::open(sluice.store()).unwrap();
    conn.execute_batch(
        "drop trigger event_is_never_changed; update event set at = 0 where seq = 3",
    )
    .unwrap();
    let ran = sluice.run(&["audit", "verify", "--output", "json"]);
    assert_eq!(ran.code, 1);
    check("verdict", &serde_json::from_str(&ran.out).unwrap());
}

#[test]
fn every_line_of_the_exported_log_is_an_event() {
    let sluice = world();
    let events: Result<Vec<Value>, _> = sluice
        .quiet(&["audit", "export"])
        .lines()
        .map(serde_json::from_str)
        .collect();
    check("events", &json!({"version": 1, "events": events.unwrap()}));
}

#[test]
fn every_schema_is_named_here_and_every_object_in_it_is_closed() {
    let known: BTreeSet<String> = PRINTED.iter().map(|(name, _)| (*name).to_owned()).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
    let there: BTreeSet<String> = fs::read_dir(root)
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .map(|it| it.strip_suffix(".schema.json").unwrap().to_owned())
        .collect();
    assert_eq!(there, known);
    for name in &known {
        let schema = schema(name);
        assert_eq!(
            schema["$schema"], "https://json-schema.org/draft/2020-12/schema",
            "{name}"
        );
        assert!(jsonschema::draft202012::meta::is_valid(&schema), "{name}");
        closed(name, &schema);
    }
}

/// What is left out where it was not asked for.
const OPTIONAL: &[&str] = &[
    "absence",
    "exceptions",
    "findings",
    "links",
    "suggestions",
    "set",
    "apart",
    "claims",
];

/// Its findings are as formats hand them over: what a tool did not say is left out.
const BARE: &str = "formats-test";

/// Each object lists all its fields, needs them but those named optional, and takes no other.
fn closed(name: &str, schema: &Value) {
    if let Some(fields) = schema.get("properties") {
        assert_eq!(schema["additionalProperties"], false, "{name}: {schema}");
        let needed = schema["required"].as_array().unwrap();
        let optional: Vec<&String> = fields
            .as_object()
            .unwrap()
            .keys()
            .filter(|it| !needed.iter().any(|have| have == it.as_str()))
            .collect();
        assert!(
            name == BARE || optional.iter().all(|it| OPTIONAL.contains(&it.as_str())),
            "{optional:?}"
        );
    }
    match schema {
        Value::Object(fields) => fields.values().for_each(|it| closed(name, it)),
        Value::Array(items) => items.iter().for_each(|it| closed(name, it)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn a_finding_is_described_alike_where_it_stands_alone_and_where_it_does_not() {
    let (issues, mut findings) = (schema("issues"), schema("findings"));
    let alone = &mut findings["$defs"]["finding"];
    for field in ["issue", "app"] {
        assert!(
            alone["properties"]
                .as_object_mut()
                .unwrap()
                .remove(field)
                .is_some()
        );
    }
    assert_eq!(
        alone["properties"],
        issues["$defs"]["finding"]["properties"]
    );
    assert_eq!(findings["$defs"]["package"], issues["$defs"]["package"]);
}

#[test]
fn the_schemas_refuse_a_field_that_is_not_published() {
    let sluice = world();
    let mut document = sluice.json(&["list", "--findings"]);
    assert!(validator("issues").is_valid(&document));
    document["issues"][0]["findings"][0]["secret"] = "x".into();
    assert!(!validator("issues").is_valid(&document));
}
