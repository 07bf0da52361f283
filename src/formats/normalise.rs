//! One rule for each thing that tools spell differently: paths, CWE numbers, ids, severities, time.

use crate::model::{Severity, ids};

/// A path inside the application, by this rule: `file://` and percent codes are undone, `\` becomes
/// `/`, a drive letter, `./` and repeated `/` go, `..` is resolved where it can be, and the prefix
/// of a build folder (`/builds/<group>/<project>/`, `/home/runner/work/<x>/<x>/`, `/github/workspace/`,
/// `/src/`, `/app/`, `/code/`, `/workspace/`, `/tmp/<x>/`…) is cut. What remains of an absolute path
/// loses its leading `/`.
pub fn path(raw: &str) -> String {
    if is_clean(raw) {
        return raw.to_owned();
    }
    let decoded = match raw.trim().strip_prefix("file://") {
        Some(rest) => percent(rest),
        None => raw.trim().to_owned(),
    };
    let slashed = decoded.replace('\\', "/");
    let rest = match slashed.split_once(":/") {
        Some((drive, rest)) if drive.len() == 1 => format!("/{rest}"),
        Some(("" | "/C", rest)) => format!("/{rest}"),
        _ => slashed,
    };
    let absolute = rest.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in rest.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|it| *it != "..") => _ = parts.pop(),
            ".." if absolute => {}
            _ => parts.push(part),
        }
    }
    if absolute {
        parts.drain(..build_prefix(&parts));
    }
    parts.join("/")
}

/// True for what most tools write: a relative path that the rule would leave as it is.
fn is_clean(raw: &str) -> bool {
    !raw.bytes().any(|it| matches!(it, b'\\' | b':'))
        && raw.trim().len() == raw.len()
        && !raw.split('/').any(|it| matches!(it, "" | "." | ".."))
}

/// How many leading parts of an absolute path name a build folder and not the application.
fn build_prefix(parts: &[&str]) -> usize {
    let known = match parts {
        ["builds", _, _, _, ..] | ["home", "runner", "work", _, ..] => 3,
        ["github", "workspace", _, ..] | ["zap", "wrk", _, ..] | ["home", _, "project", ..] => 2,
        [
            "src" | "app" | "code" | "workspace" | "scan" | "source" | "repo" | "project",
            _,
            ..,
        ] => 1,
        _ => 0,
    };
    match parts {
        ["home", "runner", "work", _, _, _, ..] => 5,
        _ => known,
    }
}

/// The end of a region whose end column is the first outside, lines and columns counted from one:
/// the last line where it differs from the first, and the column. A region that ends before the
/// first column of a line ends with the line before.
pub fn region_end(line: u32, end_line: u32, end_column: u32) -> (Option<u32>, Option<u32>) {
    let column = Some(end_column).filter(|it| *it > 0);
    if end_column == 1 && end_line > line {
        return (Some(end_line - 1).filter(|it| *it > line), None);
    }
    (Some(end_line).filter(|it| *it > line), column)
}

/// Undoes `%41` codes; broken ones stay as they are.
pub fn percent(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let code = tail.get(..2).and_then(|it| std::str::from_utf8(it).ok());
        match code.and_then(|it| u8::from_str_radix(it, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The CWE number in texts such as `CWE-79`, `cwe79`, `79`, `CWE-79: Cross-site …`,
/// `external/cwe/cwe-079`. `None` for 0 and for the placeholders `noinfo` and `Other`.
pub fn cwe(text: &str) -> Option<u32> {
    let lower = text.trim().to_ascii_lowercase();
    let digits = match lower.rfind("cwe") {
        Some(at) => lower
            .get(at + 3..)?
            .trim_start_matches(['-', '_', ':', ' ', '/', '#']),
        None => lower.as_str(),
    };
    let end = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    let number = digits.get(..end)?.parse().ok()?;
    let clean = lower.contains("cwe") || end == digits.len();
    (clean && (1..=9999).contains(&number)).then_some(number)
}

/// Every CWE number that a text names, such as both of `CWE-119!/CWE-120`; a bare number is one.
pub fn cwes_in(text: &str) -> Vec<u32> {
    let lower = text.to_ascii_lowercase();
    let named = lower.split("cwe").skip(1);
    let mut out: Vec<u32> = named.filter_map(|it| cwe(&format!("cwe{it}"))).collect();
    if !lower.contains("cwe") {
        out.extend(cwe(&lower));
    }
    out
}

/// CWE numbers of many texts, sorted, each once.
pub fn cwes<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<u32> {
    let mut out: Vec<u32> = texts.into_iter().filter_map(cwe).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// A vulnerability id in its canonical spelling. `None` for what is not an id of a known scheme.
pub fn vulnerability(text: &str) -> Option<String> {
    ids::canonical(text)
}

/// The band of a CVSS v3 or v4 base score (v3.1 specification §5, v4.0 specification §6).
pub fn severity_of_score(score: f64) -> Severity {
    match score {
        it if it >= 9.0 => Severity::Critical,
        it if it >= 7.0 => Severity::High,
        it if it >= 4.0 => Severity::Medium,
        it if it > 0.0 => Severity::Low,
        _ => Severity::Info,
    }
}

/// The words that most tools share. A format with words of its own asks its own table first.
pub fn severity_of_word(word: &str) -> Severity {
    match word.trim().to_ascii_lowercase().as_str() {
        "critical" | "very high" | "urgent" | "blocker" => Severity::Critical,
        "high" | "important" | "major" | "severe" => Severity::High,
        "medium" | "moderate" | "warning" => Severity::Medium,
        "low" | "minor" => Severity::Low,
        "info" | "informational" | "information" | "negligible" | "none" | "note" => Severity::Info,
        _ => Severity::Unknown,
    }
}

/// A tool's word for a sort of package in purl's words; empty when it is none we know.
pub fn ecosystem(word: &str) -> &'static str {
    match word.to_ascii_lowercase().as_str() {
        "apk" => "apk",
        "deb" | "dpkg" => "deb",
        "rpm" => "rpm",
        "npm" | "npmjs" => "npm",
        "python" | "pypi" => "pypi",
        "gem" | "rubygems" => "gem",
        "maven" | "java-archive" | "jenkins-plugin" => "maven",
        "go" | "go-module" | "golang" | "gomod" => "golang",
        "rust-crate" | "crates" | "crates.io" | "cargo" => "cargo",
        "dotnet" | "nuget" => "nuget",
        "php-composer" | "packagist" | "composer" => "composer",
        _ => "",
    }
}

/// A tool's name as one lower-case word.
pub fn tool(name: &str) -> String {
    let lower = name.trim().to_lowercase();
    let parts = lower.split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_')));
    let parts: Vec<&str> = parts.filter(|it| !it.is_empty()).collect();
    parts.join("-")
}

/// UTC seconds of a timestamp with a zone; a time without a zone is read as UTC, as tools that omit
/// it mean it.
pub fn timestamp(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Some(at.as_second());
    }
    let civil = text.parse::<jiff::civil::DateTime>().ok()?;
    jiff::tz::Offset::UTC
        .to_timestamp(civil)
        .ok()
        .map(jiff::Timestamp::as_second)
}

/// UTC seconds of a time as C's `ctime` and Java write it: `Wed Jan 27 22:43:35 UTC 2021`. `None`
/// for a zone by a name other than UTC and GMT, which may mean several.
pub fn long_date(text: &str) -> Option<i64> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let words: Vec<&str> = text.split_whitespace().collect();
    let ([_, month, day, time, year] | [_, month, day, time, "UTC" | "GMT", year]) =
        words.as_slice()
    else {
        return None;
    };
    let month = MONTHS.iter().position(|it| it == month)? + 1;
    let day: u8 = day.parse().ok()?;
    timestamp(&format!("{year}-{month:02}-{day:02}T{time}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_has_one_path() {
        for (raw, expected) in [
            ("./app/x.py", "app/x.py"),
            ("file:///builds/acme/shop/app/x.py", "app/x.py"),
            ("/builds/acme/shop/app/x.py", "app/x.py"),
            ("/home/runner/work/shop/shop/app/x.py", "app/x.py"),
            ("C:\\a\\b.cs", "a/b.cs"),
            ("file:///C:/a/b%20c.cs", "a/b c.cs"),
            ("a/../b/./c", "b/c"),
            ("../lib/x", "../lib/x"),
            ("/etc/passwd", "etc/passwd"),
            ("/src/main.c", "main.c"),
            ("src/main.c", "src/main.c"),
        ] {
            assert_eq!(path(raw), expected, "{raw}");
        }
    }

    #[test]
    fn a_tool_has_one_name() {
        assert_eq!(tool("Snyk CLI (Linux)"), "snyk-cli-linux");
        assert_eq!(tool("retire.js"), "retire.js");
    }

    #[test]
    fn cwe_numbers_are_read_from_all_spellings() {
        for (raw, expected) in [
            ("CWE-79", Some(79)),
            ("external/cwe/cwe-079", Some(79)),
            ("CWE-89: SQL", Some(89)),
            ("22", Some(22)),
            ("NVD-CWE-noinfo", None),
            ("2 things", None),
            ("CWE-0", None),
        ] {
            assert_eq!(cwe(raw), expected, "{raw}");
        }
    }

    #[test]
    fn a_region_ends_with_its_last_character() {
        assert_eq!(region_end(3, 5, 1), (Some(4), None));
        assert_eq!(region_end(3, 4, 1), (None, None));
        assert_eq!(region_end(3, 3, 9), (None, Some(9)));
        assert_eq!(region_end(3, 5, 2), (Some(5), Some(2)));
        assert_eq!(region_end(3, 0, 0), (None, None));
    }

    #[test]
    fn all_cwe_numbers_of_a_text_are_found() {
        assert_eq!(cwes_in("CWE-119!/CWE-120"), [119, 120]);
        assert_eq!(cwes_in("external/cwe/cwe-079"), [79]);
        assert_eq!(cwes_in("79"), [79]);
        assert!(cwes_in("security").is_empty());
    }

    #[test]
    fn ids_are_spelled_one_way() {
        assert_eq!(
            vulnerability("cve-2021-44228").as_deref(),
            Some("CVE-2021-44228")
        );
        assert_eq!(
            vulnerability("GHSA-JFH8-C2JP-5V3Q").as_deref(),
            Some("GHSA-jfh8-c2jp-5v3q")
        );
        assert_eq!(vulnerability("B-101"), None);
    }

    #[test]
    fn long_dates_are_read_where_their_zone_is_known() {
        let at = timestamp("2021-01-27T22:43:35Z");
        assert_eq!(long_date("Wed Jan 27 22:43:35 UTC 2021"), at);
        assert_eq!(long_date("Wed Jan 27 22:43:35 2021"), at);
        assert_eq!(long_date("Wed Jan 27 22:43:35 WIB 2021"), None);
    }

    #[test]
    fn times_have_a_zone_or_are_utc() {
        assert_eq!(timestamp("2024-01-01T00:00:00Z"), Some(1_704_067_200));
        assert_eq!(timestamp("2024-01-01T01:00:00+01:00"), Some(1_704_067_200));
        assert_eq!(timestamp("2024-01-01 00:00:00"), Some(1_704_067_200));
    }
}
