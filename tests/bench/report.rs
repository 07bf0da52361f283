//! Writes a SARIF report of any size: the same bytes for the same numbers, on every machine.
//!
//! Four tools in one file, as a pipeline merges them: Semgrep (half), `CodeQL` (three in ten), gosec
//! and Trivy (one in ten each), about 1.6 KB a result, 300 rules, 2,000 files, 40 weaknesses. Few
//! files and rules have most of the results. Every fourth `CodeQL` result is at the place of a Semgrep
//! one. A later generation is the same code after seven lines were added at the top of every file,
//! one finding in a hundred was fixed and as many came in.

use std::io::{self, Write};

const FILES: u64 = 2_000;

const CWES: [u32; 40] = [
    20, 22, 77, 78, 79, 89, 94, 95, 113, 116, 117, 120, 134, 190, 200, 209, 250, 285, 287, 295,
    306, 312, 319, 326, 327, 330, 338, 346, 352, 377, 400, 434, 476, 502, 601, 611, 614, 732, 798,
    918,
];

/// What names and texts are made of.
pub(crate) const WORDS: [&str; 32] = [
    "request", "session", "account", "invoice", "payment", "customer", "query", "template",
    "upload", "archive", "token", "header", "buffer", "schedule", "report", "tenant", "address",
    "profile", "gateway", "ledger", "stream", "worker", "bucket", "policy", "filter", "cursor",
    "message", "channel", "segment", "catalog", "shipment", "parcel",
];

/// What to write.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Report {
    /// Results in all.
    pub(crate) results: u64,
    /// 0 for the first scan, 1 for the one after the change.
    pub(crate) generation: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tool {
    Semgrep,
    CodeQl,
    Gosec,
    Trivy,
}

const TOOLS: [(Tool, &str, u64, u64); 4] = [
    (Tool::Semgrep, "Semgrep OSS", 120, 5),
    (Tool::CodeQl, "CodeQL", 80, 3),
    (Tool::Gosec, "gosec", 40, 1),
    (Tool::Trivy, "Trivy", 60, 1),
];

/// A place in the code; the same for every tool that sees it.
struct Spot {
    seed: u64,
    file: u64,
    line: u64,
    weakness: u64,
}

impl Report {
    /// Writes it.
    pub(crate) fn write(self, to: &mut impl Write) -> io::Result<()> {
        write!(
            to,
            "{{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\","
        )?;
        write!(to, "\"version\":\"2.1.0\",\"runs\":[")?;
        for (idx, (tool, name, rules, share)) in TOOLS.into_iter().enumerate() {
            if idx > 0 {
                to.write_all(b",")?;
            }
            write!(
                to,
                "\n{{\"tool\":{{\"driver\":{{\"name\":\"{name}\",\"version\":\"1.2.3\",\"rules\":["
            )?;
            for rule in 0..rules {
                if rule > 0 {
                    to.write_all(b",")?;
                }
                descriptor(to, tool, rule)?;
            }
            to.write_all(b"]}},\"results\":[")?;
            let count = self.results * share / 10;
            let (fixed, added) = if self.generation > 0 {
                (true, count / 100)
            } else {
                (false, 0)
            };
            let mut first = true;
            for nth in 0..count + added {
                if fixed && nth % 100 == 50 {
                    continue;
                }
                to.write_all(if first { b"\n" } else { b",\n" })?;
                first = false;
                self.result(to, tool, nth)?;
            }
            to.write_all(b"]}")?;
        }
        to.write_all(b"]}\n")
    }

    fn result(self, to: &mut impl Write, tool: Tool, nth: u64) -> io::Result<()> {
        if tool == Tool::Trivy {
            return package(to, nth);
        }
        let spot = self.spot(tool, nth);
        let Spot {
            seed,
            line,
            weakness,
            ..
        } = spot;
        let file = path(spot.file);
        let word = |at: u64| {
            WORDS
                .get(mix(seed, at) as usize % WORDS.len())
                .copied()
                .unwrap_or("")
        };
        let id = rule_id(tool, weakness + 40 * (seed % 3));
        let code = format!(
            "    {}_{} = {}.{}({}_{}, \\\"{}-{:x}\\\")",
            word(1),
            seed % 97,
            word(2),
            word(3),
            word(4),
            seed % 89,
            word(5),
            seed % 0xffff
        );
        let named = (tool == Tool::CodeQl).then(|| word(1));
        message(to, &id, weakness, named)?;
        write!(
            to,
            "\"locations\":[{{\"physicalLocation\":{{\"artifactLocation\":{{\"uri\":\"{file}\",\
             \"uriBaseId\":\"%SRCROOT%\"}},\"region\":{{\"startLine\":{line},\"startColumn\":5,\
             \"endLine\":{line},\"endColumn\":{},\"snippet\":{{\"text\":\"{code}\"}}}}}}}}],",
            code.len()
        )?;
        Self::flow(to, &spot, &code)?;
        match tool {
            Tool::Semgrep => write!(
                to,
                "\"fingerprints\":{{\"matchBasedId/v1\":\"{:016x}{:016x}_0\"}},\"properties\":{{}}}}",
                mix(seed, 90),
                mix(seed, 91)
            ),
            Tool::CodeQl => write!(
                to,
                "\"partialFingerprints\":{{\"primaryLocationLineHash\":\"{:016x}:1\",\
                 \"primaryLocationStartColumnFingerprint\":\"4\"}},\"ruleIndex\":{}}}",
                mix(seed, 92),
                weakness + 40 * (seed % 2)
            ),
            Tool::Gosec | Tool::Trivy => write!(to, "\"rank\":{}}}", seed % 100),
        }
    }

    /// The way of the data, with related places; about half of a result.
    fn flow(to: &mut impl Write, spot: &Spot, code: &str) -> io::Result<()> {
        let file = path(spot.file);
        to.write_all(b"\"codeFlows\":[{\"threadFlows\":[{\"locations\":[")?;
        for (idx, back) in [14_u64, 6, 0].into_iter().enumerate() {
            if idx > 0 {
                to.write_all(b",")?;
            }
            write!(
                to,
                "{{\"location\":{{\"physicalLocation\":{{\"artifactLocation\":{{\"uri\":\"{file}\"}},\
                 \"region\":{{\"startLine\":{},\"snippet\":{{\"text\":\"{code}\"}}}}}},\
                 \"message\":{{\"text\":\"{} step {idx}\"}}}}}}",
                spot.line - back,
                WORDS[(spot.seed as usize + idx) % WORDS.len()]
            )?;
        }
        to.write_all(b"]}]}],")
    }

    fn spot(self, tool: Tool, nth: u64) -> Spot {
        let seed = match tool {
            // Every fourth is what Semgrep sees too.
            Tool::CodeQl if nth.is_multiple_of(4) => mix(1, nth),
            Tool::CodeQl => mix(2, nth),
            Tool::Semgrep => mix(1, nth),
            Tool::Gosec | Tool::Trivy => mix(3, nth),
        };
        let lines = 400 + self.results / 50;
        let part = mix(seed, 7) % 1_000;
        Spot {
            seed,
            // Squared: a tenth of the files has a third of the results.
            file: part * part * FILES / 1_000_000,
            line: 20 + mix(seed, 8) % lines + 7 * self.generation,
            weakness: mix(seed, 9) % 40,
        }
    }
}

/// The beginning of a result, up to its message.
fn message(to: &mut impl Write, id: &str, weakness: u64, named: Option<&str>) -> io::Result<()> {
    // As tools do: the text of the rule, and in CodeQL's the name of what reaches the place.
    let rule = |at: u64| WORDS[mix(weakness, at) as usize % WORDS.len()];
    let named = named.unwrap_or_else(|| rule(1));
    write!(
        to,
        "{{\"ruleId\":\"{id}\",\"level\":\"{}\",\"message\":{{\"text\":\"The {named} read from the \
         {} reaches {}.{} without a check. Whoever controls the {} controls what is done with \
         the {}; validate it against a list of known values before it is used.\"}},",
        ["error", "warning", "note"][weakness as usize % 3],
        rule(6),
        rule(2),
        rule(3),
        rule(4),
        rule(5)
    )
}

fn descriptor(to: &mut impl Write, tool: Tool, rule: u64) -> io::Result<()> {
    let id = rule_id(tool, rule);
    let cwe = CWES[rule as usize % CWES.len()];
    let text = "Data from outside reaches a place where it is run, stored or shown without a check \
                that fits the place. An attacker who controls it can change what the program does.";
    write!(
        to,
        "\n{{\"id\":\"{id}\",\"name\":\"{id}\",\"shortDescription\":{{\"text\":\"Unchecked data \
         ({rule})\"}},\"fullDescription\":{{\"text\":\"{text}\"}},\"helpUri\":\
         \"https://rules.example/{id}\",\"properties\":{{"
    )?;
    if tool == Tool::Trivy {
        let score = 20 + mix(5, rule) % 80;
        write!(to, "\"tags\":[\"vulnerability\",\"security\"],")?;
        return write!(
            to,
            "\"security-severity\":\"{}.{}\"}}}}",
            score / 10,
            score % 10
        );
    }
    write!(
        to,
        "\"precision\":\"high\",\"tags\":[\"security\",\"external/cwe/cwe-{cwe:03}\"]}}}}"
    )
}

/// A vulnerable package of one of the lock files.
fn package(to: &mut impl Write, nth: u64) -> io::Result<()> {
    let seed = mix(4, nth);
    let rule = seed % 60;
    let (name, other) = (WORDS[rule as usize % 32], WORDS[nth as usize % 32]);
    let lock = format!("services/{}-{}/package-lock.json", name, nth / 60);
    write!(
        to,
        "{{\"ruleId\":\"{}\",\"ruleIndex\":{rule},\"level\":\"error\",\"message\":{{\"text\":\
         \"Package: {name}-{other}\\nInstalled Version: {}.{}.0\\nVulnerability {0}\\nSeverity: \
         HIGH\\nFixed Version: {1}.{2}.1\\nLink: [{0}](https://avd.example/nvd/{0})\"}},\
         \"locations\":[{{\"physicalLocation\":{{\"artifactLocation\":{{\"uri\":\"{lock}\",\
         \"uriBaseId\":\"ROOTPATH\"}},\"region\":{{\"startLine\":1,\"startColumn\":1,\"endLine\":1,\
         \"endColumn\":1}}}},\"message\":{{\"text\":\"{lock}: {name}-{other}@{1}.{2}.0\"}}}}]}}",
        rule_id(Tool::Trivy, rule),
        1 + seed % 9,
        seed % 40
    )
}

fn rule_id(tool: Tool, rule: u64) -> String {
    let word = WORDS[rule as usize % WORDS.len()];
    match tool {
        Tool::Semgrep => format!("python.lang.security.audit.{word}.unchecked-{word}-{rule}"),
        Tool::CodeQl => format!("py/{word}-injection-{rule}"),
        Tool::Gosec => format!("G{}", 100 + rule % 40),
        Tool::Trivy => format!("CVE-{}-{}", 2015 + rule % 9, 10_000 + rule),
    }
}

fn path(file: u64) -> String {
    let (a, b) = (WORDS[file as usize % 32], WORDS[file as usize / 32 % 32]);
    format!("services/{a}/src/main/{b}/{a}_{b}_{file}.py")
}

/// A number that looks random: splitmix64 of two.
pub(crate) fn mix(seed: u64, salt: u64) -> u64 {
    let mut it = seed ^ salt.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    it ^ (it >> 31)
}
