//! Archives that a tool writes as one report: which of their entries are read, and how.
//!
//! Any other archive is a bag of reports, each entry one of them. What a bundle leaves out is no
//! unreadable report: it was never meant to be one.

/// Entries that make one report, by position in the archive, read one behind the other.
pub type Parts = Vec<usize>;

/// Recognises a bundle by the names of its entries. `None` for any other archive.
type Recognise = fn(&[&str]) -> Option<Vec<Parts>>;

/// Every bundle. The only list.
const ALL: &[Recognise] = &[fortify, black_duck];

/// The reports of an archive whose entries have these names. `None` when each entry is one.
pub fn reports(names: &[&str]) -> Option<Vec<Parts>> {
    ALL.iter().find_map(|it| it(names))
}

/// An FPR of Fortify: the results, and behind them what people said about them. Sources, signatures
/// and attachments are left out.
fn fortify(names: &[&str]) -> Option<Vec<Parts>> {
    let at = |name: &str| names.iter().position(|it| *it == name);
    let results = at("audit.fvdl")?;
    let audit = at("audit.xml");
    Some(vec![std::iter::once(results).chain(audit).collect()])
}

/// The folder of tables that Black Duck packs for a version of a project. Of these only vulnerabilities
/// and the policy status of components are findings.
fn black_duck(names: &[&str]) -> Option<Vec<Parts>> {
    const TABLES: &[&str] = &[
        "security",
        "components",
        "files",
        "codelocations",
        "version",
        "source",
        "crypto",
        "license",
        "upgrade",
        "project",
    ];
    let table = |name: &str| {
        let file = name.rsplit('/').next().unwrap_or(name).to_ascii_lowercase();
        let stem = file.strip_suffix(".csv")?.to_owned();
        TABLES.iter().copied().find(|it| stem.starts_with(it))
    };
    let tables: Option<Vec<&str>> = names.iter().map(|it| table(it)).collect();
    let tables = tables?;
    if tables.len() < 2 || !tables.contains(&"security") {
        return None;
    }
    let read = tables.iter().enumerate();
    let read = read.filter(|(_, it)| matches!(**it, "security" | "components"));
    Some(read.map(|(index, _)| vec![index]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn archives_of_tools_are_told_from_bags_of_reports() {
        let fpr = ["VERSION", "audit.xml", "audit.fvdl", "src-archive/a.java"];
        assert_eq!(reports(&fpr), Some(vec![vec![2, 1]]));
        assert_eq!(reports(&["audit.fvdl"]), Some(vec![vec![0]]));
        let hub = [
            "v/components_2024.csv",
            "v/security_2024.csv",
            "v/files_2024.csv",
        ];
        assert_eq!(reports(&hub), Some(vec![vec![0], vec![1]]));
        assert_eq!(reports(&["security.csv", "zap.xml"]), None);
        assert_eq!(reports(&["a.json", "b.json"]), None);
    }
}
