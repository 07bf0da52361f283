//! A report is the same report however it arrives: packed, in a folder, in UTF-16, on a pipe.

use crate::harness::{EVERY_STATUS, SHOP, Sluice, sample};
use flate2::write::GzEncoder;
use serde_json::Value;
use std::io::Write as _;

const BANDIT: &str = SHOP[0];

/// SHA-256 of the sample as `sha256sum` prints it.
fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    format!("{:x}", sha2::Sha256::digest(bytes))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        let options = zip::write::SimpleFileOptions::default();
        out.start_file(*name, options).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn utf16(text: &str, little: bool) -> Vec<u8> {
    let units = "\u{feff}".encode_utf16().chain(text.encode_utf16());
    let bytes = |it: u16| {
        if little {
            it.to_le_bytes()
        } else {
            it.to_be_bytes()
        }
    };
    units.flat_map(bytes).collect()
}

/// What an import of one report must come to, whatever it was packed in.
fn check(sluice: &Sluice, got: &Value) {
    let report = &got["reports"][0];
    assert_eq!(report["sha256"], sha256(&sample(BANDIT)), "{got}");
    assert_eq!(
        (&report["findings"], &report["format"]),
        (&42.into(), &"bandit".into())
    );
    assert_eq!(got["failed"], Value::Array(Vec::new()));
    let plain = Sluice::new();
    plain.import(&[BANDIT], &[]);
    assert_eq!(sluice.everything(), plain.everything());
    // The same bytes as a plain file are a known report.
    let again = sluice.import(&[BANDIT], &[]);
    assert_eq!(again["reports"][0]["known"], true);
}

#[test]
fn a_gzip_file_is_the_report_in_it() {
    let sluice = Sluice::new();
    let file = sluice.file("bandit.json.gz", gzip(&sample(BANDIT)));
    check(&sluice, &sluice.import(&[file], &[]));
}

#[test]
fn a_zip_archive_is_the_reports_in_it_in_order_of_name() {
    let sluice = Sluice::new();
    let (bandit, leaks) = (sample(BANDIT), sample(SHOP[2]));
    let entries: [(&str, &[u8]); 4] = [
        ("out/z.json", &leaks),
        ("out/a.json", &bandit),
        ("out/.hidden", b"no report"),
        ("__MACOSX/out/a.json", b"no report"),
    ];
    let file = sluice.file("all.zip", zip(&entries));
    let got = sluice.import(&[file], &[]);
    let names: Vec<&str> = got["reports"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["file"].as_str().unwrap().rsplit(':').next().unwrap())
        .collect();
    assert_eq!(names, ["out/a.json", "out/z.json"]);
    assert_eq!(got["reports"][0]["sha256"], sha256(&bandit));
}

#[test]
fn a_zip_archive_of_one_report_is_that_report() {
    let sluice = Sluice::new();
    let file = sluice.file("one.zip", zip(&[("bandit.json", &sample(BANDIT))]));
    check(&sluice, &sluice.import(&[file], &[]));
}

#[test]
fn an_fpr_is_one_report_with_what_people_said_of_it() {
    let sluice = Sluice::new();
    let both = sample("tests/samples/fortify/typical.fvdl");
    let audit = both.windows(9).position(|it| it == b"</FVDL><?").unwrap() + 7;
    let (results, audit) = both.split_at(audit);
    let entries: [(&str, &[u8]); 4] = [
        ("VERSION", b"24.2"),
        ("audit.xml", audit),
        ("audit.fvdl", results),
        ("src-archive/Orders.java", b"class Orders {}"),
    ];
    let file = sluice.file("shop.fpr", zip(&entries));
    let got = sluice.import(&[file], &[]);
    let report = &got["reports"][0];
    assert_eq!(report["sha256"], sha256(&both), "{got}");
    assert_eq!(
        (&report["findings"], &report["format"]),
        (&3.into(), &"fortify".into())
    );
    assert!(report["file"].as_str().unwrap().ends_with("/shop.fpr"));
    assert_eq!(got["failed"], Value::Array(Vec::new()));
    assert_eq!(got["reports"].as_array().unwrap().len(), 1);
}

#[test]
fn a_folder_is_the_reports_in_it() {
    let sluice = Sluice::new();
    let file = sluice.file("in/deep/bandit.json", sample(BANDIT));
    sluice.file("in/.git/config", "no report");
    let folder = file.strip_suffix("/deep/bandit.json").unwrap();
    check(&sluice, &sluice.import(&[folder], &[]));
}

#[test]
fn utf16_of_either_order_is_the_same_text() {
    let text = String::from_utf8(sample(BANDIT)).unwrap();
    for little in [true, false] {
        let sluice = Sluice::new();
        let file = sluice.file("bandit.json", utf16(&text, little));
        check(&sluice, &sluice.import(&[file], &[]));
    }
}

#[test]
fn standard_input_is_a_report_packed_or_not() {
    let text = String::from_utf8(sample(BANDIT)).unwrap();
    let zipped = zip(&[("bandit.json", text.as_bytes())]);
    for bytes in [
        sample(BANDIT),
        gzip(&sample(BANDIT)),
        zipped,
        utf16(&text, true),
    ] {
        let sluice = Sluice::new();
        let args = ["import", "-", "--app", "shop", "--output", "json"];
        let ran = sluice.run_with(&args, &bytes);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        check(&sluice, &serde_json::from_str(&ran.out).unwrap());
    }
}

#[test]
fn a_bom_before_the_report_changes_nothing_but_its_bytes() {
    let sluice = Sluice::new();
    let bytes = [b"\xef\xbb\xbf".as_slice(), &sample(BANDIT)].concat();
    let got = sluice.import(&[sluice.file("bandit.json", &bytes)], &[]);
    assert_eq!(got["reports"][0]["sha256"], sha256(&bytes));
    assert_eq!(got["reports"][0]["findings"], 42);
}

#[test]
fn a_packed_report_that_is_cut_is_named_and_leaves_nothing() {
    for (name, bytes) in [
        ("cut.json.gz", gzip(&sample(BANDIT))),
        ("cut.zip", zip(&[("bandit.json", &sample(BANDIT))])),
    ] {
        let sluice = Sluice::new();
        let file = sluice.file(name, &bytes[..bytes.len() / 2]);
        let ran = sluice.run(&["import", &file, "--app", "shop"]);
        assert_eq!(ran.code, 3, "{name}");
        assert!(
            ran.err.contains(&format!("--> <tmp>/files/{name}")),
            "{}",
            ran.err
        );
        assert_eq!(
            sluice.json(&["list", EVERY_STATUS])["issues"],
            Value::Array(Vec::new())
        );
    }
}

#[test]
fn nothing_is_left_of_spooled_input() {
    let sluice = Sluice::new();
    let args = ["import", "-", "--app", "shop"];
    assert_eq!(sluice.run_with(&args, &gzip(&sample(BANDIT))).code, 0);
    let left = std::fs::read_dir(sluice.path("../tmp")).unwrap().count();
    assert_eq!(left, 0);
}
