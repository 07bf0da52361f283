//! The rule tables of a run, reduced to what findings need.

use super::component;
use super::wire::{Component as WireComponent, Descriptor, Message, Props, RuleRef};
use crate::formats::normalise;
use crate::model::{Package, text};
use std::collections::BTreeMap;

/// Bytes kept of a rule's description: it is repeated in every finding of the rule.
const DESCRIPTION: usize = 4 * 1024;

/// A rule.
#[derive(Default)]
pub(super) struct Rule {
    pub(super) id: String,
    pub(super) guid: Option<String>,
    pub(super) name: String,
    pub(super) short: String,
    pub(super) full: String,
    pub(super) help_uri: Option<String>,
    pub(super) level: Option<String>,
    pub(super) messages: BTreeMap<String, Message>,
    pub(super) props: Props,
    /// CWE numbers of tags and properties.
    pub(super) cwes: Vec<u32>,
    /// Entries of taxonomies it refers to.
    pub(super) taxa: Vec<RuleRef>,
    /// The component that a rule about one vulnerability of one component names.
    pub(super) package: Option<Package>,
}

impl Rule {
    /// A rule from its descriptor.
    pub(super) fn new(wire: Descriptor) -> Self {
        let props = wire.properties.unwrap_or_default();
        let mut cwes: Vec<u32> = props
            .cwe
            .iter()
            .flat_map(normalise::cwes_in)
            .chain(cwes_of_tags(&props))
            .collect();
        cwes.sort_unstable();
        cwes.dedup();
        let taxa = wire.relationships.unwrap_or_default();
        let help = said(wire.help);
        Self {
            id: wire.id,
            guid: wire.guid,
            name: wire.name.unwrap_or_default(),
            short: said(wire.short_description),
            full: text::bounded(said(wire.full_description), DESCRIPTION),
            help_uri: wire.help_uri,
            level: wire.default_configuration.and_then(|it| it.level),
            messages: wire.message_strings.unwrap_or_default(),
            cwes,
            taxa: taxa.into_iter().filter_map(|it| it.target).collect(),
            package: component::of_rule(&help, &props),
            props,
        }
    }
}

/// CWE numbers among tags such as `external/cwe/cwe-079`; a tag that is a bare number is none.
pub(super) fn cwes_of_tags(props: &Props) -> impl Iterator<Item = u32> {
    let named = |it: &&str| it.to_ascii_lowercase().contains("cwe");
    props.tags.iter().filter(named).flat_map(normalise::cwes_in)
}

fn said(message: Option<Message>) -> String {
    let message = message.unwrap_or_default();
    message.text.or(message.markdown).unwrap_or_default()
}

/// The rules of a driver or an extension.
#[derive(Default)]
pub(super) struct Component {
    pub(super) name: Option<String>,
    pub(super) guid: Option<String>,
    list: Vec<Rule>,
    ids: BTreeMap<String, usize>,
}

impl Component {
    /// An extension.
    pub(super) fn new(wire: WireComponent) -> Self {
        let mut out = Self {
            name: wire.name,
            guid: wire.guid,
            ..Self::default()
        };
        for rule in wire.rules.unwrap_or_default() {
            out.push(Rule::new(rule));
        }
        out
    }

    /// Adds the next rule; the first of several with one id is found by it.
    pub(super) fn push(&mut self, rule: Rule) {
        self.ids.entry(rule.id.clone()).or_insert(self.list.len());
        self.list.push(rule);
    }

    /// The ids of all rules.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids
            .keys()
            .map(String::as_str)
            .filter(|it| !it.is_empty())
    }

    /// The rule at an index.
    pub(super) fn at(&self, index: i64) -> Option<&Rule> {
        self.list.get(usize::try_from(index).ok()?)
    }

    /// The rule with an id.
    pub(super) fn by_id(&self, id: &str) -> Option<&Rule> {
        self.list.get(*self.ids.get(id)?)
    }

    /// The rule whose id is the longest that `text` begins with.
    pub(super) fn longest_in(&self, text: &str) -> Option<&Rule> {
        let fits = |it: &&Rule| !it.id.is_empty() && text.starts_with(&it.id);
        self.list.iter().filter(fits).max_by_key(|it| it.id.len())
    }

    /// The rule with a GUID.
    pub(super) fn by_guid(&self, guid: &str) -> Option<&Rule> {
        let same = |it: &&Rule| it.guid.as_deref() == Some(guid);
        self.list.iter().find(same)
    }
}
