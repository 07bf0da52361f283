//! Writes reports of any size in the formats that the benches read, each with varied data: the same
//! bytes for the same number, on every machine. SARIF is in `report`.

use super::report::{Report, WORDS, mix};
use std::io::{self, Write};

/// A kind of report that can be made.
pub(crate) struct Kind {
    /// The format that reads it.
    pub(crate) format: &'static str,
    /// In Rust; a filter otherwise.
    pub(crate) native: bool,
    /// The name of the file.
    pub(crate) file: &'static str,
    /// Bytes of one record, about.
    pub(crate) record: u64,
    /// Writes one with so many records.
    pub(crate) write: fn(u64, &mut dyn Write) -> io::Result<()>,
}

/// Every kind, in the order of the table.
pub(crate) const ALL: &[Kind] = &[
    Kind {
        format: "sarif",
        native: true,
        file: "report.sarif",
        record: 1590,
        write: sarif,
    },
    Kind {
        format: "trivy",
        native: true,
        file: "trivy.json",
        record: 1850,
        write: trivy,
    },
    Kind {
        format: "cyclonedx",
        native: true,
        file: "bom.json",
        record: 1330,
        write: cyclonedx,
    },
    Kind {
        format: "zap",
        native: true,
        file: "zap.xml",
        record: 860,
        write: zap,
    },
    Kind {
        format: "nessus",
        native: true,
        file: "nessus.csv",
        record: 1060,
        write: nessus,
    },
    Kind {
        format: "ruff",
        native: false,
        file: "ruff.json",
        record: 520,
        write: ruff,
    },
];

fn word(seed: u64, at: u64) -> &'static str {
    let at = mix(seed, at) % WORDS.len() as u64;
    WORDS.iter().cycle().nth(at as usize).copied().unwrap_or("")
}

/// Some sentences that differ from seed to seed.
fn prose(seed: u64, sentences: u64) -> String {
    let one = |at: u64| {
        let w = |it: u64| word(seed, at * 8 + it);
        format!(
            "The {} of the {} reaches the {} without a check, so that whoever writes the {} can \
             change what {}.{} does with it.",
            w(0),
            w(1),
            w(2),
            w(3),
            w(4),
            w(5)
        )
    };
    (0..sentences).map(one).collect::<Vec<_>>().join(" ")
}

fn cve(seed: u64) -> String {
    format!("CVE-{}-{}", 2014 + seed % 11, 1000 + mix(seed, 1) % 40_000)
}

fn sarif(records: u64, mut to: &mut dyn Write) -> io::Result<()> {
    let report = Report {
        results: records,
        generation: 0,
    };
    report.write(&mut to)
}

/// An image with packages of its system and of languages, 500 vulnerabilities a target.
fn trivy(records: u64, to: &mut dyn Write) -> io::Result<()> {
    write!(
        to,
        "{{\"SchemaVersion\":2,\"CreatedAt\":\"2026-03-02T07:31:44Z\",\"ArtifactName\":\
         \"registry.example/shop/api:1.2\",\"ArtifactType\":\"container_image\",\"Results\":["
    )?;
    for nth in 0..records {
        if nth % 500 == 0 {
            let end = if nth == 0 { "" } else { "]}," };
            let (class, sort, target) = match nth / 500 % 3 {
                0 => (
                    "os-pkgs",
                    "debian",
                    "registry.example/shop/api:1.2 (debian 12.4)",
                ),
                1 => ("lang-pkgs", "npm", "app/package-lock.json"),
                _ => ("lang-pkgs", "jar", "Java"),
            };
            write!(
                to,
                "{end}\n{{\"Target\":\"{target}\",\"Class\":\"{class}\",\"Type\":\"{sort}\",\
                 \"Vulnerabilities\":["
            )?;
        } else {
            to.write_all(b",")?;
        }
        trivy_one(mix(11, nth), to)?;
    }
    to.write_all(if records > 0 { b"]}" } else { b"" })?;
    to.write_all(b"]}\n")
}

fn trivy_one(seed: u64, to: &mut dyn Write) -> io::Result<()> {
    let (rule, package) = (seed % 9_000, mix(seed, 2) % 4_000);
    let (id, name) = (cve(rule), format!("{}-{}", word(package, 1), package));
    let version = format!("{}.{}.{}", 1 + package % 9, package % 40, seed % 12);
    write!(
        to,
        "\n{{\"VulnerabilityID\":\"{id}\",\"PkgID\":\"{name}@{version}\",\"PkgName\":\"{name}\",\
         \"PkgIdentifier\":{{\"PURL\":\"pkg:npm/{name}@{version}\",\"UID\":\"{seed:016x}\"}},\
         \"InstalledVersion\":\"{version}\",\"FixedVersion\":\"{}.0.0\",\"Status\":\"fixed\",\
         \"Layer\":{{\"Digest\":\"sha256:{0:016x}{1:016x}\",\"DiffID\":\"sha256:{1:016x}{0:016x}\"}},\
         \"SeveritySource\":\"nvd\",\"PrimaryURL\":\"https://avd.example/nvd/{2}\",\
         \"DataSource\":{{\"ID\":\"ghsa\",\"Name\":\"Advisory Database\",\"URL\":\"https://a.example\"}},",
        2 + package % 9,
        mix(seed, 4),
        id.to_lowercase(),
    )?;
    write!(
        to,
        "\"Title\":\"{name}: {} of the {} in {}\",\"Description\":\"{}\",\"Severity\":\"{}\",\
         \"CweIDs\":[\"CWE-{}\"],\"VendorSeverity\":{{\"ghsa\":3,\"nvd\":4,\"redhat\":2}},\
         \"CVSS\":{{\"ghsa\":{{\"V3Vector\":\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\",\
         \"V3Score\":9.8}},\"nvd\":{{\"V3Vector\":\"CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:H/I:L/A:N\",\
         \"V3Score\":{}.{}}}}},\"References\":[",
        word(rule, 2),
        word(rule, 3),
        word(rule, 4),
        prose(rule, 4),
        ["CRITICAL", "HIGH", "MEDIUM", "LOW"][rule as usize % 4],
        20 + rule % 900,
        1 + rule % 9,
        rule % 10
    )?;
    for at in 0..6 {
        let comma = if at > 0 { "," } else { "" };
        write!(
            to,
            "{comma}\"https://{}.example/{}/{:x}\"",
            word(rule, 20 + at),
            word(rule, 30 + at),
            mix(rule, at)
        )?;
    }
    write!(
        to,
        "],\"PublishedDate\":\"20{}-0{}-1{}T10:15:00Z\",\"LastModifiedDate\":\"2025-01-01T00:00:00Z\"}}",
        14 + rule % 11,
        1 + rule % 9,
        rule % 10
    )
}

/// A bill of at most 20,000 components with one vulnerability for each record.
fn cyclonedx(records: u64, to: &mut dyn Write) -> io::Result<()> {
    let components = (records / 4).clamp(1, 20_000);
    write!(
        to,
        "{{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"version\":1,\"metadata\":\
         {{\"timestamp\":\"2026-03-02T06:45:10Z\",\"tools\":[{{\"name\":\"scan\",\"version\":\"1\"}}]}},\
         \"components\":["
    )?;
    for nth in 0..components {
        let comma = if nth > 0 { "," } else { "" };
        let name = word(nth, 1);
        write!(
            to,
            "{comma}\n{{\"bom-ref\":\"pkg:npm/{name}-{nth}@1.{nth}.0\",\"type\":\"library\",\"name\":\
             \"{name}-{nth}\",\"version\":\"1.{nth}.0\",\"purl\":\"pkg:npm/{name}-{nth}@1.{nth}.0\",\
             \"licenses\":[{{\"license\":{{\"id\":\"MIT\"}}}}],\"properties\":[{{\"name\":\"path\",\
             \"value\":\"services/{}/package-lock.json\"}}]}}",
            word(nth, 2)
        )?;
    }
    to.write_all(b"],\"vulnerabilities\":[")?;
    for nth in 0..records {
        let seed = mix(12, nth);
        let (rule, at) = (seed % 9_000, mix(seed, 2) % components);
        let comma = if nth > 0 { "," } else { "" };
        write!(
            to,
            "{comma}\n{{\"bom-ref\":\"v{nth}\",\"id\":\"{}\",\"source\":{{\"name\":\"NVD\",\"url\":\
             \"https://nvd.example/{0}\"}},\"references\":[{{\"id\":\"GHSA-{:04x}-{:04x}-{:04x}\",\
             \"source\":{{\"name\":\"GitHub\"}}}}],\"ratings\":[{{\"source\":{{\"name\":\"NVD\"}},\
             \"score\":{}.{},\"severity\":\"{}\",\"method\":\"CVSSv31\",\"vector\":\
             \"AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\"}},{{\"source\":{{\"name\":\"scan\"}},\
             \"severity\":\"medium\"}}],\"cwes\":[{}],\"description\":\"{}\",\"recommendation\":\
             \"Upgrade {} to 2.{}.0 or higher.\",\"advisories\":[",
            cve(rule),
            rule & 0xffff,
            mix(rule, 3) & 0xffff,
            mix(rule, 4) & 0xffff,
            1 + rule % 9,
            rule % 10,
            ["critical", "high", "medium", "low"][rule as usize % 4],
            20 + rule % 900,
            prose(rule, 4),
            word(at, 1),
            rule % 30,
        )?;
        write!(
            to,
            "{{\"url\":\"https://a.example/{:x}\"}},{{\"url\":\"https://b.example/{:x}\"}}],\
             \"published\":\"2025-01-0{}T00:00:00Z\",\"affects\":[{{\"ref\":\"pkg:npm/{}-{at}@1.{at}.0\",\
             \"versions\":[{{\"version\":\"1.{at}.0\",\"status\":\"affected\"}}]}}]}}",
            mix(rule, 5),
            mix(rule, 6),
            1 + rule % 9,
            word(at, 1),
        )?;
    }
    to.write_all(b"]}\n")
}

/// Sites of 40 alerts with 25 instances each, with their requests.
fn zap(records: u64, to: &mut dyn Write) -> io::Result<()> {
    to.write_all(
        b"<?xml version=\"1.0\"?>\n<OWASPZAPReport programName=\"ZAP\" version=\"2.16.1\" \
          created=\"2026-03-02T07:12:30Z\">",
    )?;
    for site in 0..records.div_ceil(1_000) {
        write!(
            to,
            "\n<site name=\"https://s{site}.example\" host=\"s{site}.example\" port=\"443\" \
             ssl=\"true\"><alerts>"
        )?;
        let left = (records - site * 1_000).min(1_000);
        for alert in 0..left.div_ceil(25) {
            let count = (left - alert * 25).min(25);
            zap_alert((site, alert), count, to)?;
        }
        to.write_all(b"</alerts></site>")?;
    }
    to.write_all(b"\n</OWASPZAPReport>\n")
}

fn zap_alert((site, alert): (u64, u64), count: u64, to: &mut dyn Write) -> io::Result<()> {
    let rule = mix(site, alert) % 120;
    write!(
        to,
        "\n<alertitem><pluginid>{}</pluginid><alertRef>{0}-1</alertRef><alert>{} of {}</alert>\
         <name>{1} of {2}</name><riskcode>{}</riskcode><confidence>2</confidence><riskdesc>High \
         (Medium)</riskdesc><desc>&lt;p&gt;{}&lt;/p&gt;</desc>\n<instances>",
        10_000 + rule,
        word(rule, 1),
        word(rule, 2),
        rule % 4,
        prose(rule, 5)
    )?;
    for nth in 0..count {
        let seed = mix(mix(site, alert), nth);
        let path = format!("{}/{}/{}", word(seed, 1), word(seed, 2), seed % 5_000);
        let param = word(seed, 3);
        write!(
            to,
            "\n<instance>\n<uri>https://s{site}.example/{path}?{param}=7&amp;page={}</uri>\n\
             <method>GET</method>\n<param>{param}</param>\n<attack>7&apos; AND &apos;1&apos;=&apos;{}\
             </attack>\n<evidence>&lt;b&gt;{} {} in &quot;{}&quot;&lt;/b&gt;</evidence>\n\
             <otherinfo>{}</otherinfo>\n<requestheader>GET https://s{site}.example/{path} HTTP/1.1\n\
             Host: s{site}.example\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64)\nAccept: text/html\n\
             Cookie: sid={:016x}{seed:016x}; theme=dark\n\n</requestheader>\n<requestbody></requestbody>\n\
             </instance>",
            seed % 90,
            seed % 7,
            word(seed, 4),
            word(seed, 5),
            word(seed, 6),
            prose(seed, 1),
            mix(seed, 7),
        )?;
    }
    write!(
        to,
        "</instances>\n<count>{count}</count><solution>&lt;p&gt;{}&lt;/p&gt;</solution><reference>\
         &lt;p&gt;https://a.example/{rule}&lt;/p&gt;</reference><cweid>{}</cweid><wascid>19</wascid>\
         </alertitem>",
        prose(rule + 500, 3),
        20 + rule
    )
}

/// What a filter reads: the messages of a linter.
fn ruff(records: u64, to: &mut dyn Write) -> io::Result<()> {
    to.write_all(b"[")?;
    for nth in 0..records {
        let seed = mix(14, nth);
        let (rule, comma) = (seed % 90, if nth > 0 { "," } else { "" });
        write!(
            to,
            "{comma}\n{{\"cell\":null,\"code\":\"S{}\",\"end_location\":{{\"column\":{},\"row\":{1}}},\
             \"filename\":\"/builds/acme/shop/app/{}/{}_{}.py\",\"fix\":null,\"location\":\
             {{\"column\":5,\"row\":{1}}},\"message\":\"{}\",\"noqa_row\":{1},\"severity\":\"error\",\
             \"url\":\"https://docs.example/rules/{0}\"}}",
            100 + rule,
            1 + seed % 4_000,
            word(seed, 1),
            word(seed, 2),
            seed % 400,
            prose(rule, 1),
        )?;
    }
    to.write_all(b"]\n")
}

/// Hosts with 40 open things each.
fn nessus(records: u64, to: &mut dyn Write) -> io::Result<()> {
    to.write_all(
        b"Plugin ID,CVE,CVSS v2.0 Base Score,Risk,Host,Protocol,Port,Name,Synopsis,Description,\
          Solution,See Also,Plugin Output,CVSS v3.0 Base Score,VPR Score\n",
    )?;
    for nth in 0..records {
        let (host, seed) = (nth / 40, mix(13, nth));
        let rule = seed % 3_000;
        writeln!(
            to,
            "{},\"{}\",{}.{},{},10.{}.{}.{},tcp,{},\"{} of {} ({rule})\",\"{}\",\"{}\n\n{}\",\"{}\",\
             \"https://a.example/{rule}\nhttps://b.example/{rule}\",\"Path: /opt/{}/{}\n  Installed: \
             1.{}\n  Fixed: 2.{}\",{2}.{3},{}.1",
            20_000 + rule,
            cve(rule),
            1 + rule % 9,
            rule % 10,
            ["Critical", "High", "Medium", "Low"][rule as usize % 4],
            host >> 16,
            host >> 8 & 255,
            host & 255,
            [22, 80, 443, 8443, 3306][seed as usize % 5],
            word(rule, 1),
            word(rule, 2),
            prose(rule, 1),
            prose(rule, 2),
            prose(rule + 1, 1),
            prose(rule + 2, 1),
            word(seed, 3),
            word(seed, 4),
            seed % 50,
            seed % 60,
            seed % 9,
        )?;
    }
    Ok(())
}
