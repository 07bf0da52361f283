//! What the page says of GitHub Actions, GitLab CI and Jenkins is run as it stands.

use super::{new_critical, world};
use std::process::Command;

/// The command lines of the page's pipelines.
fn steps() -> Vec<String> {
    let page = std::fs::read_to_string("README.md").unwrap();
    let (_, rest) = page.split_once("## The gate").unwrap();
    let (section, _) = rest.split_once("\n## ").unwrap();
    let blocks = section.split("```").skip(1).step_by(2);
    let blocks = blocks.filter(|it| it.starts_with("yaml") || it.starts_with("groovy"));
    let mut out = Vec::new();
    for block in blocks {
        let joined = block.replace("\\\n", " ");
        for line in joined.lines() {
            if let Some(at) = line.find("sluice gate ") {
                out.push(line[at..].trim_end_matches(['\'', '"']).to_owned());
            }
        }
    }
    out
}

#[test]
fn every_step_of_the_page_blocks_what_is_new_and_writes_its_files() {
    let mut sluice = world();
    new_critical(&mut sluice);
    let export = |args: &[&str]| sluice.quiet(args);
    sluice.file(
        "ci/baseline.json",
        export(&["gate", "baseline", "export", "1.3", "--app", "shop"]),
    );
    sluice.file("ci/decisions.json", export(&["export", "decisions"]));
    sluice.file(
        "ci/inventory.toml",
        crate::harness::sample("sample-data/inventory.toml"),
    );
    sluice.file(
        "ci/gate.toml",
        crate::harness::sample("assets/policy/gate.toml"),
    );
    let report = std::fs::read(sluice.path("next.sarif")).unwrap();
    sluice.file("ci/reports/next.sarif", report);
    let steps = steps();
    assert_eq!(steps.len(), 3, "GitHub, GitLab, Jenkins: {steps:?}");
    for step in steps {
        let step = step.replacen("sluice", env!("CARGO_BIN_EXE_sluice"), 1);
        let mut command = Command::new("sh");
        let env = sluice.bare();
        for (name, value) in env.get_envs() {
            command.env(name, value.unwrap_or_default());
        }
        for name in ["GITHUB_SHA", "CI_COMMIT_SHA", "GIT_COMMIT"] {
            command.env(name, "0a1b2c3");
        }
        let out = command
            .current_dir(sluice.path("ci"))
            .args(["-c", &step])
            .output()
            .unwrap();
        let (said, err) = (
            String::from_utf8_lossy(&out.stdout),
            String::from_utf8_lossy(&out.stderr),
        );
        assert_eq!(out.status.code(), Some(1), "{step}: {said}{err}");
        assert!(
            said.contains("shop/new.py") || said.contains("file=shop/new.py"),
            "{said}"
        );
    }
    for file in ["gate.sarif", "gate.md", "gate.xml", "gate.json"] {
        let path = sluice.path("ci").join(file);
        assert!(path.metadata().unwrap().len() > 0, "{file}");
    }
}
