//! Issues are a function of what was imported: not of the order, nor of how it was portioned.

use proptest::prelude::*;
use serde_json::{Value, json};
use sluice::ops::import::{self, Request};
use sluice::ops::source::Source;
use sluice::ops::{Who, Workspace, export, queue};

/// What one tool says of one target.
#[derive(Clone, Debug)]
struct Report {
    tool: usize,
    target: usize,
    /// File, weakness, first line, number of lines.
    places: Vec<(u8, u8, u32, u32)>,
}

const TOOLS: [&str; 4] = ["CodeQL", "Semgrep OSS", "Snyk Code", "other"];
const FILES: [&str; 4] = ["src/a.py", "a.py", "web/a.py", "src/b.py"];

fn report() -> impl Strategy<Value = Report> {
    let place = (0..4u8, 0..3u8, 1..12u32, 0..3u32);
    let places = prop::collection::vec(place, 1..7);
    (0..4usize, 0..2usize, places).prop_map(|(tool, target, places)| Report {
        tool,
        target,
        places,
    })
}

impl Report {
    fn sarif(&self, number: usize) -> String {
        let result = |(file, weakness, line, more): &(u8, u8, u32, u32)| {
            let rule = ["sqli", "reflected-xss", "unknown-thing"][usize::from(*weakness)];
            json!({
                "ruleId": rule, "message": {"text": "a weakness"},
                "locations": [{"physicalLocation": {
                    "artifactLocation": {"uri": FILES[usize::from(*file)]},
                    "region": {
                        "startLine": line, "endLine": line + more,
                        "snippet": {"text": format!("call_number({})", line / 3)},
                    },
                }}],
            })
        };
        let results: Vec<Value> = self.places.iter().map(result).collect();
        json!({
            "version": "2.1.0",
            "runs": [{
                "tool": {"driver": {"name": TOOLS[self.tool], "rules": []}}, "results": results,
                "automationDetails": {"id": format!("target-{}/", self.target)},
                "properties": {"number": number},
            }],
        })
        .to_string()
    }
}

/// Imports reports in portions, and gives all that can be seen of the queue.
fn state(portions: &[Vec<(usize, &Report)>]) -> String {
    let mut workspace = Workspace::in_memory().unwrap();
    let who = Who {
        name: "ann".to_owned(),
        at: 1_772_352_000,
    };
    for portion in portions {
        let source = |(number, it): &(usize, &Report)| {
            Source::memory(&format!("{number}.sarif"), it.sarif(*number).into_bytes())
        };
        let request = Request {
            sources: portion.iter().map(source).collect(),
            app: "shop".to_owned(),
            ..Request::default()
        };
        let done = import::run(
            &mut workspace,
            crate::formats::formats(),
            &request,
            &who,
            &mut |_| {},
        )
        .unwrap();
        assert!(done.failed.is_empty(), "{:?}", done.failed);
    }
    let columns = queue::load(&workspace).unwrap();
    let all: Vec<u32> = (0..u32::try_from(columns.len()).unwrap()).collect();
    let mut out = Vec::new();
    let style = (export::Style::Json, true);
    export::issues(&workspace, (&columns, &all), style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 24,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_order_and_any_portions_give_the_same_issues(
        reports in prop::collection::vec(report(), 1..6),
        turn in 0..6usize,
        cut in 0..6usize,
    ) {
        // One scan of each tool and target: several are ordered by their time.
        let mut all: Vec<(usize, &Report)> = Vec::new();
        for (number, it) in reports.iter().enumerate() {
            if all.iter().all(|(_, known)| (known.tool, known.target) != (it.tool, it.target)) {
                all.push((number, it));
            }
        }
        let at_once = state(&[all.clone()]);
        let each: Vec<Vec<_>> = all.iter().map(|it| vec![*it]).collect();
        prop_assert_eq!(&state(&each), &at_once);
        let mut turned = all.clone();
        turned.rotate_left(turn % all.len());
        turned.reverse();
        let (first, second) = turned.split_at(cut % (all.len() + 1));
        prop_assert_eq!(&state(&[first.to_vec(), second.to_vec()]), &at_once);
        // The same again changes nothing.
        prop_assert_eq!(&state(&[all.clone(), all.clone()]), &at_once);
    }
}
