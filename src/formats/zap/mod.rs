//! OWASP ZAP: the traditional JSON and XML reports of 2.4 and later, with and without requests
//! (`traditional-json`, `-json-plus`, `traditional-xml`, `-xml-plus`).
//!
//! Severity by `riskcode`: 3 → high, 2 → medium, 1 → low, 0 → info (`MSG_RISK` in
//! ZAP's `Alert.java`). ZAP has no critical.
//! A finding is one instance: one URL, method and parameter that an analyst can try again alone. An
//! alert without instances is one finding. ZAP caps instances by its own settings; what it leaves
//! out is not in the report.
//! The target is the host of the site, with its port unless that is the usual one. `confidence` 0,
//! "False Positive" in ZAP, is kept as a claim. A time without a zone, which ZAP writes in the
//! language of the machine, is read as UTC when its month is English or German.
//! Credentials in requests and evidence are masked. Not read: responses, `insights`, statistics, sequences.

mod alert;
mod json;
mod xml;

use super::probe::Shape;
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise};
use crate::error::Problem;
use crate::model::{FindingKind, Scan};

/// See the module's text.
pub(super) struct Zap;

impl Format for Zap {
    fn name(&self) -> &'static str {
        "zap"
    }

    fn tool(&self) -> &'static str {
        "OWASP ZAP 2.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Dast]
    }

    fn file_types(&self) -> &'static str {
        "XML, JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        // GitLab's report of the same scan keeps these fields and adds its own list.
        let json = probe.has("site")
            && !probe.has("vulnerabilities[].identifiers")
            && (probe.has("@version") || probe.has("@generated") || probe.has("@programName"));
        if json || probe.xml_root() == Some("OWASPZAPReport") {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        match Probe::new(input)?.shape {
            Shape::Xml => xml::read(input, sink),
            Shape::Json | Shape::Empty | Shape::Text | Shape::Binary => json::read(input, sink),
        }
    }
}

/// What stands on the outermost element.
#[derive(Clone, Debug, Default)]
struct Report {
    version: String,
    generated: String,
    created: String,
}

/// What stands on a site.
#[derive(Clone, Debug, Default)]
struct Site {
    name: String,
    host: String,
    port: String,
}

impl Report {
    fn scan(&self, site: &Site) -> Scan {
        Scan {
            tool: "zap".to_owned(),
            tool_version: self.version.clone(),
            target: site.target(),
            scanned_at: normalise::timestamp(&self.created).or_else(|| generated(&self.generated)),
            incomplete: None,
            ..Scan::default()
        }
    }
}

impl Site {
    fn target(&self) -> String {
        let from_name = || {
            let name = self
                .name
                .split_once("://")
                .map_or(self.name.as_str(), |it| it.1);
            name.split('/').next().unwrap_or_default().to_owned()
        };
        match (self.host.as_str(), self.port.as_str()) {
            ("", _) => from_name(),
            (host, "" | "80" | "443") => host.to_owned(),
            (host, port) => format!("{host}:{port}"),
        }
    }
}

/// Seconds of `Sun, 22 Jun 2025 04:04:14` and `Fr., 30 Sep. 2022 08:40:35`.
fn generated(text: &str) -> Option<i64> {
    const MONTHS: [[&str; 2]; 12] = [
        ["jan", "jan"],
        ["feb", "feb"],
        ["mar", "mär"],
        ["apr", "apr"],
        ["may", "mai"],
        ["jun", "jun"],
        ["jul", "jul"],
        ["aug", "aug"],
        ["sep", "sep"],
        ["oct", "okt"],
        ["nov", "nov"],
        ["dec", "dez"],
    ];
    let mut words = text.split([' ', ',']).filter(|it| !it.is_empty()).skip(1);
    let day: u8 = words.next()?.trim_end_matches('.').parse().ok()?;
    let word: String = words.next()?.to_lowercase().chars().take(3).collect();
    let month = MONTHS.iter().position(|it| it.contains(&word.as_str()))? + 1;
    let year: u16 = words.next()?.parse().ok()?;
    let time = words.next()?;
    normalise::timestamp(&format!("{year:04}-{month:02}-{day:02}T{time}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_two_languages_are_read() {
        let at = normalise::timestamp("2022-09-30T08:40:35Z");
        assert_eq!(generated("Fri, 30 Sep 2022 08:40:35"), at);
        assert_eq!(generated("Fr., 30 Sep. 2022 08:40:35"), at);
        assert_eq!(generated("ven., 30 sept 2022"), None);
        assert_eq!(generated(""), None);
    }

    #[test]
    fn a_site_is_its_host_and_unusual_port() {
        let site = |name: &str, host: &str, port: &str| Site {
            name: name.to_owned(),
            host: host.to_owned(),
            port: port.to_owned(),
        };
        assert_eq!(site("", "a.example", "443").target(), "a.example");
        assert_eq!(site("", "a.example", "8080").target(), "a.example:8080");
        assert_eq!(
            site("http://a.example:81/x", "", "").target(),
            "a.example:81"
        );
    }
}
