//! What a standing rule covers, in words and as a filter, and when two rules contradict each other.

use crate::error::Problem;
use crate::model::version::compare;
use crate::model::{Effect, Scope, Suppression};
use crate::query::Query;
use std::cmp::Ordering;

/// The filter that keeps what a scope covers, versions apart; see [`versions_fit`].
///
/// # Errors
///
/// A usage problem when no part is given, or when a part cannot be asked for.
pub fn filter(scope: &Scope) -> Result<Query, Problem> {
    let mut terms = Vec::new();
    let whole = |field: &str, value: &Option<String>| {
        let value = value.as_deref()?;
        Some(format!("{field}={}", quoted(value)))
    };
    terms.extend(scope.issue.map(|it| format!("id:{it}")));
    terms.extend(whole("app", &scope.app));
    terms.extend(whole("rule", &scope.rule));
    terms.extend(scope.path.as_deref().map(path));
    terms.extend(whole("package", &scope.component));
    terms.extend(whole("cve", &scope.vulnerability));
    if let Some(filter) = scope.filter.as_deref().filter(|it| !it.trim().is_empty()) {
        terms.push(format!("({filter})"));
    }
    if terms.is_empty() {
        return Err(
            Problem::usage("a rule without a scope would hide everything").hint(
                "name at least one of rule, path, application, component, vulnerability, filter",
            ),
        );
    }
    if scope.versions.is_some() && scope.component.is_none() {
        return Err(Problem::usage("versions of which component?").hint("give --component too"));
    }
    if let Some(range) = &scope.versions {
        bounds(range).ok_or_else(|| {
            Problem::usage(format!("'{range}' is no range of versions"))
                .hint("write comparisons joined by commas, for example '>=1.2,<2'")
        })?;
    }
    Ok(Query::parse(&terms.join(" "))?)
}

fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{text}\"")
}

/// A folder and all below it, or a pattern.
fn path(path: &str) -> String {
    let path = path.trim_end_matches('/');
    if path.contains('*') {
        let plain = |c: char| c.is_alphanumeric() || "*/._-@+".contains(c);
        let safe: String = path
            .chars()
            .map(|c| if plain(c) { c } else { '*' })
            .collect();
        return format!("place:{safe}");
    }
    let plain = path
        .chars()
        .all(|c| c.is_alphanumeric() || "/._-@+".contains(c));
    if plain {
        format!("(place:{path}/** or place:{path}:* or place={path})")
    } else {
        format!("place:{}", quoted(path))
    }
}

/// True when a version lies in a range such as `>=1.2,<2`. An unreadable range holds nothing.
pub fn versions_fit(range: &str, version: &str) -> bool {
    let holds = |(op, bound): &(&str, &str)| {
        let order = compare(version, bound);
        match *op {
            ">=" => order != Ordering::Less,
            "<=" => order != Ordering::Greater,
            ">" => order == Ordering::Greater,
            "<" => order == Ordering::Less,
            _ => order == Ordering::Equal,
        }
    };
    !version.is_empty() && bounds(range).is_some_and(|it| it.iter().all(holds))
}

fn bounds(range: &str) -> Option<Vec<(&str, &str)>> {
    let mut out = Vec::new();
    for part in range.split(',') {
        let part = part.trim();
        let op = [">=", "<=", ">", "<", "="]
            .into_iter()
            .find(|it| part.starts_with(it));
        let bound = part.get(op.map_or(0, str::len)..)?.trim();
        if bound.is_empty() || !bound.chars().next()?.is_alphanumeric() {
            return None;
        }
        out.push((op.unwrap_or("="), bound));
    }
    Some(out)
}

/// A scope in words: `rule sqli in src/test of shop`.
pub fn describe(scope: &Scope) -> String {
    let mut out = Vec::new();
    let mut say = |what: &str, value: &Option<String>| {
        out.extend(value.as_ref().map(|it| format!("{what} {it}")));
    };
    say(
        "issue",
        &scope.issue.map(|it| crate::model::short_id(it, 8)),
    );
    say("rule", &scope.rule);
    say("vulnerability", &scope.vulnerability);
    say("component", &scope.component);
    say("versions", &scope.versions);
    say("below", &scope.path);
    say("of", &scope.app);
    say("that fit", &scope.filter);
    out.join(" ")
}

/// Where two scopes may meet, in words; `None` when nothing can ever be in both, because they ask
/// for different values of the same thing.
pub fn overlap(one: &Scope, other: &Scope) -> Option<String> {
    let differ = |a: &Option<String>, b: &Option<String>| match (a, b) {
        (Some(a), Some(b)) => !a.eq_ignore_ascii_case(b),
        _ => false,
    };
    let apart = matches!((one.issue, other.issue), (Some(a), Some(b)) if a != b)
        || differ(&one.app, &other.app)
        || differ(&one.rule, &other.rule)
        || differ(&one.component, &other.component)
        || matches!((&one.path, &other.path), (Some(a), Some(b)) if paths_apart(a, b));
    if apart {
        return None;
    }
    let or = |a: &Option<String>, b: &Option<String>| a.clone().or_else(|| b.clone());
    let both = Scope {
        issue: one.issue.or(other.issue),
        app: or(&one.app, &other.app),
        rule: or(&one.rule, &other.rule),
        path: or(&one.path, &other.path),
        component: or(&one.component, &other.component),
        versions: or(&one.versions, &other.versions),
        vulnerability: or(&one.vulnerability, &other.vulnerability),
        filter: or(&one.filter, &other.filter),
    };
    Some(describe(&both))
}

/// Two folders of which neither holds the other. With stars nothing is sure.
fn paths_apart(one: &str, other: &str) -> bool {
    if one.contains('*') || other.contains('*') {
        return false;
    }
    let parts = |it: &str| -> Vec<String> {
        let it = it.to_lowercase();
        it.split('/')
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (one, other) = (parts(one), parts(other));
    // A path that names no root may stand anywhere below another.
    one.first() == other.first() && one.iter().zip(&other).any(|(a, b)| a != b)
}

/// Whether a rule may stand beside others.
///
/// # Errors
///
/// A usage problem without a reason, an end or a scope, with an end that has passed, or with the
/// rule of the opposite effect that it meets, and where.
pub fn check(rule: &Suppression, others: &[Suppression]) -> Result<(), Problem> {
    filter(&rule.scope)?;
    if rule.reason.trim().is_empty() {
        return Err(Problem::usage("a rule needs a reason").hint("say why with --reason"));
    }
    if rule.until.date.is_some_and(|it| it <= rule.at) {
        return Err(Problem::usage("the end of the rule has passed")
            .hint("give a date to come with --until"));
    }
    if rule.effect == Effect::Hide && !rule.observed && rule.until.never() {
        return Err(Problem::usage("a rule that hides needs an end")
            .hint("give --until DATE, --until-fix or --until-release next"));
    }
    for other in others {
        let opposite = other.effect != rule.effect && !other.observed && !rule.observed;
        let Some(both) = overlap(&rule.scope, &other.scope).filter(|_| opposite) else {
            continue;
        };
        return Err(Problem::usage(format!(
            "{} says the opposite ({}) where both reach: {both}",
            other.id, other.effect
        ))
        .hint(format!("narrow one of the two, or remove {}", other.id)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(rule: &str, path: &str, app: &str) -> Scope {
        let some = |it: &str| (!it.is_empty()).then(|| it.to_owned());
        Scope {
            rule: some(rule),
            path: some(path),
            app: some(app),
            ..Scope::default()
        }
    }

    #[test]
    fn scopes_that_ask_for_different_things_never_meet() {
        let check = |a: &Scope, b: &Scope, meet: bool| {
            assert_eq!(overlap(a, b).is_some(), meet, "{a:?} {b:?}");
            assert_eq!(overlap(b, a).is_some(), meet, "{b:?} {a:?}");
        };
        check(&scope("x", "", ""), &scope("y", "", ""), false);
        check(&scope("x", "", ""), &scope("X", "", ""), true);
        check(
            &scope("x", "src/test", ""),
            &scope("x", "src/main", ""),
            false,
        );
        check(
            &scope("x", "src", ""),
            &scope("x", "src/main", "shop"),
            true,
        );
        check(&scope("x", "src/*", ""), &scope("x", "src/main", ""), true);
        check(&scope("x", "", "shop"), &scope("", "src", "bank"), false);
        check(&scope("x", "", ""), &scope("", "src", ""), true);
    }

    #[test]
    fn the_overlap_of_opposite_rules_is_shown() {
        let rule = |effect, scope| Suppression {
            id: "S-1".to_owned(),
            effect,
            scope,
            reason: "tests".to_owned(),
            until: crate::model::Until {
                fix: true,
                ..Default::default()
            },
            ..Suppression::default()
        };
        let keep = rule(Effect::Keep, scope("sqli", "", ""));
        let hide = rule(Effect::Hide, scope("", "src/test", "shop"));
        let refused = check(&hide, std::slice::from_ref(&keep)).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "S-1 says the opposite (keep) where both reach: rule sqli below src/test of shop"
        );
        let other = rule(Effect::Hide, scope("xss", "src/test", "shop"));
        assert!(check(&other, &[keep]).is_ok());
    }

    #[test]
    fn a_rule_that_would_hide_everything_or_for_ever_is_refused() {
        let nothing = Suppression {
            reason: "x".to_owned(),
            ..Suppression::default()
        };
        assert!(
            check(&nothing, &[])
                .unwrap_err()
                .to_string()
                .contains("everything")
        );
        let endless = Suppression {
            scope: scope("x", "", ""),
            ..nothing
        };
        assert!(
            check(&endless, &[])
                .unwrap_err()
                .to_string()
                .contains("needs an end")
        );
    }

    #[test]
    fn versions_are_compared_as_versions() {
        assert!(versions_fit(">=1.2,<2", "1.10.0") && !versions_fit(">=1.2,<2", "2.0"));
        assert!(versions_fit("1.2", "1.2.0") && !versions_fit("nonsense>", "1"));
        assert!(!versions_fit(">=0", ""));
    }
}
