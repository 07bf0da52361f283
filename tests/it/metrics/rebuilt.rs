//! What the numbers of a past day say now is what they said on that day, and a rebuild changes none.

use proptest::prelude::*;
use serde_json::json;
use sluice::error::Kind;
use sluice::model::figures::Figures;
use sluice::model::{Severity, Verdict};
use sluice::ops::decide::{self, Change};
use sluice::ops::import::{self, Request};
use sluice::ops::metrics::{self, Request as Asked};
use sluice::ops::source::Source;
use sluice::ops::{Who, Workspace, feeds, inventory, queue, upkeep};

const DAY: i64 = 86_400;
const BEGIN: i64 = 1_772_352_000;

#[derive(Clone, Debug)]
enum Step {
    /// A scan that sees the findings whose bit is set.
    Import(u16),
    Verdict(Verdict, u8),
    Severity(Option<Severity>, u8),
    /// The application is on the internet, or is not.
    Internet(bool),
    /// These of eight vulnerabilities are exploited.
    Feed(u8),
    /// Nothing happens for a day.
    Wait,
}

fn step() -> impl Strategy<Value = Step> {
    let verdict = prop::sample::select(Verdict::ALL);
    prop_oneof![
        4 => any::<u16>().prop_map(Step::Import),
        3 => (verdict, any::<u8>()).prop_map(|(it, at)| Step::Verdict(it, at)),
        2 => (prop::option::of(prop::sample::select(Severity::ALL)), any::<u8>())
            .prop_map(|(it, at)| Step::Severity(it, at)),
        2 => any::<bool>().prop_map(Step::Internet),
        2 => any::<u8>().prop_map(Step::Feed),
        1 => Just(Step::Wait),
    ]
}

struct World {
    workspace: Workspace,
    now: i64,
}

/// A report on packages, each with a vulnerability of its own, so that none is joined with another.
fn report(seen: u16, now: i64) -> String {
    let results: Vec<_> = (0..12)
        .filter(|it| seen & (1 << it) != 0)
        .map(|it| {
            json!({
                "VulnerabilityID": format!("CVE-2024-{}", 1000 + it % 8), "PkgName": format!("p{it}"),
                "InstalledVersion": "1.0", "Title": "a flaw",
                "Severity": if it % 3 == 0 { "CRITICAL" } else { "MEDIUM" },
            })
        })
        .collect();
    json!({
        "SchemaVersion": 2, "ArtifactName": "shop", "ArtifactType": "filesystem",
        "CreatedAt": format!("{now}"),
        "Results": [{"Target": "lock", "Class": "lang-pkgs", "Type": "pip", "Vulnerabilities": results}],
    })
    .to_string()
}

fn kev(exploited: u8) -> String {
    let all: Vec<_> = (0..8)
        .filter(|it| exploited & (1 << it) != 0)
        .map(|it| {
            json!({
                "cveID": format!("CVE-2024-{}", 1000 + it), "vendorProject": "v", "product": "p",
                "vulnerabilityName": "n", "dateAdded": "2026-01-01", "shortDescription": "d",
                "requiredAction": "a", "dueDate": "2026-02-01", "knownRansomwareCampaignUse": "Unknown",
                "notes": "", "cwes": [],
            })
        })
        .collect();
    json!({
        "title": "CISA Catalog of Known Exploited Vulnerabilities", "catalogVersion": "2026.01.01",
        "dateReleased": "2026-01-01T00:00:00Z", "count": all.len(), "vulnerabilities": all,
    })
    .to_string()
}

impl World {
    fn who(&self) -> Who {
        Who {
            name: "ann".to_owned(),
            at: self.now,
        }
    }

    fn some_issue(&self, at: u8) -> Vec<i64> {
        let ids = queue::load(&self.workspace).unwrap().id;
        let one = ids.get(usize::from(at) % ids.len().max(1));
        one.copied().into_iter().collect()
    }

    fn take(&mut self, step: &Step) {
        let who = self.who();
        let change = match step {
            Step::Wait => return,
            Step::Import(seen) => {
                let text = report(*seen, self.now);
                let request = Request {
                    sources: vec![Source::memory("report", text.into_bytes())],
                    app: "shop".to_owned(),
                    scanned_at: Some(self.now),
                    ..Request::default()
                };
                let formats = crate::formats::formats();
                let done =
                    import::run(&mut self.workspace, formats, &request, &who, &mut |_| {}).unwrap();
                assert!(done.failed.is_empty(), "{:?}", done.failed);
                return;
            }
            Step::Feed(exploited) => {
                let source = Source::memory("kev.json", kev(*exploited).into_bytes());
                feeds::import(&mut self.workspace, &source, &who).unwrap();
                return;
            }
            Step::Internet(yes) => {
                let answer = if *yes { "yes" } else { "no" };
                let fields = [("internet-facing".to_owned(), answer.to_owned())];
                inventory::set(&mut self.workspace, "shop", &fields, &who).unwrap();
                return;
            }
            Step::Verdict(verdict, at) => (
                Change::Verdict {
                    verdict: *verdict,
                    reason: "because".to_owned(),
                },
                *at,
            ),
            Step::Severity(severity, at) => (
                Change::Severity {
                    severity: *severity,
                    reason: "because".to_owned(),
                },
                *at,
            ),
        };
        let issues = self.some_issue(change.1);
        if !issues.is_empty() {
            // A move that the state of the issue refuses changes nothing.
            if let Err(refused) = decide::run(&mut self.workspace, &issues, &change.0, &who) {
                assert_eq!(refused.kind(), Kind::Usage, "{refused}");
            }
        }
    }

    fn figures(&self, to: Option<i64>) -> Figures {
        let asked = Asked {
            from: Some(BEGIN),
            to,
            now: self.now,
            ..Asked::default()
        };
        metrics::figures(&self.workspace, crate::formats::formats(), &asked).unwrap()
    }

    /// Open issues of band P1, as the queue shows them now.
    fn critical(&self) -> f64 {
        let columns = queue::load(&self.workspace).unwrap();
        let rows = queue::filter(&columns, "band:P1", self.now).unwrap();
        f64::from(u32::try_from(rows.len()).unwrap())
    }
}

/// Numbers without the filters, which only the present has.
fn plain(mut figures: Figures) -> Figures {
    for it in figures.metrics.iter_mut().flat_map(|it| &mut it.numbers) {
        it.filter.clear();
    }
    figures.digits = 0;
    figures
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 32,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_numbers_of_a_past_day_are_those_of_that_day(
        steps in prop::collection::vec(step(), 1..12),
    ) {
        let mut world = World { workspace: Workspace::in_memory().unwrap(), now: BEGIN };
        // The application is known from the first day on.
        world.take(&Step::Import(0));
        let mut told = Vec::new();
        for step in &steps {
            world.now += DAY;
            world.take(step);
            // Told at the end of that day.
            let at = world.now;
            world.now += DAY - 1 - at.rem_euclid(DAY);
            told.push((world.now, plain(world.figures(None)), world.critical()));
            world.now = at;
        }
        world.now += DAY;
        let course = &world.figures(None).metrics[0].numbers[0].series;
        for (at, then, critical) in &told {
            let now = plain(world.figures(Some(*at)));
            for (now, then) in now.metrics.iter().zip(&then.metrics) {
                // Owners are told as of today.
                if now.id != "ownership-gaps" {
                    prop_assert_eq!(now, then, "on {}", at);
                }
            }
            let queue = then.metrics[0].number("shop", "open", "P1").unwrap();
            prop_assert_eq!(queue.value, Some(*critical));
            let point = course.iter().find(|it| it.0 == *at).map(|it| it.1);
            prop_assert_eq!(point, Some(*critical), "the course on {}", at);
        }
        let before = world.figures(None);
        let who = world.who();
        upkeep::rebuild(&mut world.workspace, &who).unwrap();
        prop_assert_eq!(before, world.figures(None));
    }
}
