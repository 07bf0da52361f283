//! Which files of a scope are gone and which are new, for findings that only their file can tell.

use super::scope::Scope;
use crate::error::Problem;
use crate::identity::pairing::{Evidence, Pair};
use crate::identity::rename::{self, Moves, Placed};
use crate::model::FindingState;
use crate::store::{Tx, members, texts};
use std::collections::BTreeSet;

/// More findings than this are not looked at: then a scope lost or won everything, and no rename
/// explains that.
const MOST: usize = 5_000;

/// Pairs of known and seen findings whose file was renamed.
pub(super) fn of(tx: &Tx<'_>, scope: &Scope, pairs: &[Pair]) -> Result<Vec<Pair>, Problem> {
    let used: BTreeSet<i64> = pairs.iter().map(|it| it.0).collect();
    let taken: BTreeSet<i64> = pairs.iter().map(|it| it.1).collect();
    let open = |it: &&crate::store::findings::Known| it.state == FindingState::Open;
    let left: Vec<i64> = scope
        .left()
        .filter(open)
        .map(|it| it.id)
        .filter(|it| !used.contains(it))
        .collect();
    let news: Vec<i64> = (0..)
        .take(scope.waiting.len())
        .filter(|it| !taken.contains(it))
        .collect();
    if left.is_empty() || news.is_empty() || left.len().max(news.len()) > MOST {
        return Ok(Vec::new());
    }
    let mut gone = Vec::new();
    for id in left {
        if let Some(it) = members::one(tx, id)? {
            let file = texts::get(tx, it.file)?;
            if !scope.files.contains(&file) {
                let rule = texts::get(tx, it.rule)?;
                gone.push(Placed {
                    id,
                    file,
                    rule,
                    line: it.line,
                    content: scope.content_of(id),
                });
            }
        }
    }
    if gone.is_empty() {
        return Ok(Vec::new());
    }
    let known = members::files_of(tx, scope.id)?;
    let mut new = Vec::new();
    for id in news {
        let at = usize::try_from(id).unwrap_or(usize::MAX);
        if let Some(it) = scope
            .waiting
            .get(at)
            .filter(|it| !known.contains(&it.row.file))
        {
            let (file, rule) = (texts::get(tx, it.row.file)?, texts::get(tx, it.row.rule)?);
            new.push(Placed {
                id,
                file,
                rule,
                line: it.line,
                content: it.keys.content,
            });
        }
    }
    Ok(rename::pair(&gone, &new, &moves(tx, scope, pairs)?))
}

/// How many paired findings went from which file to which other.
fn moves(tx: &Tx<'_>, scope: &Scope, pairs: &[Pair]) -> Result<Moves, Problem> {
    let mut out = Moves::new();
    for (known, seen, why) in pairs {
        let elsewhere = matches!(why, Evidence::Rename | Evidence::Native);
        let at = usize::try_from(*seen).unwrap_or(usize::MAX);
        let (true, Some(now)) = (elsewhere, scope.waiting.get(at)) else {
            continue;
        };
        if let Some(before) = members::one(tx, *known)?
            && before.file != now.row.file
        {
            let files = (texts::get(tx, before.file)?, texts::get(tx, now.row.file)?);
            *out.entry(files).or_default() += 1;
        }
    }
    Ok(out)
}
