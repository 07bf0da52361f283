//! The first page of an evidence pack: what is in it, how to check it, and which requirement each
//! file answers. Readable without Sluice and offline.

use super::html::{TAIL, escape, head};
use super::time;
use std::io::{self, Write};

/// What the first page says.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// Applications.
    pub apps: Vec<String>,
    /// First moment of the period, UTC seconds.
    pub from: i64,
    /// Last moment of the period, UTC seconds.
    pub to: i64,
    /// When and by whom it was made.
    pub made: (i64, String),
    /// Issues in the register.
    pub issues: usize,
    /// Issues in the sample and its seed.
    pub sample: Option<(usize, u64)>,
    /// Entries of the log and the hash of the last one.
    pub log: (i64, String),
    /// Every file: name, what is in it.
    pub files: Vec<(&'static str, &'static str)>,
}

/// A requirement: where it stands, what it asks for, the files that answer it.
const REQUIREMENTS: [[&str; 3]; 9] = [
    [
        "NIS2, Implementing Regulation (EU) 2024/2690, annex 6.10",
        "Vulnerability handling and disclosure: obtain information, evaluate exposure, treat without \
         undue delay, document why a vulnerability does not need remediation",
        "register.csv, decisions.csv, exceptions.csv, metrics.html",
    ],
    [
        "NIS2, Implementing Regulation (EU) 2024/2690, annex 6.5",
        "Security testing: document type, scope, time and results of the tests",
        "metrics.html (coverage), events.jsonl (imports)",
    ],
    [
        "DORA, Delegated Regulation (EU) 2024/1774, article 10",
        "Vulnerability management: identify, prioritise, track remediation, record detected \
         vulnerabilities and monitor their resolution",
        "register.csv, metrics.html, events.jsonl",
    ],
    [
        "CRA, Regulation (EU) 2024/2847, annex I part II (1) to (3)",
        "Identify and document vulnerabilities and components, remediate without delay, test regularly",
        "register.csv, metrics.html",
    ],
    [
        "PCI DSS 4.0.1, 6.3.1",
        "Security vulnerabilities are identified, ranked by risk and managed",
        "register.csv (band, score), metrics.html",
    ],
    [
        "PCI DSS 4.0.1, 6.3.3",
        "Components are protected by installing applicable patches in time",
        "metrics.html (time to resolve, SLA kept)",
    ],
    [
        "ISO/IEC 27001:2022, A.8.8",
        "Management of technical vulnerabilities: obtain, evaluate, take appropriate measures",
        "register.csv, decisions.csv, exceptions.csv, metrics.html",
    ],
    [
        "ISO/IEC 27001:2022, A.8.29",
        "Security testing in development and acceptance",
        "gate-runs.csv, metrics.html (blocked releases)",
    ],
    [
        "ISO/IEC 27001:2022, A.5.28",
        "Collection of evidence: identified, kept whole, and checkable",
        "events.jsonl, SHA256SUMS",
    ],
];

/// Writes the page.
pub fn write(it: &Index, to: &mut dyn Write) -> io::Result<()> {
    let day = |at| time::rfc3339(at);
    let apps = escape(&it.apps.join(", "));
    to.write_all(head("Evidence of vulnerability handling", "").as_bytes())?;
    writeln!(
        to,
        "<h1>Evidence of vulnerability handling</h1>\n<p class=\"about\">{apps} · {} to {} · made {} \
         by {}</p>",
        day(it.from),
        day(it.to),
        day(it.made.0),
        escape(&it.made.1)
    )?;
    writeln!(to, "<h2>What is here</h2>\n<table><tbody>")?;
    for (name, about) in &it.files {
        let (name, about) = (escape(name), escape(about));
        writeln!(
            to,
            "<tr><td><a href=\"{name}\">{name}</a></td><td>{about}</td></tr>"
        )?;
    }
    writeln!(
        to,
        "</tbody></table>\n<p>{} issues are in the register.",
        it.issues
    )?;
    if let Some((count, seed)) = it.sample {
        writeln!(
            to,
            "A sample of {count} of them was drawn with the seed {seed}: those with the lowest SHA-256 \
             of seed, blank and fingerprint. The same seed draws the same sample again."
        )?;
    }
    writeln!(to, "</p>\n<h2>How to check it</h2>")?;
    writeln!(
        to,
        "<p>Nothing was changed since it was made:</p><pre>sha256sum -c SHA256SUMS</pre>\n\
         <p>Sign the list of hashes, and verify the signature later (OpenSSH):</p>\
         <pre>ssh-keygen -Y sign -n sluice-evidence -f ~/.ssh/id_ed25519 SHA256SUMS\n\
         ssh-keygen -Y verify -n sluice-evidence -f allowed_signers -I WHO -s SHA256SUMS.sig &lt; SHA256SUMS</pre>\n\
         <p>The log has {} entries. Each holds the hash of the one before: <code>hash</code> is the SHA-256 \
         of the fields <code>previous, seq, at, kind, name, operation, summary, payload</code>, one a \
         line. The last one is</p><pre>{}</pre>",
        it.log.0,
        escape(&it.log.1)
    )?;
    requirements(to)?;
    to.write_all(TAIL.as_bytes())
}

fn requirements(to: &mut dyn Write) -> io::Result<()> {
    writeln!(
        to,
        "<h2>Which requirement it answers</h2>\n<table><thead><tr><th>requirement</th>\
         <th>asks for</th><th>see</th></tr></thead><tbody>"
    )?;
    for [place, asks, see] in REQUIREMENTS {
        writeln!(
            to,
            "<tr><td>{}</td><td>{}</td><td>{}</td></tr>",
            escape(place),
            escape(asks),
            escape(see)
        )?;
    }
    writeln!(
        to,
        "</tbody></table>\n<p class=\"note\">The table says where to look. It is no statement of \
         conformity.</p>"
    )
}
