//! SARIF's own words, as far as they are read. What may be absent or `null` is an `Option`.

use crate::formats::read::loose::Loose;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A list that may be absent or `null`.
pub(super) type Many<T> = Option<Vec<T>>;

/// `result`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Record {
    pub(super) rule_id: Option<String>,
    pub(super) rule_index: Option<i64>,
    pub(super) rule: Option<RuleRef>,
    pub(super) kind: Option<String>,
    pub(super) level: Option<String>,
    pub(super) message: Option<Message>,
    pub(super) locations: Many<Place>,
    pub(super) fingerprints: Option<BTreeMap<String, Loose>>,
    pub(super) partial_fingerprints: Option<BTreeMap<String, Loose>>,
    pub(super) correlation_guid: Option<String>,
    pub(super) suppressions: Many<Suppression>,
    pub(super) code_flows: Many<CodeFlow>,
    pub(super) baseline_state: Option<String>,
    pub(super) taxa: Many<RuleRef>,
    pub(super) fixes: Many<Fix>,
    pub(super) rank: Option<f64>,
    pub(super) hosted_viewer_uri: Option<String>,
    pub(super) work_item_uris: Many<String>,
    pub(super) web_request: Option<WebRequest>,
    pub(super) properties: Option<Props>,
}

/// `reportingDescriptorReference`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RuleRef {
    pub(super) id: Option<String>,
    pub(super) index: Option<i64>,
    pub(super) guid: Option<String>,
    pub(super) tool_component: Option<ComponentRef>,
}

/// `toolComponentReference`.
#[derive(Deserialize)]
pub(super) struct ComponentRef {
    pub(super) name: Option<String>,
    pub(super) index: Option<i64>,
    pub(super) guid: Option<String>,
}

/// `message` and `multiformatMessageString`.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Message {
    pub(super) text: Option<String>,
    pub(super) markdown: Option<String>,
    pub(super) id: Option<String>,
    pub(super) arguments: Many<String>,
}

/// `location`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Place {
    pub(super) physical_location: Option<Physical>,
    pub(super) logical_locations: Many<Logical>,
    pub(super) message: Option<Message>,
}

/// `physicalLocation`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Physical {
    pub(super) artifact_location: Option<Artifact>,
    pub(super) region: Option<Region>,
    pub(super) context_region: Option<Region>,
}

/// `artifactLocation`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Artifact {
    pub(super) uri: Option<String>,
    pub(super) uri_base_id: Option<String>,
    pub(super) index: Option<i64>,
}

/// `region`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    pub(super) start_line: Option<i64>,
    pub(super) end_line: Option<i64>,
    pub(super) start_column: Option<i64>,
    pub(super) end_column: Option<i64>,
    pub(super) snippet: Option<Message>,
}

/// `logicalLocation`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Logical {
    pub(super) name: Option<String>,
    pub(super) fully_qualified_name: Option<String>,
    pub(super) kind: Option<String>,
    pub(super) properties: Option<LogicalProps>,
}

/// What zizmor adds to a logical location.
#[derive(Deserialize)]
pub(super) struct LogicalProps {
    pub(super) symbolic: Option<crate::formats::zizmor::Symbolic>,
}

/// `suppression`.
#[derive(Deserialize)]
pub(super) struct Suppression {
    pub(super) kind: Option<String>,
    pub(super) status: Option<String>,
    pub(super) state: Option<String>,
    pub(super) justification: Option<String>,
}

/// `codeFlow`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CodeFlow {
    pub(super) thread_flows: Many<ThreadFlow>,
}

/// `threadFlow`.
#[derive(Deserialize)]
pub(super) struct ThreadFlow {
    pub(super) locations: Many<FlowStep>,
}

/// `threadFlowLocation`.
#[derive(Deserialize)]
pub(super) struct FlowStep {
    pub(super) location: Option<Place>,
}

/// `fix`.
#[derive(Deserialize)]
pub(super) struct Fix {
    pub(super) description: Option<Message>,
}

/// `webRequest`.
#[derive(Deserialize)]
pub(super) struct WebRequest {
    pub(super) method: Option<String>,
}

/// The members of property bags that tools are known to write, on results and on rules.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Props {
    #[serde(rename = "security-severity")]
    pub(super) security_severity: Loose,
    pub(super) severity: Loose,
    pub(super) issue_severity: Loose,
    #[serde(rename = "securityRisk")]
    pub(super) security_risk: Loose,
    #[serde(rename = "zizmor/severity")]
    pub(super) zizmor_severity: Loose,
    #[serde(rename = "DevSkimSeverity")]
    pub(super) devskim_severity: Loose,
    #[serde(rename = "problem.severity")]
    pub(super) problem_severity: Loose,
    pub(super) confidence: Loose,
    pub(super) issue_confidence: Loose,
    #[serde(rename = "zizmor/confidence")]
    pub(super) zizmor_confidence: Loose,
    #[serde(rename = "DevSkimConfidence")]
    pub(super) devskim_confidence: Loose,
    pub(super) precision: Loose,
    pub(super) cwe: Loose,
    pub(super) tags: Loose,
    pub(super) purls: Loose,
    pub(super) purl: Loose,
    pub(super) component: Loose,
    #[serde(rename = "componentVersion")]
    pub(super) component_version: Loose,
    #[serde(rename = "componentOrigin")]
    pub(super) component_origin: Loose,
    pub(super) cvssv3_vector: Loose,
    #[serde(rename = "cvssv3_baseScore")]
    pub(super) cvssv3_score: Loose,
    pub(super) offender: Loose,
    pub(super) commit: Loose,
    pub(super) author: Loose,
    pub(super) date: Loose,
    pub(super) reference: Loose,
    #[serde(rename = "imageName")]
    pub(super) image_name: Loose,
    /// What our own exporter of SARIF writes, as the next two.
    #[serde(rename = "sluice/kind")]
    pub(super) our_kind: Loose,
    #[serde(rename = "sluice/severity")]
    pub(super) our_severity: Loose,
    #[serde(rename = "sluice/parameter")]
    pub(super) our_parameter: Loose,
}

/// `reportingDescriptor`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Descriptor {
    #[serde(default)]
    pub(super) id: String,
    pub(super) guid: Option<String>,
    pub(super) name: Option<String>,
    pub(super) short_description: Option<Message>,
    pub(super) full_description: Option<Message>,
    pub(super) help: Option<Message>,
    pub(super) help_uri: Option<String>,
    pub(super) message_strings: Option<BTreeMap<String, Message>>,
    pub(super) default_configuration: Option<Configuration>,
    pub(super) relationships: Many<Relationship>,
    pub(super) properties: Option<Props>,
}

/// `reportingConfiguration`.
#[derive(Deserialize)]
pub(super) struct Configuration {
    pub(super) level: Option<String>,
}

/// `reportingDescriptorRelationship`.
#[derive(Deserialize)]
pub(super) struct Relationship {
    pub(super) target: Option<RuleRef>,
}

/// `toolComponent`, for extensions and taxonomies.
#[derive(Deserialize)]
pub(super) struct Component {
    pub(super) name: Option<String>,
    pub(super) guid: Option<String>,
    pub(super) rules: Many<Descriptor>,
    pub(super) taxa: Many<Taxon>,
}

/// An entry of a taxonomy.
#[derive(Deserialize)]
pub(super) struct Taxon {
    pub(super) id: Option<String>,
}

/// `invocation`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invocation {
    pub(super) execution_successful: Option<bool>,
    pub(super) end_time_utc: Option<String>,
    pub(super) working_directory: Option<Artifact>,
    pub(super) tool_execution_notifications: Many<Notification>,
}

/// `notification`.
#[derive(Deserialize)]
pub(super) struct Notification {
    pub(super) level: Option<String>,
    pub(super) message: Option<Message>,
}

/// `artifact`.
#[derive(Deserialize)]
pub(super) struct ArtifactEntry {
    pub(super) location: Option<Artifact>,
}

/// `runAutomationDetails`.
#[derive(Deserialize)]
pub(super) struct Automation {
    pub(super) id: Option<String>,
}
