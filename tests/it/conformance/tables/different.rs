//! Where we count otherwise on purpose.

/// Where we deliberately count otherwise: file, our count, why.
pub(crate) const DIFFERENT: &[(&str, usize, &str)] = &[
    (
        "blackduck_component_risk/blackduck_hub_component_risk.zip",
        42,
        "a finding per vulnerability of a component; the peer joins those of one component",
    ),
    ("coverity_api/few_findings_mitigated.json", 93, QUALITY),
    ("coverity_api/few_findings_triaged_as_bug.json", 18, QUALITY),
    (
        "coverity_api/only_non_resource_leak_quality.json",
        3,
        QUALITY,
    ),
    ("fortify/fortify_many_findings.xml", 334, INSTANCES_OF_BUGS),
    ("microfocus_webinspect/Webinspect_many_vuln.xml", 9, PLACES),
    (
        "veracode/dynamic_findings_list_format.json",
        5,
        "what is closed because it was mitigated is kept with that as a claim",
    ),
    ("veracode_sca/veracode_sca.csv", 2, RESOLVED),
    ("veracode_sca/veracode_sca_fixed.json", 0, RESOLVED),
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
    ("testssl/demo2.csv", 0, SEEN),
    ("testssl/overall_critical.csv", 58, SEEN),
    ("testssl/overall_medium.csv", 1, SEEN),
    ("wapiti/juicyshop.xml", 15, TWICE),
    ("wpscan/wordpress_many_vuln.json", 10, TWICE),
    ("wpscan/wordpress_vuln_version.json", 13, TWICE),
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
    ("csaf/csaf_many_vuln.json", 3, CLAIMS),
    ("openvex/openvex_many_vuln.json", 2, CLAIMS),
    ("generic/generic_report1.csv", 5, PLACES),
    (
        "github_vulnerability/github_shiro.json",
        0,
        "an alert that GitHub holds for fixed is listed as skipped",
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
    ("api_bugcrowd/bugcrowd_many.json", 2, RESOLVED),
    ("api_edgescan/many_vulns.json", 1, RESOLVED),
    ("threagile/risks.json", 5, RESOLVED),
    ("arachni/dd.com.afr.json", 4, PLACES),
    ("arachni/js.com.afr.json", 34, PLACES),
    (
        "chefinspect/one_finding.log",
        0,
        "a control that passed is no finding",
    ),
    ("mobsf/damnvulnrablebank.json", 112, FILES),
    ("mobsf/issue_9132.json", 71, FILES),
    ("mobsf/mobsf_3_7_9.json", 4, FILES),
    (
        "mobsf_scorecard/dvba_4_0_7_android_empty.json",
        144,
        SUMMARY,
    ),
    ("mobsf_scorecard/dvba_4_0_7_android_full.json", 144, SUMMARY),
    ("mozilla_observatory/mozilla_org.json", 1, PASSED),
    ("mozilla_observatory/nmap_scanme.json", 7, PASSED),
    ("naabu/naabu_many_vuln.json", 8, TWICE),
    ("sqlmap/sqlmap_repeated_run.csv", 4, TWICE),
    (
        "picus/many_vulns.csv",
        4,
        "an attack that was blocked is no finding",
    ),
    (
        "promptfoo/many_findings.json",
        7,
        "a finding per prompt; the peer joins those of one plugin",
    ),
    (
        "sslscan/sslscan_no_vuln.xml",
        1,
        "an expired certificate counts",
    ),
    (
        "sslscan/sslscan_one_vuln.xml",
        2,
        "an expired certificate counts",
    ),
    ("stackhawk/stackhawk_one_vul.json", 10, PLACES),
    (
        "stackhawk/stackhawk_one_vuln_all_endpoints_false_positive.json",
        3,
        PLACES,
    ),
    (
        "stackhawk/stackhawk_one_vuln_all_endpoints_have_different_status.json",
        3,
        PLACES,
    ),
    (
        "trustwave_fusion_api/trustwave_fusion_api_many_vul.json",
        6,
        TWICE,
    ),
    ("sslyze/one_target_one_vuln_new.json", 0, WEAK),
    ("sslyze/two_targets_many_vuln_new.json", 3, WEAK),
    (
        "awssecurityhub/config_repeated_findings.json",
        0,
        "a control that passed is no finding",
    ),
    (
        "jfrog_xray_on_demand_binary_scan/many_vulns_pypi.json",
        107,
        "a finding per version of a component; the peer joins its versions",
    ),
    (
        "sysdig_reports/sysdig_reports_missing_cve_field.csv",
        0,
        "its only row is skipped with a reason; the peer refuses the file",
    ),
    (
        "chkrootkit/chkrootkit_many_vuln.txt",
        1,
        "that a file system was not looked at is no finding",
    ),
    ("cyberwatch_galeax/one_cve.json", 0, RESOLVED),
    ("cyberwatch_galeax/one_security_issue.json", 2, HOSTS),
    ("kiuwan_sca/kiuwan_sca_many_vuln.json", 46, MUTED),
    ("kiuwan_sca/kiuwan_sca_two_vuln.json", 6, MUTED),
    (
        "snyk_issue_api/snyk_sca_scan_api_many_vuln.json",
        4,
        RESOLVED,
    ),
    ("whitehat_sentinel/many_vuln.json", 1, RESOLVED),
    (
        "dockerbench/docker-bench-report-many-vulns.json",
        33,
        "a test that failed; the peer counts notes and some of what could not be checked",
    ),
    (
        "garak/many_hits.jsonl",
        8,
        "a finding per prompt; the peer joins the prompts of one probe",
    ),
    (
        "huskyci/huskyci_report_many_finding_two_tools.json",
        16,
        "what an author marked is kept with that as a claim; the peer leaves it out",
    ),
    ("kubehunter/dupe.json", 2, TWICE),
    (
        "neuvector_compliance/many_vulns.json",
        1,
        "a check that passed is no finding",
    ),
    (
        "ort/evaluated-model-reporter-test-output.json",
        3,
        "what was resolved is kept with that as a claim; the peer leaves it out",
    ),
    (
        "reversinglabs_spectraassure/HxDSetup_2.5.0.exe-report.rl.json",
        6,
        "a finding per component; the peer makes one of each file that holds it",
    ),
    ("wazuh/v4-7_many_findings.json", 13, TWICE),
];

const SEEN: &str = "what testssl.sh has seen and does not call wrong (INFO) is no finding";
const CLAIMS: &str =
    "not affected and fixed are claims, kept beside findings; the peer makes inactive findings";
const INSTANCES: &str = "a finding per URL, method and parameter; the peer joins them into alerts";
const PATHS: &str =
    "one vulnerability of one package is a finding; the peer makes one of each path to it";
const INSTANCES_OF_BUGS: &str = "a finding per instance; the peer joins those of one type";
const TWICE: &str = "every record is kept; the peer joins equal ones";
const COMMITS: &str = "one credential in two commits is two leaks; correlation joins them by hash";
const QUALITY: &str = "issues of every kind are read; the peer leaves most of quality out";
const RESOLVED: &str = "what the tool holds for fixed is no finding";
const QUERY_PATHS: &str = "a finding per path; the peer joins the paths of one query to one file";
const PLACES: &str = "a finding per URL; the peer joins the places of one rule";
const HOSTS: &str = "a finding per host and port; the peer joins the hosts of one rule";
const PASSED: &str = "a test that passed is no finding";
const FILES: &str =
    "a finding per rule and file; the peer joins files, and reports permissions and APIs";
const SUMMARY: &str = "the report itself is read; the peer reads the summary in it";
const WEAK: &str =
    "suites without strength are weak; the peer's are all that the BSI does not recommend";
const MATCHES: &str = "a finding per match; the peer joins matches of one package at two paths";
const MUTED: &str = "a muted vulnerability is kept with that as a claim; the peer leaves it out";
