//! What changed since something was decided. A decision stores what it saw; when that is no longer
//! so, the issue wakes with the reason on top.

use crate::model::exception::NEXT;
use crate::model::{Seen, Ternary, Until};
use crate::policy::rules::Rules;

/// Why an issue wakes, the gravest reason first; empty while what was seen still holds.
///
/// Evidence that goes away wakes nothing: a code listed no longer, a tool that fell silent, a lower
/// forecast. Code is compared only where both sides know it.
pub fn reasons(then: &Seen, now: &Seen, rules: &Rules) -> Vec<String> {
    let mut out = Vec::new();
    if now.kev && !then.kev {
        out.push("listed in KEV since".to_owned());
    }
    let (was, is) = (then.epss.unwrap_or(0), now.epss.unwrap_or(0));
    if f64::from(is.saturating_sub(was)) / 10_000.0 >= rules.wake.epss_jump {
        out.push(format!(
            "EPSS rose from {} to {}",
            percent(was),
            percent(is)
        ));
    }
    if now.internet == Ternary::Yes && then.internet != Ternary::Yes {
        out.push("the application faces the internet since".to_owned());
    }
    if now.production == Ternary::Yes && then.production != Ternary::Yes {
        out.push("the application is in production since".to_owned());
    }
    let tools: Vec<&str> = now
        .tools
        .difference(&then.tools)
        .map(String::as_str)
        .collect();
    // Another tool flags other code of the same place: that is told once.
    let other = now.code.iter().any(|it| !then.code.contains(it));
    if tools.is_empty() && !then.code.is_empty() && other {
        out.push("the flagged code changed".to_owned());
    }
    if !tools.is_empty() {
        out.push(format!("{} reports it too", tools.join(", ")));
    }
    if then.fixed.is_empty() && !now.fixed.is_empty() {
        let versions: Vec<&str> = now.fixed.iter().map(String::as_str).collect();
        out.push(format!("a fix exists: {}", versions.join(", ")));
    }
    out
}

/// Why something ends by its own terms, apart from its date: a fix it waited for, a release.
pub fn ended(until: &Until, then: &Seen, now: &Seen) -> Option<String> {
    if until.fix && !now.fixed.is_empty() {
        return Some("the fix it waited for exists".to_owned());
    }
    let name = until.release.as_deref()?;
    let mut came = now.releases.difference(&then.releases);
    let came = came.find(|it| name == NEXT || *it == name)?;
    Some(format!("release {came} was scanned"))
}

/// Ten-thousandths as a percentage.
fn percent(it: u16) -> String {
    format!("{:.1}%", f64::from(it) / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn check(change: impl Fn(&mut Seen), expected: &[&str]) {
        let then = Seen {
            epss: Some(100),
            code: BTreeSet::from([7]),
            tools: BTreeSet::from(["semgrep".to_owned()]),
            ..Seen::default()
        };
        let mut now = then.clone();
        change(&mut now);
        let rules = Rules::builtin().unwrap();
        assert_eq!(reasons(&then, &now, &rules), expected);
    }

    #[test]
    fn each_thing_that_got_worse_wakes_and_says_so() {
        check(|_| {}, &[]);
        check(|it| it.kev = true, &["listed in KEV since"]);
        check(|it| it.epss = Some(900), &[]);
        check(|it| it.epss = Some(2100), &["EPSS rose from 1.0% to 21.0%"]);
        check(|it| it.epss = None, &[]);
        check(
            |it| it.internet = Ternary::Yes,
            &["the application faces the internet since"],
        );
        check(
            |it| it.code = BTreeSet::from([8]),
            &["the flagged code changed"],
        );
        check(|it| it.code.clear(), &[]);
        check(
            |it| {
                it.tools.insert("codeql".to_owned());
            },
            &["codeql reports it too"],
        );
        check(
            |it| {
                it.fixed.insert("2.1".to_owned());
            },
            &["a fix exists: 2.1"],
        );
    }
}
