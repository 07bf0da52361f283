//! Which of our formats reads what the peer reads, and where we count otherwise on purpose.

/// The peer's parser and the formats of ours that read its reports.
pub(crate) const SAME: &[(&str, &[&str])] = &[
    ("acunetix", &["acunetix", "invicti"]),
    ("anchore_grype", &["grype"]),
    ("asff", &["asff"]),
    ("aws_prowler", &["prowler"]),
    ("aws_prowler_v3plus", &["prowler"]),
    ("bandit", &["bandit"]),
    ("bearer_cli", &["bearer"]),
    ("brakeman", &["brakeman"]),
    ("burp", &["burp"]),
    ("cargo_audit", &["cargo-audit"]),
    ("checkmarx", &["checkmarx"]),
    ("checkov", &["checkov"]),
    ("cppcheck", &["sarif"]),
    ("cyclonedx", &["cyclonedx"]),
    ("dependency_check", &["dependency-check"]),
    ("dependency_track", &["dependency-track"]),
    ("detect_secrets", &["detect-secrets"]),
    ("devskim", &["sarif"]),
    ("eslint", &["eslint"]),
    ("flawfinder", &["sarif"]),
    ("github_sast", &["github-code-scanning"]),
    ("gitlab_api_fuzzing", &["gitlab"]),
    ("gitlab_container_scan", &["gitlab"]),
    ("gitlab_dast", &["gitlab"]),
    ("gitlab_dep_scan", &["gitlab"]),
    ("gitlab_sast", &["gitlab"]),
    ("gitlab_secret_detection_report", &["gitlab"]),
    ("gitleaks", &["gitleaks"]),
    ("gosec", &["gosec"]),
    ("govulncheck", &["govulncheck", "sarif"]),
    ("hadolint", &["hadolint"]),
    ("invicti", &["invicti"]),
    ("kics", &["kics"]),
    ("kubebench", &["kube-bench"]),
    ("kubescape", &["kubescape"]),
    ("mayhem", &["sarif"]),
    ("netsparker", &["invicti"]),
    ("nexpose", &["nexpose"]),
    ("nikto", &["nikto"]),
    ("njsscan", &["njsscan"]),
    ("nmap", &["nmap"]),
    ("npm_audit", &["npm-audit"]),
    ("npm_audit_7_plus", &["npm-audit"]),
    ("nuclei", &["nuclei"]),
    ("openscap", &["openscap"]),
    ("openvas", &["openvas"]),
    ("osv_scanner", &["osv-scanner"]),
    ("pip_audit", &["pip-audit"]),
    ("pmd", &["pmd"]),
    ("pnpm_audit", &["pnpm-audit"]),
    ("prowler", &["prowler"]),
    ("qualys", &["qualys"]),
    ("qualys_hacker_guardian", &["qualys"]),
    ("qualys_infrascan_webgui", &["qualys"]),
    ("qualys_vmdr", &["qualys"]),
    ("qualys_webapp", &["qualys-was"]),
    ("retirejs", &["retire"]),
    ("sarif", &["sarif"]),
    ("semgrep", &["semgrep"]),
    ("snyk", &["snyk", "sarif"]),
    ("snyk_code", &["sarif"]),
    ("sonarqube", &["sonarqube"]),
    ("spotbugs", &["spotbugs"]),
    ("tenable", &["nessus"]),
    ("terrascan", &["terrascan"]),
    ("tfsec", &["tfsec"]),
    ("trivy", &["trivy"]),
    ("trufflehog", &["trufflehog"]),
    ("trufflehog3", &["trufflehog3"]),
    ("twistlock", &["twistlock"]),
    ("yarn_audit", &["yarn-audit"]),
    ("zap", &["zap"]),
];

/// Where we deliberately count otherwise: file, our count, why.
pub(crate) const DIFFERENT: &[(&str, usize, &str)] = &[
    ("checkmarx/many_aggregated_findings.xml", 185, QUERY_PATHS),
    ("checkmarx/multiple_findings.xml", 3, QUERY_PATHS),
    (
        "checkmarx/multiple_findings_same_query_id.xml",
        11,
        QUERY_PATHS,
    ),
    (
        "cppcheck/cppcheck_many_vuln.sarif",
        7,
        "several locations are Cppcheck's way to one place; the peer makes a finding of each step",
    ),
    (
        "gitleaks/gitleaks8_many.json",
        4,
        "one credential in two commits is two leaks; correlation joins them by hash",
    ),
    (
        "semgrep/repeated_findings.json",
        2,
        "the peer joins results of one rule on one line; we keep every record",
    ),
    (
        "npm_audit_7_plus/one_vuln.json",
        2,
        "an advisory is a finding; the peer makes one of each package",
    ),
    (
        "retirejs/latest.json",
        26,
        "two vulnerabilities with one summary are two; the peer joins them",
    ),
    ("gitlab_sast/gl-sast-report-many-vuln_v15.json", 467, TWICE),
    ("snyk/all_containers_target_output.json", 17, PATHS),
    ("snyk/all_projects_issue4277.json", 50, PATHS),
    (
        "snyk/snykcontainer_issue_epss.json",
        13,
        "what the image's applications bring with them is read too",
    ),
    ("spotbugs/many_findings.xml", 83, INSTANCES_OF_BUGS),
    ("spotbugs/version_4.4.0.xml", 56, INSTANCES_OF_BUGS),
    ("trufflehog/v3_git.json", 4, TWICE),
    ("trufflehog/v3_github.json", 4, TWICE),
    ("trufflehog3/many_vulns_current.json", 4, COMMITS),
    ("trufflehog3/many_vulns2_legacy.json", 95, COMMITS),
    ("anchore_grype/same_cve_different_paths.json", 2, MATCHES),
    (
        "aws_prowler/issue4450.csv",
        3,
        "a check that passed is no finding",
    ),
    (
        "aws_prowler_v3plus/many_vuln.ocsf.json",
        3,
        "a muted check is kept with that as a claim; the peer leaves it out",
    ),
    ("burp/one_finding.xml", 3, PLACES),
    ("burp/seven_findings.xml", 16, PLACES),
    (
        "kubescape/many_findings.json",
        289,
        "a finding per control and resource; the peer counts the failed rules inside",
    ),
    ("nikto/juice-shop.json", 151, PLACES),
    ("nmap/issue12411.xml", 4, HOSTS),
    ("nuclei/multiple_v3.json", 6, PLACES),
    ("openvas/report_combine_v2.csv", 2, HOSTS),
    (
        "prowler/example_output_gcp.csv",
        3,
        "a finding per resource; the peer joins resources of one check",
    ),
    ("tenable/issue_9612.csv", 3, HOSTS),
    ("tenable/nessus/nessus_many_vuln2-all.csv", 30, HOSTS),
    ("tenable/nessus/nessus_v_unknown.xml", 296, HOSTS),
    (
        "tfsec/many_findings_current.json",
        19,
        "a finding per place; the peer joins equal descriptions",
    ),
    ("zap/0_zap_sample.xml", 12, INSTANCES),
    ("zap/1_zap_sample_0_and_new_absent.xml", 12, INSTANCES),
    ("zap/juicy2.xml", 86, INSTANCES),
    ("zap/zap-results-first-scan.xml", 130, INSTANCES),
    ("zap/zap_2.16.1_with_req_resp.xml", 13, INSTANCES),
    ("acunetix/XML_http_example_co_id_port_num.xml", 19, PLACES),
    (
        "nexpose/many_vulns.xml",
        162,
        "a finding per test and service; the peer joins hosts, and reports open ports",
    ),
    ("nexpose/report_auth.xml", 26, HOSTS),
    ("qualys/Qualys_Sample_Report.csv", 6, HOSTS),
    ("qualys_hacker_guardian/many_finding.csv", 4, HOSTS),
    (
        "qualys_infrascan_webgui/qualys_infrascan_webgui_multiple.xml",
        8,
        "potential vulnerabilities are read too",
    ),
    (
        "qualys_vmdr/many_vulns_cve.csv",
        4,
        "what Qualys has seen fixed is no finding",
    ),
    ("qualys_webapp/qualys_webapp_many_vuln.xml", 22, PLACES),
];

const INSTANCES: &str = "a finding per URL, method and parameter; the peer joins them into alerts";
const PATHS: &str =
    "one vulnerability of one package is a finding; the peer makes one of each path to it";
const INSTANCES_OF_BUGS: &str = "a finding per instance; the peer joins those of one type";
const TWICE: &str = "every record is kept; the peer joins equal ones";
const COMMITS: &str = "one credential in two commits is two leaks; correlation joins them by hash";

const QUERY_PATHS: &str = "a finding per path; the peer joins the paths of one query to one file";
const PLACES: &str = "a finding per URL; the peer joins the places of one rule";
const HOSTS: &str = "a finding per host and port; the peer joins the hosts of one rule";
const MATCHES: &str = "a finding per match; the peer joins matches of one package at two paths";

/// What the peer puts into a field and we deliberately do not: parser, field, why.
pub(crate) const UNASKED: &[(&str, &str, &str)] = &[
    ("checkov", "severity", NO_SEVERITY),
    ("pip_audit", "severity", NO_SEVERITY),
    ("govulncheck", "severity", NO_SEVERITY),
    ("kubebench", "severity", NO_SEVERITY),
    ("nikto", "severity", NO_SEVERITY),
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
];

const NO_SEVERITY: &str = "the tool says none, and none is invented; the peer says medium";

/// What the peer reads and we do not yet: file, why.
pub(crate) const NOT_YET: &[(&str, &str)] = &[
    (
        "checkmarx/multiple_findings.json",
        "the JSON report of Checkmarx One",
    ),
    (
        "github_sast/github_sast_zero_vul.json",
        "an empty list is anybody's; ours by a file name with `code-scanning` in it",
    ),
    (
        "sonarqube/empty_zip.zip",
        "archives are opened before a format sees them",
    ),
    (
        "sonarqube/sonar-single-finding.html",
        "the pages of sonar-report are not read, only the web API",
    ),
];
