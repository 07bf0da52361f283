//! What a scope knew and this scan did not see: what of it is gone, and why.

use super::ReportOutcome;
use super::scope::Scope;
use super::sink::Importer;
use crate::error::Problem;
use crate::identity::absence::{self, Looked};
use crate::identity::alias;
use crate::model::Absence;
use crate::store::findings::Known;
use crate::store::{Tx, findings, images, members, texts};
use std::collections::BTreeSet;

/// Marks what is gone and counts what is absent, by reason. A scan that came late or did not run to
/// its end closes nothing, nor does one that did not look at the place.
pub(super) fn mark(importer: &mut Importer<'_, '_, '_>, scope: &Scope) -> Result<(), Problem> {
    let (tx, event) = importer.writes();
    let absent = scope.absent(tx, importer.branch())?;
    if absent.is_empty() {
        return Ok(());
    }
    let stays = if scope.late {
        Some(Absence::LateReport)
    } else {
        scope.scan.incomplete.as_ref().map(|_| Absence::NotRun)
    };
    if let Some(why) = stays {
        count(importer.outcome(), why, absent.len() as u64);
        return Ok(());
    }
    let tool = &scope.scan.tool;
    let named = |it: &String| alias::canonical(tool, it).into_owned();
    let lit: BTreeSet<String> = scope.lit.iter().map(named).collect();
    let rules = scope.cover.rules.as_ref();
    let rules: Option<BTreeSet<String>> = rules.map(|it| it.iter().map(named).collect());
    let looked = Looked {
        lit: &lit,
        rules: rules.as_ref(),
        seen: &scope.files,
        read: scope.cover.files.as_ref(),
    };
    for known in absent {
        let why = reason(tx, &known, tool, &looked)?;
        count(importer.outcome(), why, 1);
        if why == Absence::OutOfScope {
            continue;
        }
        images::keep(tx, event, known.id)?;
        findings::set_gone(tx, known.id, why, scope.scanned_at)?;
        importer.outcome().gone += 1;
        importer.changed("gone", known.id, Some(why))?;
    }
    Ok(())
}

fn reason(tx: &Tx<'_>, known: &Known, tool: &str, looked: &Looked<'_>) -> Result<Absence, Problem> {
    let Some(it) = members::one(tx, known.id)? else {
        return Ok(Absence::Unknown);
    };
    let (rule, file) = (texts::get(tx, it.rule)?, texts::get(tx, it.file)?);
    let rule = alias::canonical(tool, &rule);
    Ok(absence::of(looked, &rule, &file, it.package != 0))
}

fn count(out: &mut ReportOutcome, why: Absence, count: u64) {
    *out.absent.entry(why).or_default() += count;
}
