//! The CSV reports: of version 2 with commas, of later ones with semicolons.

use super::announce;
use super::item::{Item, NAMELESS};
use crate::error::Problem;
use crate::formats::read::csv;
use crate::formats::{Input, Sink};
use crate::model::Scan;

pub(super) fn read(
    input: &dyn Input,
    last: &mut Option<Scan>,
    sink: &mut dyn Sink,
) -> Result<(), Problem> {
    csv::walk(input, &mut |row| {
        let item = Item {
            check: row.first(&["CHECK_ID", "TITLE_ID"]),
            title: row.first(&["CHECK_TITLE", "TITLE_TEXT"]),
            status: row.first(&["STATUS", "CHECK_RESULT"]),
            said: row.first(&["STATUS_EXTENDED", "CHECK_RESULT_EXTENDED"]),
            severity: row.first(&["SEVERITY", "CHECK_SEVERITY"]),
            resource: row.first(&["RESOURCE_UID", "RESOURCE_ID", "RESOURCE_NAME"]),
            region: row.get("REGION"),
            account: row.first(&["ACCOUNT_UID", "ACCOUNT_ID", "ACCOUNT_NUM"]),
            provider: row.get("PROVIDER"),
            version: row.get("PROWLER_VERSION"),
            time: row.first(&["TIMESTAMP", "ASSESSMENT_START_TIME"]),
            description: row.get("DESCRIPTION"),
            risk: row.first(&["RISK", "CHECK_RISK"]),
            remediation: row.first(&["REMEDIATION_RECOMMENDATION_TEXT", "CHECK_REMEDIATION"]),
            links: vec![
                row.get("REMEDIATION_RECOMMENDATION_URL"),
                row.first(&["RELATED_URL", "CHECK_DOC"]),
                row.get("ADDITIONAL_URLS"),
            ],
            compliance: row.get("COMPLIANCE"),
            service: row.first(&["SERVICE_NAME", "CHECK_SERVICENAME"]),
            native: row.first(&["FINDING_UID", "FINDING_UNIQUE_ID"]),
            muted: row.get("MUTED").eq_ignore_ascii_case("true"),
        };
        announce(&item, last, sink)?;
        if item.check.is_empty() {
            return sink.skipped(row.refuse(NAMELESS));
        }
        if item.is_finding() {
            sink.finding(item.into_finding(row.place()))?;
        }
        Ok(())
    })
}
