//! The published decision trees, every row of them, and what evidence answers.

use sluice::model::{Criticality, Severity, Ternary};
use sluice::prioritize::cvss::Version;
use sluice::prioritize::trees::answers::{ByHand, QUESTIONS, answer};
use sluice::prioritize::trees::{Tree, all};
use sluice::prioritize::{CvssFact, Facts, KevFact, SsvcFact};

fn tree(name: &str) -> Tree {
    all()
        .unwrap()
        .into_iter()
        .find(|it| it.name == name)
        .unwrap()
}

/// Rows as they are printed: the last input runs across, the others down.
fn printed(tree: &Tree, letter: fn(&str) -> &'static str) -> Vec<String> {
    let mut sets: Vec<Vec<String>> = vec![Vec::new()];
    for input in &tree.inputs {
        sets = sets
            .iter()
            .flat_map(|set| {
                let longer = |it: &String| [set.as_slice(), std::slice::from_ref(it)].concat();
                input.answers.iter().map(longer).collect::<Vec<_>>()
            })
            .collect();
    }
    let across = tree.inputs.last().unwrap().answers.len();
    let cells: Vec<&str> = sets.iter().map(|it| letter(&tree.outcome(it))).collect();
    cells.chunks(across).map(|it| it.join(" ")).collect()
}

#[test]
fn ssvc_deployer_1_0_0_is_the_published_table() {
    let letter = |outcome: &str| match outcome {
        "defer" => "D",
        "scheduled" => "S",
        "out-of-cycle" => "O",
        "immediate" => "I",
        _ => "?",
    };
    // Exploitation none, public poc, active; in each small, controlled, open; in each automatable no,
    // yes. Human impact low, medium, high, very high runs across.
    let expected = [
        "D D S S", "D S S S", "D S S S", "S S S S", "D S S S", "S S S O", //
        "D S S S", "S S S S", "D S S S", "S S S O", "S S S O", "S S O O", //
        "S S O O", "S O O O", "S S O O", "O O O O", "S O O I", "O O I I",
    ];
    let it = tree("ssvc-deployer");
    assert_eq!((it.version.as_str(), it.rows.len()), ("1.0.0", 72));
    assert_eq!(printed(&it, letter), expected);
}

#[test]
fn cisa_levels_2_0_3_are_the_published_table() {
    let letter = |outcome: &str| match outcome {
        "track" => "T",
        "track*" => "T*",
        "attend" => "A",
        "act" => "X",
        _ => "?",
    };
    // Exploitation; in each automatable no, yes; in each impact partial, total. Mission runs across.
    let expected = [
        "T T T", "T T T*", "T T A", "T T A", //
        "T T T*", "T T* A", "T T A", "T T* A", //
        "T T A", "T A X", "A A X", "A X X",
    ];
    let it = tree("cisa-levels");
    assert_eq!((it.version.as_str(), it.rows.len()), ("2.0.3", 36));
    assert_eq!(printed(&it, letter), expected);
}

#[test]
fn bod_26_04_is_the_published_table() {
    let it = tree("bod-26-04");
    assert_eq!((it.version.as_str(), it.rows.len()), ("1.0.0", 16));
    // KEV, exposed, automatable, impact; in the order of the directive.
    for (answers, expected) in [
        ("no no no partial", "fix-on-upgrade"),
        ("yes no no partial", "14-days"),
        ("no yes no partial", "60-days"),
        ("no no yes partial", "60-days"),
        ("no no no total", "fix-on-upgrade"),
        ("yes yes no partial", "14-days"),
        ("yes no yes partial", "14-days"),
        ("no yes yes partial", "14-days"),
        ("yes no no total", "14-days"),
        ("no yes no total", "14-days"),
        ("no no yes total", "60-days"),
        ("yes yes yes partial", "3-days"),
        ("yes yes no total", "3-days-and-forensics"),
        ("yes no yes total", "3-days-and-forensics"),
        ("no yes yes total", "3-days"),
        ("yes yes yes total", "3-days-and-forensics"),
    ] {
        let answers: Vec<String> = answers.split(' ').map(str::to_owned).collect();
        assert_eq!(it.outcome(&answers), expected, "{answers:?}");
    }
}

#[test]
fn every_question_of_a_tree_is_one_that_is_answered_in_its_words() {
    let asked = all().unwrap().into_iter().flat_map(|it| it.inputs);
    for input in asked {
        let known = QUESTIONS.iter().find(|it| it.name == input.name).unwrap();
        assert_eq!(input.answers, known.answers, "{}", input.name);
        for facts in [Facts::default(), known_all()] {
            let said = &answer(&facts, &ByHand::new())[known.name];
            assert!(input.answers.contains(&said.value), "{said:?}");
            assert!(!said.source.is_empty());
        }
    }
}

fn known_all() -> Facts {
    Facts {
        severity: Severity::Critical,
        cvss: Some(CvssFact {
            score: 10.0,
            vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H".to_owned(),
            version: Version::V31,
            source: "nvd".to_owned(),
        }),
        has_cve: true,
        kev_fed: true,
        kev: Some(KevFact::default()),
        internet_facing: Ternary::Yes.into(),
        criticality: Some(Criticality::Critical).into(),
        ..Facts::default()
    }
}

/// An answer: value, whether it is assumed, whether a person gave it.
fn said(question: &str, facts: &Facts, by_hand: &ByHand) -> String {
    let it = &answer(facts, by_hand)[question];
    let assumed = if it.assumed { " assumed" } else { "" };
    let hand = if it.by_hand { " by hand" } else { "" };
    format!("{}{assumed}{hand}", it.value)
}

/// Facts that hold a CVSS vector and nothing else.
fn vector(it: &str) -> Facts {
    Facts {
        cvss: Some(CvssFact {
            score: 5.0,
            vector: it.to_owned(),
            version: Version::V40,
            source: "x".to_owned(),
        }),
        ..Facts::default()
    }
}

#[test]
fn evidence_answers_and_what_nobody_says_is_assumed() {
    let nothing = Facts::default();
    let none = ByHand::new();
    let unasked = Facts {
        has_cve: true,
        ..Facts::default()
    };
    let listed = Facts {
        kev_fed: true,
        ..unasked.clone()
    };
    let told = Facts {
        ssvc: Some(SsvcFact {
            exploitation: "public-poc".to_owned(),
            automatable: "no".to_owned(),
            impact: "partial".to_owned(),
            dated: "2025-01-01".to_owned(),
        }),
        cvss: known_all().cvss,
        ..Facts::default()
    };
    for (question, facts, expected) in [
        ("exploitation", &nothing, "none assumed"),
        ("exploitation", &listed, "none assumed"),
        ("exploitation", &known_all(), "active"),
        ("exploitation", &told, "public-poc"),
        ("exploitation", &vector("CVSS:4.0/AV:N/E:P"), "public-poc"),
        ("in-kev", &listed, "no"),
        ("in-kev", &unasked, "no assumed"),
        ("exposure", &nothing, "open assumed"),
        ("exposed", &nothing, "yes assumed"),
        ("exposure", &known_all(), "open"),
        ("automatable", &nothing, "yes assumed"),
        ("automatable", &known_all(), "yes"),
        ("automatable", &told, "no"),
        ("automatable", &vector("AV:N/AC:L/Au:S/C:P/I:P/A:P"), "no"),
        ("automatable", &vector("CVSS:4.0/AV:P/VC:H/AU:Y"), "yes"),
        ("technical-impact", &nothing, "total assumed"),
        ("technical-impact", &known_all(), "total"),
        ("technical-impact", &told, "partial"),
        (
            "technical-impact",
            &vector("AV:N/AC:L/Au:N/C:C/I:C/A:C"),
            "total",
        ),
        ("human-impact", &nothing, "medium assumed"),
        ("human-impact", &known_all(), "very-high"),
        ("mission", &known_all(), "high"),
        ("reachable", &nothing, "yes assumed"),
    ] {
        assert_eq!(said(question, facts, &none), expected, "{question}");
    }
    let by_hand = ByHand::from([(
        "exploitation".to_owned(),
        ("none".to_owned(), "ann".to_owned()),
    )]);
    assert_eq!(said("exploitation", &known_all(), &by_hand), "none by hand");
}

#[test]
fn a_walk_draws_its_path_and_names_each_answer_that_would_change_it() {
    let answers = answer(&known_all(), &ByHand::new());
    let walk = tree("bod-26-04").walk(&answers);
    assert_eq!(walk.outcome, "3-days-and-forensics");
    assert!(!walk.assumed());
    let changes: Vec<String> = walk
        .changes
        .iter()
        .map(|(question, answer, outcome)| format!("{question} {answer} {outcome}"))
        .collect();
    assert_eq!(
        changes,
        ["in-kev no 3-days", "technical-impact partial 3-days"]
    );
}

#[test]
fn a_table_with_a_hole_or_a_strange_word_is_refused() {
    let text = include_str!("../../assets/trees/bod-26-04.toml");
    for (from, to, expected) in [
        (
            "no  no  no  partial  ->  fix-on-upgrade\n",
            "",
            "15 rows instead of 16",
        ),
        (
            "->  60-days",
            "->  soon",
            "holds a word that is not declared",
        ),
        ("no  no  no  partial", "no  no  no  total", "is there twice"),
    ] {
        let problem = Tree::parse("x.toml", &text.replacen(from, to, 1)).unwrap_err();
        assert!(problem.to_string().contains(expected), "{problem}");
    }
}
