//! The help of every command, as one snapshot, and what is made from the same tree.

use crate::harness::Sluice;
use std::fmt::Write as _;

/// Every command, with the words that lead to it.
fn commands(path: &[String], command: &clap::Command, out: &mut Vec<Vec<String>>) {
    out.push(path.to_vec());
    for inner in command.get_subcommands() {
        let mut path = path.to_vec();
        path.push(inner.get_name().to_owned());
        commands(&path, inner, out);
    }
}

#[test]
fn the_help_of_every_command_is_known_and_touches_no_store() {
    let sluice = Sluice::new();
    let mut all = Vec::new();
    commands(&[], &sluice::cli::tree(), &mut all);
    let mut out = String::new();
    for mut path in all {
        write!(out, "═══ sluice {}\n\n", path.join(" ")).unwrap();
        path.push("--help".to_owned());
        let help = sluice.quiet(&path);
        assert!(help.contains("Usage: sluice"), "{path:?}: {help}");
        let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
        write!(out, "{}\n\n", lines.join("\n")).unwrap();
    }
    assert!(!sluice.store().exists());
    insta::with_settings!({ snapshot_path => "../snapshots" }, {
        insta::assert_snapshot!(out);
    });
}

#[test]
fn completions_name_every_command_for_every_shell() {
    let sluice = Sluice::new();
    for shell in ["bash", "zsh", "fish"] {
        let text = sluice.quiet(&["completions", shell]);
        for command in sluice::cli::tree().get_subcommands() {
            assert!(
                text.contains(command.get_name()),
                "{shell} {}",
                command.get_name()
            );
        }
    }
    assert_eq!(sluice.run(&["completions", "tcsh"]).code, 2);
}

#[test]
fn the_manual_page_names_every_command_and_the_exit_codes() {
    let text = Sluice::new().quiet(&["man"]);
    assert!(text.contains(".TH sluice 1"), "{text}");
    assert!(text.contains("Exit codes: 0 fine"));
    for command in sluice::cli::tree().get_subcommands() {
        let name = command.get_name().replace('-', "\\-");
        assert!(text.contains(&format!("sluice\\-{name}")), "{name}");
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    let version = Sluice::new().quiet(&["--version"]);
    assert_eq!(version, format!("sluice {}\n", env!("CARGO_PKG_VERSION")));
}
