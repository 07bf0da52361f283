//! What issuers claim of vulnerabilities, and which claims are about a finding.

use super::rows::{from_json, to_json};
use super::{Result, Tx, texts};
use crate::model::{Claim, Digest, Finding, NewClaim, Package};
use rusqlite::{Row, named_params};

/// Stores a claim of a report.
pub fn insert(
    tx: &Tx<'_>,
    interner: &mut texts::Interner,
    (report, scope): (i64, i64),
    claim: &NewClaim,
) -> Result<()> {
    let mut stmt = tx.0.prepare_cached(
        "insert into claim (report_id, scope_id, status, ids_id, package_id, version, purl, said)
         values (:report, :scope, :status, :ids, :package, :version, :purl, :said)",
    )?;
    let id = stmt.insert(named_params! {
        ":report": report, ":scope": scope, ":status": claim.status,
        ":ids": interner.id(tx, &claim.vulnerabilities.join(","))?,
        ":package": interner.id(tx, &claim.package.name)?, ":version": claim.package.version,
        ":purl": claim.package.purl.as_deref().unwrap_or_default(),
        ":said": to_json("the words of a claim", &claim.said)?,
    })?;
    let mut stmt = tx.0.prepare_cached(
        "insert or ignore into claim_vulnerability (vulnerability_id, claim_id) values (?1, ?2)",
    )?;
    for it in &claim.vulnerabilities {
        stmt.execute((interner.id(tx, it)?, id))?;
    }
    Ok(())
}

/// The standing claims of a finding's application about one of its vulnerabilities, whatever the
/// package. The caller judges which of them speak of the same one.
pub fn of_finding(tx: &Tx<'_>, finding: &Finding) -> Result<Vec<Claim>> {
    let mut out = Vec::new();
    for id in &finding.vulnerabilities {
        let Some(text) = texts::find(tx, id)? else {
            continue;
        };
        let mut stmt = tx.0.prepare_cached(
            "select claim.status, ids.value as ids, name.value as name, claim.version, claim.purl,
             claim.said, report.sha256
             from claim_vulnerability as about join claim on claim.id = about.claim_id
             join scope on scope.id = claim.scope_id
             join application on application.id = scope.application_id
             join scan on scan.report_id = claim.report_id and scan.scope_id = claim.scope_id
             join report on report.id = claim.report_id
             join text as ids on ids.id = claim.ids_id
             join text as name on name.id = claim.package_id
             where about.vulnerability_id = :id and application.name = :app
             and scan.withdrawn = 0 and not exists (
                 select 1 from scan as later
                 where later.scope_id = scan.scope_id and later.branch = scan.branch
                 and later.withdrawn = 0
                 and (later.scanned_at, later.id) > (scan.scanned_at, scan.id))
             order by claim.id",
        )?;
        let params = named_params! {":id": text, ":app": finding.app};
        let mut rows = stmt.query(params)?;
        while let Some(row) = rows.next()? {
            let claim = standing(row, finding.fingerprint)?;
            // One statement may name several ids of the same vulnerability.
            if !out.contains(&claim) {
                out.push(claim);
            }
        }
    }
    Ok(out)
}

fn standing(row: &Row<'_>, finding: Digest) -> Result<Claim> {
    let ids: String = row.get("ids")?;
    let purl: String = row.get("purl")?;
    let said = row.get_ref("said")?;
    Ok(Claim {
        finding,
        status: row.get("status")?,
        vulnerability: ids.split(',').next().unwrap_or_default().to_owned(),
        package: Package {
            name: row.get("name")?,
            version: row.get("version")?,
            purl: Some(purl).filter(|it| !it.is_empty()),
            ..Package::default()
        },
        said: from_json(
            "the words of a claim",
            said.as_str().map_err(rusqlite::Error::from)?,
        )?,
        report: row.get("sha256")?,
    })
}
