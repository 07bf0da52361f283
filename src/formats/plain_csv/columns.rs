//! Which column says what: by its name, or by what a person said.

use crate::error::Problem;
use crate::formats::Claim;
use crate::formats::read::csv::Row;
use std::collections::BTreeMap;

/// What a column may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Title,
    Severity,
    Rule,
    Description,
    Remediation,
    Impact,
    Evidence,
    References,
    File,
    Line,
    EndLine,
    Url,
    Method,
    Parameter,
    Resource,
    Package,
    Version,
    Fixed,
    Purl,
    Ecosystem,
    Vulnerability,
    Cwe,
    Cvss,
    Score,
    Id,
    Tool,
    Target,
    Kind,
    Tags,
    Confidence,
    Date,
    FalsePositive,
    Duplicate,
    Mitigated,
    Active,
}

/// The name of each in a mapping, and the names of columns that are known to say it: lower case,
/// letters and digits only. The only list.
const FIELDS: &[(Field, &str, &str)] = &[
    (
        Field::Title,
        "title",
        "title name summary finding issue vulnerabilityname vulnerability findingname issuename findingtitle issuetitle",
    ),
    (
        Field::Severity,
        "severity",
        "severity risk risklevel severitylevel criticality riskrating threat level issueseverity",
    ),
    (
        Field::Rule,
        "rule",
        "rule ruleid checkid check pluginid testid rulename vulnidfromtool",
    ),
    (
        Field::Description,
        "description",
        "description details detail desc message",
    ),
    (
        Field::Remediation,
        "remediation",
        "remediation mitigation solution recommendation recommendations fix",
    ),
    (Field::Impact, "impact", "impact"),
    (
        Field::Evidence,
        "evidence",
        "evidence proof poc stepstoreproduce output",
    ),
    (
        Field::References,
        "references",
        "references reference links link seealso",
    ),
    (
        Field::File,
        "file",
        "file filepath path filename sourcefile",
    ),
    (Field::Line, "line", "line linenumber startline lineno"),
    (Field::EndLine, "end_line", "endline"),
    (Field::Url, "url", "url uri endpoint affectedurl"),
    (Field::Method, "method", "method httpmethod"),
    (Field::Parameter, "parameter", "parameter param"),
    (
        Field::Resource,
        "resource",
        "resource resourceid asset host hostname ip ipaddress affectedresource affectedasset",
    ),
    (
        Field::Package,
        "package",
        "package packagename component componentname library dependency",
    ),
    (
        Field::Version,
        "version",
        "version packageversion componentversion installedversion currentversion",
    ),
    (
        Field::Fixed,
        "fixed",
        "fixed fixedversion fixedin fixversion patchedversion fixedversions",
    ),
    (Field::Purl, "purl", "purl packageurl"),
    (
        Field::Ecosystem,
        "ecosystem",
        "ecosystem packagemanager packagetype",
    ),
    (
        Field::Vulnerability,
        "vulnerability",
        "cve cves cveid cveids vulnerabilityid vulnerabilityids vulnid ghsa advisory",
    ),
    (Field::Cwe, "cwe", "cwe cweid cwes weakness"),
    (
        Field::Cvss,
        "cvss",
        "cvss cvssvector cvssv3 cvssv3vector cvssv4 cvss3vector",
    ),
    (
        Field::Score,
        "score",
        "cvssscore cvssv3score cvssbasescore cvssv4score cvss3score",
    ),
    (
        Field::Id,
        "id",
        "uniqueidfromtool findingid issueid fingerprint",
    ),
    (Field::Tool, "tool", "tool scanner toolname scannername"),
    (Field::Target, "target", "target image imagename"),
    (Field::Kind, "kind", "kind"),
    (Field::Tags, "tags", "tags labels"),
    (Field::Confidence, "confidence", "confidence"),
    (
        Field::Date,
        "date",
        "date found founddate firstseen discovered",
    ),
    (
        Field::FalsePositive,
        "false_positive",
        "falsepositive falsep",
    ),
    (Field::Duplicate, "duplicate", "duplicate isduplicate"),
    (Field::Mitigated, "mitigated", "ismitigated mitigated"),
    (Field::Active, "active", "active"),
];

/// Columns as a person named them: `title=Summary`, one a line. A text in quotes stands for itself.
#[derive(Clone, Debug, Default)]
pub struct Mapping(BTreeMap<Field, Source>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Source {
    Column(String),
    Constant(String),
}

impl Mapping {
    /// Reads a mapping. Blank lines and those that begin with `#` are passed over.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let mut out = BTreeMap::new();
        for line in text.lines().map(str::trim) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let Some((name, source)) = line.split_once('=') else {
                return Err(Problem::usage(format!("'{line}' maps no column"))
                    .hint("write field=Column, as in title=Summary"));
            };
            let (name, source) = (name.trim(), source.trim());
            let Some((field, ..)) = FIELDS.iter().find(|it| it.1 == name) else {
                let all: Vec<&str> = FIELDS.iter().map(|it| it.1).collect();
                return Err(Problem::usage(format!("no field is called '{name}'"))
                    .hint(format!("fields are {}", all.join(", "))));
            };
            let quoted = ['"', '\''].into_iter().find_map(|it| {
                let inner = source.strip_prefix(it)?.strip_suffix(it)?;
                Some(Source::Constant(inner.to_owned()))
            });
            let source = quoted.unwrap_or_else(|| Source::Column(source.to_lowercase()));
            out.insert(*field, source);
        }
        Ok(Self(out))
    }
}

/// Which column of a table says what.
pub(super) struct Plan(BTreeMap<Field, Source>);

impl Plan {
    /// What a person said counts; for the rest the names of the columns do.
    pub(super) fn new(mapping: Option<&Mapping>, names: &[&str]) -> Result<Self, Problem> {
        let mut out = mapping.map(|it| it.0.clone()).unwrap_or_default();
        for source in out.values() {
            if let Source::Column(name) = source
                && !names.iter().any(|it| it.to_lowercase() == *name)
            {
                return Err(Problem::input(format!("there is no column '{name}'"))
                    .hint(format!("columns are {}", names.join(", "))));
            }
        }
        for (field, _, known) in FIELDS {
            // The order of the list says which of several is meant.
            let mut known = known.split(' ');
            let found = known.find_map(|it| names.iter().find(|name| simple(name) == it));
            if let Some(name) = found
                && !out.contains_key(field)
            {
                out.insert(*field, Source::Column((*name).to_owned()));
            }
        }
        if !out.contains_key(&Field::Title) {
            return Err(
                Problem::input("no column is known to hold the title").hint(format!(
                    "say which with --map title=COLUMN: {}",
                    names.join(", ")
                )),
            );
        }
        Ok(Self(out))
    }

    /// What a row says of a field; empty for nothing.
    pub(super) fn get(&self, row: &Row<'_>, field: Field) -> String {
        match self.0.get(&field) {
            Some(Source::Column(name)) => row.get(name),
            Some(Source::Constant(text)) => text.clone(),
            None => String::new(),
        }
    }
}

/// A name of a column in lower case without anything but letters and digits.
fn simple(name: &str) -> String {
    let plain = name.chars().filter(|it| it.is_alphanumeric());
    plain.flat_map(char::to_lowercase).collect()
}

/// A header with a title and a severity is one of findings; that of `DefectDojo` is known by more.
pub(super) fn claim(header: &str) -> Claim {
    let names: Vec<String> = header
        .trim_start_matches('\u{feff}')
        .split([',', ';', '\t', '|'])
        .map(simple)
        .collect();
    let has = |field: Field| {
        let known = FIELDS.iter().filter(|it| it.0 == field);
        let mut words = known.flat_map(|it| it.2.split(' '));
        words.any(|it| names.iter().any(|name| name == it))
    };
    let own = ["cweid", "mitigation", "falsepositive"];
    match has(Field::Title) && has(Field::Severity) {
        false => Claim::No,
        true if own.iter().all(|it| names.iter().any(|name| name == it)) => Claim::Maybe,
        true => Claim::Generic,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_by_name_or_by_what_was_said() {
        let mapping = Mapping::parse("severity = Bewertung\n# x\ntool='pentest'").unwrap();
        let plan = Plan::new(Some(&mapping), &["bewertung", "file path", "title"]).unwrap();
        let column = |name: &str| Some(Source::Column(name.to_owned()));
        assert_eq!(plan.0.get(&Field::Severity).cloned(), column("bewertung"));
        assert_eq!(plan.0.get(&Field::File).cloned(), column("file path"));
        let tool = Source::Constant("pentest".to_owned());
        assert_eq!(plan.0.get(&Field::Tool), Some(&tool));
    }

    #[test]
    fn what_is_wrong_with_a_mapping_is_said() {
        let hint = |err: Problem| err.hint_text().unwrap_or_default().to_owned();
        assert!(hint(Mapping::parse("titel=x").unwrap_err()).contains("title, severity"));
        let mapping = Mapping::parse("title=nosuch").unwrap();
        let err = Plan::new(Some(&mapping), &["a", "b"]).err().unwrap();
        assert_eq!(hint(err), "columns are a, b");
        assert!(Plan::new(None, &["a"]).is_err());
    }

    #[test]
    fn a_header_is_recognised() {
        for (header, expected) in [
            ("Date,Title,CweId,Url,Severity", Claim::Generic),
            ("\u{feff}Issue Name;Risk Level", Claim::Generic),
            (
                "Title,CweId,Severity,Mitigation,FalsePositive",
                Claim::Maybe,
            ),
            ("name,age", Claim::No),
        ] {
            assert_eq!(claim(header), expected, "{header}");
        }
    }
}
