//! What the XML reader promises, on small documents.

use super::xml::{Captured, walk};
use crate::error::Problem;
use crate::formats::MemoryInput;
use crate::model::RecordPlace;
use std::fmt::Write as _;
use std::time::Instant;

fn walked(
    text: &str,
    wants: &[&str],
    say: &dyn Fn(&Captured<'_>) -> String,
) -> Result<Vec<String>, Problem> {
    let input = MemoryInput::new("t.xml", text.as_bytes().to_vec());
    let mut out = Vec::new();
    walk(&input, wants, &mut |it| {
        out.push(say(it));
        Ok(())
    })?;
    Ok(out)
}

fn bytes<'t>(text: &'t str, at: &RecordPlace) -> &'t str {
    let start = usize::try_from(at.offset).unwrap();
    text.get(start..start + usize::try_from(at.len).unwrap())
        .unwrap()
}

fn texts(text: &str, want: &str) -> Vec<String> {
    walked(text, &[want], &|it| it.node.text()).unwrap()
}

fn failure(text: &str) -> String {
    let problem = walked(text, &["r/x"], &|_| String::new()).unwrap_err();
    format!("{} | {problem}", problem.place().unwrap())
}

#[test]
fn wanted_elements_come_with_place_ancestors_and_bytes() {
    let text = "<?xml version=\"1.0\"?>\n<r v='1'><s n=\"a\"/><s n=\"b\">\n <x>1</x><y/><x k='2'/></s></r>";
    let got = walked(text, &["r/s/x", "r/s/y"], &|it| {
        let at = it.place();
        let raw = bytes(text, &at);
        let (v, n) = (it.attribute_of("r", "v"), it.attribute_of("s", "n"));
        format!("{} {}:{} {v:?} {n:?} {raw}", it.want, at.path, at.line)
    });
    assert_eq!(
        got.unwrap(),
        [
            "0 s[1].x[0]:3 Some(\"1\") Some(\"b\") <x>1</x>",
            "1 s[1].y[0]:3 Some(\"1\") Some(\"b\") <y/>",
            "0 s[1].x[1]:3 Some(\"1\") Some(\"b\") <x k='2'/>",
        ]
    );
}

#[test]
fn a_start_tag_can_be_had_before_what_is_inside() {
    let got = walked("<r a='1'><x>t</x></r>", &["r@", "r/x"], &|it| {
        let a = it.node.attribute("a").unwrap_or("-");
        format!("{} {a} {}", it.want, it.node.text())
    });
    assert_eq!(got.unwrap(), ["0 1 ", "1 - t"]);
}

#[test]
fn any_element_fits_a_star() {
    assert_eq!(
        texts("<r><a><x>1</x></a><b><x>2</x></b></r>", "*/*/x"),
        ["1", "2"]
    );
}

#[test]
fn mixed_text_cdata_and_comments_come_in_order() {
    let text = "<r><x>a <b>bold</b> c<!-- no --><![CDATA[<d> & ]]>e\r\nf</x></r>";
    assert_eq!(texts(text, "r/x"), ["a bold c<d> & e\nf"]);
}

#[test]
fn inner_elements_are_found_by_path_and_know_their_bytes() {
    let text = "<r><x><a><b> one </b></a><a><b k='&lt;'>two</b></a></x></r>";
    let got = walked(text, &["r/x"], &|it| {
        let second = it.node.children("a").nth(1).and_then(|it| it.child("b"));
        let second = second.unwrap();
        let at = it.place_within(second, "a[1].b[0]");
        let raw = bytes(text, &at);
        let first = it.node.text_of("a/b");
        format!("{first:?} {} {raw} {:?}", at.path, second.attribute("k"))
    });
    assert_eq!(
        got.unwrap(),
        ["Some(\"one\") x[0].a[1].b[0] <b k='&lt;'>two</b> Some(\"<\")"]
    );
}

#[test]
fn known_entities_are_resolved_and_others_stay() {
    let text = "<r><x a='&quot;&#9;&nbsp;'>&lt;&#65;&#x42;&copy; a & b &amp;lt;</x></r>";
    let got = walked(text, &["r/x"], &|it| {
        format!("{:?} {}", it.node.attribute("a").unwrap(), it.node.text())
    });
    assert_eq!(got.unwrap(), ["\"\\\"\\t&nbsp;\" <AB&copy; a & b &lt;"]);
}

#[test]
fn a_document_cannot_read_files_or_grow() {
    let mut text =
        "<!DOCTYPE r [<!ENTITY f SYSTEM 'file:///etc/passwd'><!ENTITY a0 'ha'>".to_owned();
    for level in 1..30 {
        let inner = format!("&a{};", level - 1).repeat(10);
        write!(text, "<!ENTITY a{level} '{inner}'>").unwrap();
    }
    text.push_str("]><r><x>&a29;&f;</x></r>");
    assert_eq!(texts(&text, "r/x"), ["&a29;&f;"]);
}

#[test]
fn undeclared_prefixes_and_unquoted_attributes_do_no_harm() {
    let text = "<z:r xmlns:q='u'><z:x xsi:nil=true q:a='1'>t</z:x></z:r>";
    let got = walked(text, &["r/x"], &|it| {
        format!("{:?}", it.node.attributes().collect::<Vec<_>>())
    });
    assert_eq!(got.unwrap(), ["[(\"nil\", \"true\"), (\"a\", \"1\")]"]);
}

#[test]
fn an_inner_element_that_is_not_closed_costs_nothing() {
    let text = "<r><x>in <option> tags</x><x>2</x></r>";
    assert_eq!(texts(text, "r/x"), ["in  tags", "2"]);
}

#[test]
fn several_documents_in_one_file_are_walked() {
    let got = walked(
        "<r><x/></r>\n<?xml version='1.0'?><r><x/></r>",
        &["r/x"],
        &|it| format!("{} {}", it.root(), it.place().path),
    );
    assert_eq!(got.unwrap(), ["0 x[0]", "1 #2.x[0]"]);
}

#[test]
fn what_is_broken_says_where() {
    let cut = "the document ends too early";
    assert_eq!(failure("<r>\n<x>1</x>\n<x>2"), format!("t.xml:3 | {cut}"));
    assert_eq!(failure("<r>\n<x k='"), format!("t.xml:2 | {cut}"));
    assert_eq!(failure("<r>\n<!-- "), format!("t.xml:2 | {cut}"));
    assert_eq!(failure(""), "t.xml:1 | the document is empty");
    assert_eq!(
        failure("<r></r>\n\n</s>"),
        "t.xml:3 | 's' is closed here but not open"
    );
    assert_eq!(
        failure("<r></r>\n{}"),
        "t.xml:2 | text after the end of the document"
    );
}

#[test]
fn deep_documents_are_refused_and_not_followed() {
    let text = format!("<r>{}", "<x>".repeat(1_000_000));
    assert!(failure(&text).contains("nested deeper than 256"));
    let text = format!("<r><x>{}{}</x></r>", "<y>".repeat(200), "</y>".repeat(200));
    assert_eq!(texts(&text, "r/x").len(), 1);
}

#[test]
fn eight_bit_documents_keep_their_byte_places() {
    let mut bytes =
        b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><r><x>\xe9\xe9</x><x>".to_vec();
    let second = bytes.len() as u64 - 3;
    bytes.extend(b"\xfc</x></r>");
    let input = MemoryInput::new("t.xml", bytes);
    let mut got = Vec::new();
    walk(&input, &["r/x"], &mut |it| {
        got.push((it.node.text(), it.node.offset, it.node.len));
        Ok(())
    })
    .unwrap();
    assert_eq!(got[0].0, "éé");
    assert_eq!(got[1], ("ü".to_owned(), second, 8));
}

#[test]
fn elements_longer_than_the_window_are_whole() {
    let long = "y".repeat(700_000);
    let text = format!("<r><p>{long}</p><x a='{long}'>{long}&amp;</x></r>");
    let got = walked(&text, &["r/x"], &|it| {
        format!(
            "{} {}",
            it.node.attribute("a").unwrap().len(),
            it.node.text().len()
        )
    });
    assert_eq!(got.unwrap(), ["700000 700001"]);
}

#[test]
fn many_lone_ampersands_take_linear_time() {
    let begun = Instant::now();
    let text = format!("<r><x>{}</x></r>", "& ".repeat(200_000));
    assert_eq!(texts(&text, "r/x")[0].len(), 400_000);
    assert!(begun.elapsed().as_secs() < 10, "not linear");
}
