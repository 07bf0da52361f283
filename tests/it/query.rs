//! The filter language from outside: what parses, what matches, what is offered.

use proptest::prelude::*;
use sluice::model::{Band as B, Class as C, Severity as S, Status as T};
use sluice::model::{Columns, Digest, TextId};
use sluice::query::tree::{Node, Op, Term, Text, Value};
use sluice::query::{Matcher, Query, complete};
use std::fmt::Write as _;

const DAY: i64 = 86_400;
/// 2026-07-15T00:00:00Z
const NOW: i64 = 1_784_073_600;

/// App, title, place, team, person, tools, rule, vulnerabilities, cwes, package.
const ROWS: &str = "\
shop|Log4Shell in log4j-core|pom.xml:12|payments|ada|grype,trivy|GHSA-jfh8-c2jp-5v3q|CVE-2021-44228,GHSA-jfh8-c2jp-5v3q|502,917|org.apache.logging.log4j/log4j-core
shop|SQL injection in search|src/db/search.py:40|||bandit|B608||89|
blog|Reflected XSS (q)|https://blog.example/search?q|web||zap|40012||79|
pay*|Debug mode|src/app.py:3||bob|bandit,semgrep|B201||94|";

/// Four issues that differ in everything.
fn queue() -> Columns {
    let mut out = Columns::default();
    for (at, line) in ROWS.lines().enumerate() {
        let mut ids = line.split('|').map(|text| {
            let known = out.pool.iter().find(|(_, it)| *it == text).map(|it| it.0);
            known.unwrap_or_else(|| out.pool.push(text))
        });
        let ids: Vec<TextId> = ids.by_ref().collect();
        out.id.push(i64::try_from(at).unwrap());
        let columns = [
            &mut out.app,
            &mut out.title,
            &mut out.place,
            &mut out.team,
            &mut out.person,
            &mut out.tools,
            &mut out.rule,
            &mut out.vulnerabilities,
            &mut out.cwes,
            &mut out.package,
        ];
        for (column, id) in columns.into_iter().zip(ids) {
            column.push(id);
        }
    }
    out.fingerprint = [0x3f, 0x3a, 0x00, 0xff]
        .map(|first| {
            let mut digits = [0x11; 16];
            digits[0] = first;
            Digest(digits)
        })
        .to_vec();
    out.class = vec![C::Dependency, C::Code, C::Web, C::Code];
    out.severity = vec![S::Critical, S::High, S::Medium, S::Unknown];
    out.score = vec![9950, 7000, 4207, 2500];
    out.band = vec![B::P1, B::P1, B::P3, B::P4];
    out.status = vec![T::New, T::Confirmed, T::FalsePositive, T::Fixed];
    out.tool_count = vec![2, 1, 1, 2];
    out.findings = vec![5, 3, 1, 2];
    out.first_seen = vec![NOW - 40 * DAY, NOW - 7 * DAY, NOW - 3600, NOW - 400 * DAY];
    out.kev = vec![true, false, false, false];
    out.kev_asked = vec![true, true, false, false];
    out.epss = vec![9432, u16::MAX, u16::MAX, 1000];
    out
}

fn rows(text: &str, columns: &Columns) -> Vec<u32> {
    let query = Query::parse(text).unwrap_or_else(|err| panic!("{text}: {err}"));
    let matcher = Matcher::new(&query, columns, NOW);
    let out = matcher.filter();
    let single = (0..columns.len()).filter(|it| matcher.matches(*it));
    assert_eq!(
        out,
        single
            .map(|it| u32::try_from(it).unwrap())
            .collect::<Vec<_>>(),
        "{text}"
    );
    assert_eq!(out.len(), matcher.count(), "{text}");
    out
}

#[test]
fn filters_find_what_they_say() {
    let columns = queue();
    for (text, expected) in [
        ("", &[0_u32, 1, 2, 3][..]),
        ("app:shop", &[0, 1]),
        ("app:SHOP,blog", &[0, 1, 2]),
        ("app:sh", &[]),
        ("app:sh*", &[0, 1]),
        ("app:\"pay*\"", &[3]),
        ("app!=shop", &[2, 3]),
        ("sev>=high", &[0, 1]),
        ("sev<high", &[2]),
        ("sev<=high", &[1, 2]),
        ("sev>high", &[0]),
        ("severity:high,critical", &[0, 1]),
        ("sev:unknown", &[3]),
        ("-sev>=high", &[2, 3]),
        ("band:P1", &[0, 1]),
        ("band<p1", &[2, 3]),
        ("score>=70", &[0, 1]),
        ("score>70", &[0]),
        ("score:42.07", &[2]),
        ("score<=42.071 score>=42.069", &[2]),
        ("status:open", &[0, 1]),
        ("status:any", &[0, 1, 2, 3]),
        ("status:false-positive", &[2]),
        ("class:code", &[1, 3]),
        ("kev:yes", &[0]),
        ("kev:no", &[1]),
        ("kev:unknown", &[2, 3]),
        ("epss>.1", &[0]),
        ("epss>=10%", &[0, 3]),
        ("epss:none", &[1, 2]),
        ("epss<1", &[0, 3]),
        ("owner:none", &[1]),
        ("owner:any", &[0, 2, 3]),
        ("owner:ada,none", &[0, 1]),
        ("owner:web", &[2]),
        ("team:none", &[1, 3]),
        ("person:bob", &[3]),
        ("tool:bandit", &[1, 3]),
        ("tool:sem*", &[3]),
        ("tools>=2", &[0, 3]),
        ("findings>=3", &[0, 1]),
        ("rule:B608", &[1]),
        ("cve:cve-2021-44228", &[0]),
        ("cve:none", &[1, 2, 3]),
        ("cwe:89", &[1]),
        ("cwe:CWE-502", &[0]),
        ("package:log4j*", &[0]),
        ("package:log4j-core", &[0]),
        ("file:src/**", &[1, 3]),
        ("file:*.py", &[1, 3]),
        ("place:search", &[1, 2]),
        ("title:\"sql inj\"", &[1]),
        ("title=\"debug mode\"", &[3]),
        ("age>30d", &[0, 3]),
        ("age<7d", &[2]),
        ("age<=7d", &[1, 2]),
        ("first:<24h", &[2]),
        ("age>1y", &[3]),
        ("seen>=2026-07-08", &[1, 2]),
        ("first:2026-07-08", &[1]),
        ("id:3", &[0, 1]),
        ("id:3F1", &[0]),
        ("id:3f111111111111111111111111111111", &[0]),
        ("log4shell", &[0]),
        ("SEARCH", &[1, 2]),
        ("search -xss", &[1]),
        ("\"xss (q)\"", &[2]),
        ("44228", &[0]),
        ("log4*core", &[0]),
        ("not (app:shop or app:blog)", &[3]),
        ("app:shop sev:high or class:web", &[1, 2]),
        ("app:shop and (sev:high or class:web)", &[1]),
        ("--app:shop", &[0, 1]),
        ("-()", &[]),
    ] {
        assert_eq!(rows(text, &columns), expected, "{text}");
    }
}

const MISTAKES: &str = "\
sevv>=high
^^^^ no field is called 'sevv': did you mean 'sev'?
std::vec
^^^ no field is called 'std': put it in quotes to look for it as text
x sev:hihg
      ^^^^ 'hihg' is no severity: did you mean 'high'?
class:zz
      ^^ 'zz' is no class: one of code, web, dependency, infrastructure, secret, pipeline, host
app>shop
   ^ 'app' has no order: write it with ':', as in app:shop,pay*
class>=code
     ^^ 'class' has no order: write it with ':', as in class:code
sev>unknown
    ^^^^^^^ 'unknown' is neither above nor below anything: write severity:unknown
score>x
      ^ 'x' is no number: write it as in score>=70
score>1,2
     ^ '>' takes one value, not a list: write score:a,b for one of several
age:7d
   ^ an age needs < or >: write age<7d for younger, age>7d for older
age>soon
    ^^^^ 'soon' is neither an age nor a day: write an age such as 12h, 30d, 2w, 6m, 1y, or a day such as 2026-07-01
cwe:xss
    ^^^ 'xss' is no weakness number: write cwe:89 or cwe:CWE-89
id:xyz
   ^^^ 'xyz' is no id: write its first hex digits, as in id:3f2a
app:
   ^ a value is expected here: write it without blanks, or \"in quotes\"
app:a,
   ^^^ a value is expected here: write it without blanks, or \"in quotes\"
a (b
  ^ this '(' is not closed: add a ) at the end
a)
 ^ this ')' closes nothing: remove it, or put it in quotes if it belongs to the text you look for
a or
    ^ a term is expected here: write a word or field:value; put and, or, not in quotes to look for them
é \"abc
  ^^^^ the quotes are not closed: add a \" at the end
";

#[test]
fn mistakes_are_pointed_at() {
    let mut out = String::new();
    for text in MISTAKES.lines().step_by(2) {
        let err = Query::parse(text).unwrap_err();
        let hint = err.hint.as_deref().unwrap();
        writeln!(out, "{text}\n{} {err}: {hint}", err.carets()).unwrap();
    }
    assert_eq!(out, MISTAKES);
    let deep = "(".repeat(100_000);
    assert!(Query::parse(&deep).unwrap_err().message.contains("nested"));
}

#[test]
fn the_canonical_text_is_short_and_plain() {
    for (text, expected) in [
        ("SEV>=HIGH AND app=shop", "severity>=high app=shop"),
        ("file:a*  not x or y", "place:a* -x or y"),
        ("(a or b) c", "(a or b) c"),
        ("((a) (b c))", "a b c"),
        ("not not a", "a"),
        ("not (a b)", "-(a b)"),
        ("title:\"a\\\"b\"", "title:\"a\\\"b\""),
        ("owner:NONE owner:\"none\"", "owner:none owner:\"none\""),
        ("epss>.1 epss<50%", "epss>0.1 epss<0.5"),
        (
            "age>2w age<36h first:2026-07-01",
            "age>14d age<36h age:2026-07-01",
        ),
        ("cwe:CWE-089", "cwe:89"),
        ("app!=x", "-app=x"),
        ("\"or\" \"-a\"", "\"or\" \"-a\""),
    ] {
        assert_eq!(Query::parse(text).unwrap().to_string(), expected, "{text}");
    }
}

fn text() -> impl Strategy<Value = Text> {
    let plain = "[a-zA-Z0-9_./*é]{1,8}".prop_map(|it| Text::new(it, false));
    let quoted = any::<String>().prop_map(|it| Text::new(format!("{it}x"), true));
    let special = "[ \"\\\\*:<>,()a-]{1,6}x".prop_map(|it| Text::new(it, true));
    prop_oneof![plain, quoted, special]
}

fn term() -> impl Strategy<Value = Term> {
    let one = |field, op, value| Term {
        field,
        op,
        values: vec![value],
    };
    let is = prop_oneof![Just(Op::Is), Just(Op::Equal)];
    let order = prop_oneof![
        Just(Op::Less),
        Just(Op::AtMost),
        Just(Op::More),
        Just(Op::AtLeast)
    ];
    let value = prop_oneof![4 => text().prop_map(Value::Text), 1 => Just(Value::None), 1 => Just(Value::Any)];
    let name = prop_oneof![Just("app"), Just("title"), Just("place"), Just("package")];
    prop_oneof![
        (name, is, prop::collection::vec(value, 1..4)).prop_map(|(field, op, values)| Term {
            field,
            op,
            values
        }),
        (order.clone(), 0.0..100.0).prop_map(move |(op, it)| one("score", op, Value::Number(it))),
        (order.clone(), 0..60_000_i64).prop_map(move |(op, it)| one(
            "age",
            op,
            Value::Age(it * 3600)
        )),
        (order, 0..20_000_i64).prop_map(move |(op, it)| one("age", op, Value::Day(it * DAY))),
        "[0-9a-f]{1,32}".prop_map(move |it| one("id", Op::Is, Value::Id(it))),
        Just(one("severity", Op::AtLeast, Value::Word("high"))),
        Just(one("status", Op::Is, Value::Word("open"))),
    ]
}

fn tree() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![text().prop_map(Node::Word), term().prop_map(Node::Term)];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let list = prop::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            list.clone().prop_map(Node::and),
            list.prop_map(Node::or),
            inner.prop_map(Node::negate),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_tree_reads_back_from_its_text(tree in tree()) {
        let text = tree.to_string();
        let read = Query::parse(&text).map_err(|err| TestCaseError::fail(format!("{text}: {err}")))?;
        prop_assert_eq!(read.tree, tree, "{}", text);
    }

    #[test]
    fn a_filter_that_asks_some_fields_only_lets_all_pass_that_passed(tree in tree()) {
        let columns = queue();
        let whole = Query { tree };
        let passed = Matcher::new(&whole, &columns, NOW).filter();
        for fields in [&["band", "severity", "status", "kev"][..], &["severity"], &[]] {
            let weaker = Matcher::new(&whole.only(fields), &columns, NOW).filter();
            prop_assert!(passed.iter().all(|it| weaker.contains(it)), "{whole} of {fields:?}");
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[a-z:<>=!\"\\\\(),* -]{0,24}|.{0,12}") {
        match Query::parse(&text) {
            Ok(query) => prop_assert_eq!(Query::parse(&query.to_string()), Ok(query)),
            Err(err) => prop_assert!(err.at.end <= text.len() && text.get(err.at).is_some()),
        }
        for cursor in 0..=text.len() + 1 {
            complete(&text, cursor, &Columns::default());
        }
    }
}

#[test]
fn offers_fit_what_is_written() {
    let columns = queue();
    for (text, expected) in [
        ("sev", "severity:; "),
        ("pac", "package:; "),
        ("sev:h", "high 1; "),
        ("x -(sev:high,crit", "critical 1; "),
        ("app:s", "shop 2; "),
        ("tool:", "bandit 2; grype 1; semgrep 1; trivy 1; zap 1; "),
        ("title:\"sql", "\"SQL injection in search\" 1; "),
        ("app:pay", "\"pay*\" 1; "),
        ("status:o", "open 2; "),
        ("owner:n", "payments 1; none; "),
        ("age<3", "30d; "),
        ("nofield:x", ""),
    ] {
        let got =
            complete(text, text.len(), &columns)
                .into_iter()
                .fold(String::new(), |out, it| {
                    let count = it
                        .count
                        .map(|count| format!(" {count}"))
                        .unwrap_or_default();
                    format!("{out}{}{count}; ", it.text)
                });
        assert_eq!(got, expected, "{text}");
    }
}

#[test]
fn an_offer_replaces_only_what_it_completes() {
    let columns = queue();
    let text = "é app:blog,s sev:high";
    let offer = &complete(text, "é app:blog,s".len(), &columns)[0];
    let mut out = text.to_owned();
    out.replace_range(offer.at.clone(), &offer.text);
    assert_eq!(out, "é app:blog,shop sev:high");
}
