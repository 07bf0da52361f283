//! The critical queue of the demo: not the same as "all of critical severity", and every row says why.

use sluice::model::{Band, Severity};
use sluice::ops::{Who, Workspace, demo, queue, ranking};

#[test]
fn the_critical_queue_is_another_than_all_critical_severities_and_says_why_for_every_row() {
    let mut workspace = Workspace::in_memory().unwrap();
    let who = Who {
        name: "ana".to_owned(),
        at: 1_795_435_200,
    };
    demo::fill(&mut workspace, &who).unwrap();
    let all = queue::load(&workspace).unwrap();
    let rows = || all.id.iter().zip(all.band.iter().zip(&all.severity));
    let lifted = rows().filter(|(_, it)| *it.0 == Band::P1 && *it.1 != Severity::Critical);
    let lowered = rows().filter(|(_, it)| *it.0 != Band::P1 && *it.1 == Severity::Critical);
    let (lifted, lowered) = (lifted.count(), lowered.count());
    assert!(
        lifted > 0 && lowered > 0,
        "{lifted} lifted, {lowered} lowered"
    );

    for (id, (band, severity)) in rows() {
        if *band != Band::P1 && *severity != Severity::Critical {
            continue;
        }
        let rank = ranking::rank(&workspace, *id).unwrap();
        let sum: f64 = rank.priority.terms.iter().map(|it| it.points).sum();
        let score = rank.priority.score;
        assert!((sum - score).abs() < 0.01, "{sum} is not {score}");
        for it in &rank.priority.terms {
            assert!(!it.value.is_empty() && !it.source.is_empty(), "{it:?}");
        }
        let text = ranking::text(&rank).join("\n");
        assert!(text.contains("severity"), "{text}");
    }
}
