//! The stable name of a Semgrep rule, whatever folder the rules lay in.
//!
//! Semgrep puts the folders of a local rule file before its id: `builds.acme.semgrep-rules.python.…`
//! on one machine, `home.ci.rules.python.…` on the next. The rule, in this order:
//!
//! 1. everything up to the last part that ends in `semgrep-rules` (also with `_`) is cut;
//! 2. an id that begins with a folder of machines ([`MACHINE`]) is cut before its first part that
//!    opens a branch of the public registry ([`REGISTRY`]), else behind its last `rules`,
//!    `semgrep` or `semgrep-config`;
//! 3. anything else is kept as it is, and nothing is ever cut to nothing.

/// First parts that name a place on a machine.
const MACHINE: &[&str] = &[
    "app",
    "builds",
    "code",
    "github",
    "home",
    "mnt",
    "opt",
    "private",
    "root",
    "src",
    "tmp",
    "users",
    "usr",
    "var",
    "workspace",
];

/// First parts of the ids in the public registry.
const REGISTRY: &[&str] = &[
    "ai",
    "apex",
    "bash",
    "c",
    "clojure",
    "contrib",
    "csharp",
    "dockerfile",
    "elixir",
    "generic",
    "go",
    "html",
    "java",
    "javascript",
    "json",
    "kotlin",
    "ocaml",
    "package_managers",
    "php",
    "problem-based-packs",
    "python",
    "ruby",
    "rust",
    "scala",
    "solidity",
    "swift",
    "terraform",
    "trailofbits",
    "typescript",
    "yaml",
];

/// Semgrep's `check_id` or SARIF `ruleId` without the local part.
pub(super) fn stable(id: &str) -> String {
    let parts: Vec<&str> = id.split('.').collect();
    let known = |it: &&str| it.replace('_', "-").ends_with("semgrep-rules");
    let mut cut = parts.iter().rposition(known).map_or(0, |at| at + 1);
    let first = parts.first().map_or("", |it| *it).to_ascii_lowercase();
    if cut == 0 && MACHINE.contains(&first.as_str()) {
        let folder = |it: &&str| matches!(*it, "rules" | "semgrep" | "semgrep-config");
        cut = parts
            .iter()
            .position(|it| REGISTRY.contains(it))
            .or_else(|| parts.iter().rposition(folder).map(|at| at + 1))
            .unwrap_or(0);
    }
    match parts.get(cut..) {
        Some(rest) if !rest.is_empty() => rest.join("."),
        _ => id.to_owned(),
    }
}

/// True for rules that look for credentials: their matched code is the secret.
pub(super) fn finds_secrets(id: &str) -> bool {
    id.split('.').any(|it| it == "secrets")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_folders_are_cut() {
        for (raw, expected) in [
            ("builds.acme.semgrep-rules.python.flask.x", "python.flask.x"),
            ("python.lang.security.a.a", "python.lang.security.a.a"),
            ("home.ci.my_semgrep_rules.go.lang.x", "go.lang.x"),
            ("home.ci.checks.java.lang.x", "java.lang.x"),
            ("tmp.rules.harbourlane.no-eval", "harbourlane.no-eval"),
            ("semgrep-rules", "semgrep-rules"),
            ("harbourlane.rules.no-eval", "harbourlane.rules.no-eval"),
        ] {
            assert_eq!(stable(raw), expected);
        }
        assert!(finds_secrets("generic.secrets.gitleaks.aws-access-token"));
    }
}
