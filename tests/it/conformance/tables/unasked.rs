//! What is not asked of us, and what is not read yet.

/// What the peer puts into a field and we deliberately do not: parser, field, why.
pub(crate) const UNASKED: &[(&str, &str, &str)] = &[
    (
        "fortify",
        "line",
        "ours is the line of the node; the peer takes the one where the quoted code begins",
    ),
    ("veracode_sca", "severity", RESOLVED),
    ("veracode_sca", "component_name", RESOLVED),
    ("veracode_sca", "component_version", RESOLVED),
    ("veracode_sca", "cve", RESOLVED),
    ("veracode", "line", "the peer adds a percentage to the line"),
    ("checkov", "severity", NO_SEVERITY),
    ("pip_audit", "severity", NO_SEVERITY),
    ("govulncheck", "severity", NO_SEVERITY),
    ("kubebench", "severity", NO_SEVERITY),
    ("nikto", "severity", NO_SEVERITY),
    ("csaf", "severity", NO_SEVERITY),
    ("openvex", "severity", NO_SEVERITY),
    ("spdx", "severity", NO_SEVERITY),
    (
        "openvex",
        "component_name",
        "ours is the name in the purl, which the peer keeps whole",
    ),
    (
        "github_secrets_detection_report",
        "severity",
        "the validity of the credential, which GitHub checked; the peer rates resolved ones low",
    ),
    (
        "aws_prowler",
        "title",
        "the check's title; the peer's is the message about one resource",
    ),
    (
        "dependency_check",
        "file_path",
        "the peer's is the name of the artefact, ours its path",
    ),
    (
        "kics",
        "component_name",
        "the platform of a query is no component",
    ),
    (
        "terrascan",
        "component_name",
        "ours is the address of the resource, the peer joins its parts otherwise",
    ),
    (
        "nuclei",
        "component_name",
        "the matcher's name is no component; it is part of our rule",
    ),
    (
        "terrascan",
        "title",
        "the description says more than the rule's name in camel case",
    ),
    (
        "pmd",
        "title",
        "what PMD says about the place; the peer's is the name of the rule",
    ),
    (
        "pingcastle",
        "title",
        "the rationale says what is wrong; the peer's is made of ids",
    ),
    ("ptart", "component_name", "an assessment is no component"),
    (
        "stackhawk",
        "component_name",
        "an application is no component",
    ),
    (
        "stackhawk",
        "component_version",
        "an environment is no version",
    ),
    (
        "apkleaks",
        "component_name",
        "the package that was scanned is no component",
    ),
    ("sslyze", "severity", NO_SEVERITY),
    (
        "sslyze",
        "title",
        "ours names the weakness; the peer's has the host in it",
    ),
    (
        "jfrog_xray_api_summary_artifact",
        "component_name",
        "ours is the vulnerable component, the peer's the artifact",
    ),
    (
        "jfrog_xray_api_summary_artifact",
        "component_version",
        "ours is the vulnerable component, the peer's the artifact",
    ),
    ("wizcli_iac", "severity", NO_SEVERITY_OF_SECRETS),
    ("wizcli_img", "severity", NO_SEVERITY_OF_SECRETS),
    (
        "anchore_engine",
        "component_name",
        "the name of a package ends before its version",
    ),
    (
        "anchorectl_policies",
        "title",
        "ours is what the gate said; the peer's is policy, gate and trigger",
    ),
    (
        "awssecurityhub",
        "component_name",
        "the type of a resource is no component",
    ),
    (
        "trivy_operator",
        "cve",
        "the id of a check is no vulnerability, and ours is as the report spells it",
    ),
    (
        "trivy_operator",
        "file_path",
        "an image with its system is no file",
    ),
    ("bundler_audit", "severity", NO_SEVERITY),
    ("cwe_checker", "severity", NO_SEVERITY),
    ("immuniweb", "severity", NO_SEVERITY),
    (
        "rubocop",
        "severity",
        "a convention is what RuboCop calls nearly everything; the peer takes it for medium",
    ),
    (
        "snyk_issue_api",
        "cve",
        "the key of an issue in code is no vulnerability's",
    ),
    ("dockerbench", "severity", NO_SEVERITY),
    ("garak", "severity", NO_SEVERITY),
    ("kubelinter", "severity", NO_SEVERITY),
    ("xeol", "severity", NO_SEVERITY),
];

/// What the peer reads and we do not yet: file, why.
pub(crate) const NOT_YET: &[(&str, &str)] = &[
    (
        "github_sast/github_sast_zero_vul.json",
        "an empty list is anybody's; ours by a file name with `code-scanning` in it",
    ),
    (
        "sonarqube/empty_zip.zip",
        "archives are opened before a format sees them",
    ),
    (
        "api_bugcrowd/bugcrowd_empty.json",
        "an empty list is anybody's; ours by the name of the file",
    ),
    (
        "api_cobalt/cobalt_api_zero_vul.json",
        "an empty list is anybody's; ours by the name of the file",
    ),
    (
        "h1/bug_bounty_zero.json",
        "an empty list is anybody's; ours by the name of the file",
    ),
    (
        "mend/okhttp_no_vuln.json",
        "an object with an empty list and nothing else is anybody's",
    ),
];

const RESOLVED: &str = "what the tool holds for fixed is no finding";
const NO_SEVERITY: &str = "the tool says none, and none is invented; the peer says medium";
const NO_SEVERITY_OF_SECRETS: &str = "the tool gives secrets none; the peer says high";
