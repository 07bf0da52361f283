//! FIRST's published examples (v2 guide; v3.0, v3.1 and v4.0 example documents), and the spellings
//! and vectors that scanners write.

use super::*;

/// Score and vector.
const EXAMPLES: &[(&str, &str)] = &[
    ("7.8", "AV:N/AC:L/Au:N/C:N/I:N/A:C"),
    ("6.4", "AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C"),
    (
        "9.2",
        "AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:H",
    ),
    ("10.0", "AV:N/AC:L/Au:N/C:C/I:C/A:C"),
    ("8.3", "AV:N/AC:L/Au:N/C:C/I:C/A:C/E:F/RL:OF/RC:C"),
    (
        "9.0",
        "AV:N/AC:L/Au:N/C:C/I:C/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:L",
    ),
    ("6.2", "AV:L/AC:H/Au:N/C:C/I:C/A:C"),
    ("4.9", "AV:L/AC:H/Au:N/C:C/I:C/A:C/E:POC/RL:OF/RC:C"),
    (
        "7.5",
        "AV:L/AC:H/Au:N/C:C/I:C/A:C/E:POC/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:M",
    ),
    ("6.1", "CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N"),
    ("6.4", "CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N"),
    ("3.1", "CVSS:3.0/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N"),
    ("9.9", "CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H"),
    ("4.2", "CVSS:3.0/AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:L"),
    ("8.8", "CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H"),
    ("7.8", "CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H"),
    ("7.5", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"),
    ("9.8", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"),
    ("6.8", "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:C/C:N/I:H/A:N"),
    ("6.8", "CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"),
    ("5.8", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:L/I:N/A:N"),
    ("9.3", "CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:C/C:H/I:N/A:H"),
    ("5.4", "CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:C/C:L/I:L/A:N"),
    ("4.6", "CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N"),
    ("7.4", "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N"),
    ("9.6", "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H"),
    ("0.0", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:N/I:N/A:N"),
    (
        "7.3",
        "CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
    ),
    (
        "7.7",
        "CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
    ),
    (
        "5.2",
        "CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U",
    ),
    (
        "8.3",
        "CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N",
    ),
    (
        "8.1",
        "CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N/CR:H/IR:L/AR:L/MAV:N/MAC:H/MVC:H/MVI:L/MVA:L",
    ),
    (
        "4.6",
        "CVSS:4.0/AV:L/AC:L/AT:N/PR:N/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N",
    ),
    (
        "5.1",
        "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N",
    ),
    (
        "6.9",
        "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:L/VA:N/SC:N/SI:L/SA:N",
    ),
    (
        "5.9",
        "CVSS:4.0/AV:L/AC:L/AT:N/PR:H/UI:N/VC:N/VI:N/VA:N/SC:H/SI:N/SA:N",
    ),
    (
        "10.0",
        "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H",
    ),
    (
        "8.7",
        "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N",
    ),
    (
        "6.4",
        "CVSS:4.0/AV:A/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:H/SI:N/SA:H",
    ),
];

#[test]
fn published_examples_score_as_published() {
    for (expected, vector) in EXAMPLES {
        let got = score(vector).unwrap_or_else(|| panic!("{vector}"));
        assert_eq!(format!("{:.1}", got.score), *expected, "{vector}");
        assert_eq!(score(&got.vector), Some(got.clone()), "{vector}");
    }
}

/// By the Python library `cvss` 3.6, which calculates in decimals; 40,000 random vectors agreed.
/// The first three are such that floats round up once too often.
const BY_DECIMALS: &[(&str, &str)] = &[
    (
        "4.6",
        "CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:H/E:H/RL:U/RC:U/CR:L/IR:H/AR:X/MAV:L/MAC:H/MPR:H/MUI:R/MS:C/MC:X/MI:N/MA:X",
    ),
    (
        "4.6",
        "CVSS:3.0/AV:L/AC:L/PR:L/UI:R/S:C/C:H/I:N/A:H/E:X/RL:U/RC:U/CR:X/IR:X/AR:L/MAV:X/MAC:X/MPR:H/MUI:R/MS:U/MC:X/MI:N/MA:H",
    ),
    (
        "2.3",
        "CVSS:3.0/AV:P/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:N/E:H/RL:X/RC:U/CR:M/IR:L/AR:L/MAV:P/MAC:H/MPR:N/MUI:N/MS:X/MC:L/MI:L/MA:X",
    ),
    (
        "4.7",
        "CVSS:3.0/AV:P/AC:L/PR:H/UI:N/S:C/C:N/I:N/A:H/E:X/RL:O/RC:C",
    ),
    (
        "6.8",
        "CVSS:3.1/AV:N/AC:H/PR:H/UI:N/S:C/C:H/I:H/A:L/E:F/RL:T/RC:U",
    ),
    (
        "0.0",
        "CVSS:3.1/AV:L/AC:L/PR:H/UI:R/S:C/C:H/I:H/A:H/E:X/RL:T/RC:R/CR:M/IR:H/AR:H/MAV:P/MAC:L/MPR:L/MUI:N/MS:X/MC:N/MI:N/MA:N",
    ),
];

#[test]
fn temporal_and_environmental_scores_are_exact() {
    for (expected, vector) in BY_DECIMALS {
        let got = score(vector).unwrap();
        assert_eq!(format!("{:.1}", got.score), *expected, "{vector}");
    }
}

#[test]
fn spellings_of_scanners_are_understood() {
    let v31 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
    let v2 = "AV:N/AC:L/Au:N/C:P/I:P/A:P";
    let v4 = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/U:Red";
    for (written, canonical) in [
        (" CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/ ", v31),
        ("(cvss:3.1/av:n/ac:l/pr:n/ui:n/s:u/c:h/i:h/a:h)", v31),
        ("AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", v31),
        ("CVSS:3.1/C:H/I:H/A:H/AV:N/AC:L/PR:N/UI:N/S:U", v31),
        ("CVSS3#CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", v31),
        ("CVSS2#AV:N/AC:L/Au:N/C:P/I:P/A:P", v2),
        ("CVSS:2.0/AV:N/AC:L/Au:N/C:P/I:P/A:P", v2),
        ("(AV:N/AC:L/AU:N/C:P/I:P/A:P)", v2),
        (
            "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/U:RED",
            v4,
        ),
    ] {
        assert_eq!(
            score(written).map(|it| it.vector).as_deref(),
            Some(canonical),
            "{written}"
        );
    }
}

#[test]
fn what_is_no_whole_vector_is_refused() {
    for vector in [
        "",
        "high",
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H",
        "CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "CVSS:3.1/AV:Q/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N",
        "AV:N/AC:L/Au:N/C:P/I:P",
        "CVSS:5.0/AV:N",
    ] {
        assert_eq!(score(vector), None, "{vector}");
    }
}

#[test]
fn bands_are_those_of_the_version() {
    for (version, number, expected) in [
        (Version::V31, 0.0, Severity::Info),
        (Version::V31, 0.1, Severity::Low),
        (Version::V40, 6.9, Severity::Medium),
        (Version::V30, 7.0, Severity::High),
        (Version::V31, 9.0, Severity::Critical),
        (Version::V2, 10.0, Severity::High),
        (Version::V2, 0.0, Severity::Low),
    ] {
        assert_eq!(severity(version, number), expected, "{version} {number}");
    }
}

fn claim(vector: &str, score: Option<f64>, source: &str) -> CvssClaim {
    CvssClaim {
        vector: vector.to_owned(),
        score,
        source: source.to_owned(),
    }
}

#[test]
fn the_best_claim_does_not_depend_on_the_order() {
    let v30 = "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
    let v31 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
    let low = "CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N";
    for (mut claims, source, version) in [
        (
            vec![claim(low, None, "nvd"), claim(v31, None, "ghsa")],
            "ghsa",
            Version::V31,
        ),
        (
            vec![claim(v30, None, "a"), claim(v31, None, "z")],
            "z",
            Version::V31,
        ),
        (
            vec![claim(v31, None, "nvd"), claim(v31, None, "ghsa")],
            "ghsa",
            Version::V31,
        ),
        (
            vec![claim("", Some(9.9), "x"), claim(v31, None, "nvd")],
            "x",
            Version::Unstated,
        ),
        (
            vec![claim("", Some(99.0), "x"), claim(low, None, "nvd")],
            "nvd",
            Version::V31,
        ),
    ] {
        for _ in 0..2 {
            let got = best(&claims).unwrap();
            assert_eq!(
                (got.source.as_str(), got.scored.version),
                (source, version),
                "{claims:?}"
            );
            claims.reverse();
        }
    }
    assert_eq!(best(&[claim("", None, "x")]), None);
    let differs = best(&[claim(v31, Some(7.0), "nvd")]).unwrap();
    assert_eq!((differs.scored.score, differs.stated), (9.8, Some(7.0)));
}
