//! The first pass: what the results of a run refer to, wherever it stands in the document.

use super::place::{absolute, without_tag};
use super::result::stable_rule;
use super::rules::{Component, Rule};
use super::tools;
use super::wire::{
    Artifact, ArtifactEntry, Automation, Component as WireComponent, Descriptor, Invocation,
    Message, Props, Record, RuleRef,
};
use crate::error::Problem;
use crate::formats::read::json::{self, Captured};
use crate::formats::read::loose::Loose;
use crate::formats::{Input, Sink, normalise};
use crate::model::{Cover, FindingKind, Scan, text};
use std::collections::{BTreeMap, BTreeSet};

/// What is read of a run before its results; [`Run::take`] goes by these positions.
const WANTS: &[&str] = &[
    "runs[].tool.driver.name",
    "runs[].tool.driver.version",
    "runs[].tool.driver.semanticVersion",
    "runs[].tool.driver.rules[]",
    "runs[].tool.driver.globalMessageStrings",
    "runs[].tool.extensions[]",
    "runs[].taxonomies[]",
    "runs[].originalUriBaseIds",
    "runs[].artifacts[]",
    "runs[].invocations[]",
    "runs[].automationDetails",
    "runs[].properties",
    "runs[].externalPropertyFileReferences.results",
];

/// A run without its results.
#[derive(Default)]
pub(super) struct Run {
    pub(super) scan: Scan,
    driver: String,
    /// The driver's rules.
    rules: Component,
    extensions: Vec<Component>,
    taxonomies: Vec<WireComponent>,
    pub(super) messages: BTreeMap<String, Message>,
    pub(super) bases: BTreeMap<String, Artifact>,
    pub(super) artifacts: Vec<Artifact>,
    /// Absolute folders of the machine that the run says it worked in.
    pub(super) roots: Vec<String>,
}

/// All runs, by document and position.
pub(super) type Runs = BTreeMap<(usize, usize), Run>;

/// Reads everything but the results. A rule that cannot be read is reported as skipped; the results
/// that name it are still read.
pub(super) fn collect(input: &dyn Input, sink: &mut dyn Sink) -> Result<Runs, Problem> {
    let mut runs = Runs::new();
    json::walk(input, WANTS, &mut |it| {
        let run = runs.entry((it.root(), it.index(0))).or_default();
        run.take(it, sink)
    })?;
    unify(&mut runs);
    Ok(runs)
}

impl Run {
    /// A run that says nothing about itself.
    pub(super) fn nameless() -> Self {
        let mut runs = Runs::from([((0, 0), Self::default())]);
        unify(&mut runs);
        runs.into_values().next().unwrap_or_default()
    }

    fn take(&mut self, it: &Captured<'_>, sink: &mut dyn Sink) -> Result<(), Problem> {
        match it.want {
            0 => {
                let name = it.parse::<Loose>()?;
                name.first()
                    .unwrap_or_default()
                    .clone_into(&mut self.driver);
            }
            1 | 2 if self.scan.tool_version.is_empty() => {
                let version = it.parse::<Loose>()?;
                self.scan.tool_version = text::one_line(version.first().unwrap_or_default(), 100);
            }
            3 => {
                let rule = it.record::<Descriptor>(sink)?.map(Rule::new);
                self.rules.push(rule.unwrap_or_default());
            }
            4 => self.messages = it.record(sink)?.unwrap_or_default(),
            5 => {
                let component = it.record::<WireComponent>(sink)?;
                self.extensions
                    .push(component.map(Component::new).unwrap_or_default());
            }
            6 => self.taxonomies.extend(it.record::<WireComponent>(sink)?),
            7 => self.bases = it.record(sink)?.unwrap_or_default(),
            8 => {
                let entry = it.record::<ArtifactEntry>(sink)?;
                let location = entry.and_then(|it| it.location);
                self.artifacts.push(location.unwrap_or_default());
            }
            9 => {
                if let Some(invocation) = it.record::<Invocation>(sink)? {
                    self.invocation(invocation);
                }
            }
            10 => {
                let id = it.record::<Automation>(sink)?.and_then(|it| it.id);
                if let Some((category, _)) = id.as_deref().and_then(|it| it.rsplit_once('/')) {
                    self.scan.target = text::one_line(category.trim_matches('/'), 300);
                }
            }
            11 => {
                let props = it.record::<Props>(sink)?.unwrap_or_default();
                if let Some(image) = props.image_name.first()
                    && self.scan.target.is_empty()
                {
                    self.scan.target = text::one_line(without_tag(image), 300);
                }
            }
            12 => {
                let reason = "results of this run are kept in another file";
                self.scan.incomplete.get_or_insert(reason.to_owned());
            }
            _ => {}
        }
        Ok(())
    }

    fn invocation(&mut self, it: Invocation) {
        let at = it.end_time_utc.as_deref().and_then(normalise::timestamp);
        self.scan.scanned_at = self.scan.scanned_at.max(at);
        let root = it.working_directory.and_then(|it| it.uri);
        self.roots.extend(root.as_deref().and_then(absolute));
        let notifications = it.tool_execution_notifications.unwrap_or_default();
        let error = notifications
            .into_iter()
            .find(|it| it.level.as_deref() == Some("error"));
        let failed = it.execution_successful == Some(false);
        if failed || error.is_some() {
            let text = error.and_then(|it| it.message).and_then(|it| it.text);
            let reason = match text {
                Some(text) => format!("the tool reports an error: {}", text::one_line(&text, 500)),
                None => "the tool says that it did not succeed".to_owned(),
            };
            self.scan.incomplete.get_or_insert(reason);
        }
    }

    /// What sort of tool it is; `None` for a tool that the table does not know.
    pub(super) fn kind(&self) -> Option<FindingKind> {
        tools::known(&self.driver).1
    }

    /// The rule that a message begins with, for tools that name it nowhere else (Gitleaks 7).
    pub(super) fn rule_in(&self, message: &str) -> Option<&Rule> {
        self.rules.longest_in(message)
    }

    /// The rule that a result names: by component and index, by component and id, by id in any
    /// component, by the id without its last `/part`.
    pub(super) fn rule(&self, record: &Record) -> Option<&Rule> {
        let reference = record.rule.as_ref();
        let component = reference.and_then(|it| self.component(it));
        let index = reference.and_then(|it| it.index).or(record.rule_index);
        let id = rule_id(record);
        let by_index = || {
            let rules = component.unwrap_or(&self.rules);
            let rule = rules.at(index?)?;
            // An index that contradicts the id is a mistake of the tool: the id is what people see.
            id.is_none_or(|id| id == rule.id || id.starts_with(&format!("{}/", rule.id)))
                .then_some(rule)
        };
        let by_id = |id: &str| {
            component
                .into_iter()
                .chain(self.all())
                .find_map(|it| it.by_id(id))
        };
        let by_guid = || {
            let guid = reference?.guid.as_deref()?;
            self.all().find_map(|it| it.by_guid(guid))
        };
        by_index()
            .or_else(|| by_id(id?))
            .or_else(|| by_id(id?.rsplit_once('/')?.0))
            .or_else(by_guid)
    }

    /// What the run tells of what it looked for: SARIF lists rules (§3.19.23), most tools all that ran.
    pub(super) fn cover(&self) -> Cover {
        let rules = self.all().flat_map(Component::ids);
        let rules: BTreeSet<String> = rules.map(|it| stable_rule(self, it)).collect();
        Cover {
            rules: (!rules.is_empty()).then_some(rules),
            files: None,
        }
    }

    fn all(&self) -> impl Iterator<Item = &Component> {
        std::iter::once(&self.rules).chain(&self.extensions)
    }

    fn component(&self, reference: &RuleRef) -> Option<&Component> {
        let to = reference.tool_component.as_ref()?;
        if let Some(index) = to.index {
            return self.extensions.get(usize::try_from(index).ok()?);
        }
        self.extensions.iter().find(|it| {
            (to.guid.is_some() && it.guid == to.guid) || (to.name.is_some() && it.name == to.name)
        })
    }

    /// The CWE number that a reference into a taxonomy means.
    pub(super) fn taxon(&self, reference: &RuleRef) -> Vec<u32> {
        let to = reference.tool_component.as_ref();
        let named = |it: &&WireComponent| {
            to.is_some_and(|to| {
                (to.guid.is_some() && it.guid == to.guid)
                    || (to.name.is_some() && it.name == to.name)
            })
        };
        let indexed = to.and_then(|it| usize::try_from(it.index?).ok());
        let taxonomy = indexed
            .and_then(|it| self.taxonomies.get(it))
            .or_else(|| self.taxonomies.iter().find(named));
        let name = to
            .and_then(|it| it.name.as_deref())
            .or_else(|| taxonomy.and_then(|it| it.name.as_deref()));
        let at = reference.index.and_then(|it| usize::try_from(it).ok());
        let entry = || taxonomy?.taxa.as_ref()?.get(at?)?.id.as_deref();
        let id = reference.id.as_deref().or_else(entry).unwrap_or_default();
        let is_cwe = name.is_some_and(|it| it.to_ascii_lowercase().contains("cwe"));
        if is_cwe || id.to_ascii_lowercase().contains("cwe") {
            return normalise::cwes_in(id);
        }
        Vec::new()
    }
}

/// The id that a result gives its rule.
pub(super) fn rule_id(record: &Record) -> Option<&str> {
    let nested = || record.rule.as_ref().and_then(|it| it.id.as_deref());
    let id = record.rule_id.as_deref().or_else(nested)?.trim();
    (!id.is_empty()).then_some(id)
}

/// Names the tools and makes the scans of runs of one tool over one target equal: the latest time,
/// and incomplete when one of them is.
fn unify(runs: &mut Runs) {
    let mut scans: BTreeMap<(String, String), Scan> = BTreeMap::new();
    for run in runs.values_mut() {
        run.scan.tool = tools::known(&run.driver).0;
        let bases = run.bases.values();
        let roots = bases.filter_map(|it| it.uri.as_deref().and_then(absolute));
        run.roots.extend(roots);
        run.roots.sort_by_key(|it| std::cmp::Reverse(it.len()));
        let key = (run.scan.tool.clone(), run.scan.target.clone());
        let all = scans.entry(key).or_insert_with(|| run.scan.clone());
        all.scanned_at = all.scanned_at.max(run.scan.scanned_at);
        all.incomplete = all
            .incomplete
            .take()
            .or_else(|| run.scan.incomplete.clone());
    }
    for run in runs.values_mut() {
        let key = (run.scan.tool.clone(), run.scan.target.clone());
        if let Some(scan) = scans.get(&key) {
            run.scan = scan.clone();
        }
    }
}
