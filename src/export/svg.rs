//! Small charts as inline SVG: courses as lines, shares as bars. Each says its numbers in words too.

use super::html::escape;
use super::time;
use crate::model::figures::shown;
use std::fmt::Write as _;

const WIDE: f64 = 640.0;
const HIGH: f64 = 150.0;
const LEFT: f64 = 36.0;
const FOOT: f64 = 20.0;

/// Colours that are told apart in print and by the colour-blind (Okabe and Ito, 2008); lines also
/// differ in their dashes.
const LINES: [(&str, &str); 6] = [
    ("#0072b2", ""),
    ("#d55e00", "6 3"),
    ("#009e73", "2 3"),
    ("#cc79a7", "8 3 2 3"),
    ("#8a6d00", "12 4"),
    ("#444444", "1 2"),
];

/// The course of several numbers: name, and moments in UTC seconds with values. At most six are drawn.
pub fn courses(title: &str, all: &[(&str, &[(i64, f64)])]) -> String {
    let points = || all.iter().flat_map(|it| it.1.iter());
    let most = points().map(|it| it.1).fold(1.0, f64::max);
    let (Some(first), Some(last)) = (points().map(|it| it.0).min(), points().map(|it| it.0).max())
    else {
        return String::new();
    };
    let across = |at: i64| LEFT + (WIDE - LEFT - 8.0) * part(at - first, last - first);
    let up = |value: f64| HIGH - FOOT - (HIGH - FOOT - 12.0) * value / most;
    let mut out = frame(title, HIGH);
    for value in [0.0, most] {
        let y = up(value);
        write!(
            out,
            "<line x1=\"{LEFT}\" x2=\"{WIDE}\" y1=\"{y:.1}\" y2=\"{y:.1}\" stroke=\"#d0d7de\"/>\
             <text x=\"{:.0}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            LEFT - 5.0,
            y + 4.0,
            shown(value)
        )
        .ok();
    }
    for ((_, course), (colour, dash)) in all.iter().zip(LINES) {
        let path: Vec<String> = course
            .iter()
            .map(|(at, value)| format!("{:.1},{:.1}", across(*at), up(*value)))
            .collect();
        write!(
            out,
            "<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" \
             stroke-dasharray=\"{dash}\" points=\"{}\"/>",
            path.join(" ")
        )
        .ok();
    }
    for (at, anchor) in [(first, "start"), (last, "end")] {
        let day = time::rfc3339(at);
        let day = day.split('T').next().unwrap_or_default();
        let x = across(at);
        write!(
            out,
            "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{day}</text>",
            HIGH - 4.0
        )
        .ok();
    }
    out.push_str("</svg>\n");
    if all.len() > 1 {
        out.push_str(&legend(all));
    }
    out
}

fn legend(all: &[(&str, &[(i64, f64)])]) -> String {
    let mut out = String::from("<p class=\"note\">");
    for ((name, course), (colour, dash)) in all.iter().zip(LINES) {
        let last = course.last().map_or(0.0, |it| it.1);
        write!(
            out,
            "<svg width=\"26\" height=\"8\" style=\"display:inline\" aria-hidden=\"true\">\
             <line x1=\"0\" x2=\"24\" y1=\"4\" y2=\"4\" stroke=\"{colour}\" stroke-width=\"2\" \
             stroke-dasharray=\"{dash}\"/></svg> {} {} &nbsp; ",
            escape(name),
            shown(last)
        )
        .ok();
    }
    if all.len() > LINES.len() {
        write!(out, "and {} more in the table", all.len() - LINES.len()).ok();
    }
    out.push_str("</p>\n");
    out
}

/// Bars of values: name, value. All against the greatest.
pub fn bars(title: &str, all: &[(String, f64)]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let most = all.iter().map(|it| it.1).fold(1.0, f64::max);
    let rows = crate::model::figures::as_f64(all.len());
    let mut out = frame(title, rows * 20.0 + 4.0);
    for ((name, value), row) in all.iter().zip(0_u32..) {
        let y = f64::from(row) * 20.0 + 4.0;
        let wide = (WIDE - 330.0) * value / most;
        let short: String = name.chars().take(42).collect();
        write!(
            out,
            "<text x=\"262\" y=\"{:.0}\" text-anchor=\"end\">{}</text>\
             <rect x=\"270\" y=\"{:.0}\" width=\"{wide:.1}\" height=\"13\" fill=\"#0072b2\"/>\
             <text x=\"{:.1}\" y=\"{:.0}\">{}</text>",
            y + 11.0,
            escape(&short),
            y,
            275.0 + wide,
            y + 11.0,
            shown(*value)
        )
        .ok();
    }
    out.push_str("</svg>\n");
    out
}

fn frame(title: &str, high: f64) -> String {
    let title = escape(title);
    format!(
        "<svg viewBox=\"0 0 {WIDE} {high}\" width=\"{WIDE}\" role=\"img\" aria-label=\"{title}\">"
    )
}

#[expect(
    clippy::cast_precision_loss,
    reason = "seconds of a few centuries are exact in an f64"
)]
fn part(of: i64, whole: i64) -> f64 {
    if whole == 0 {
        1.0
    } else {
        of as f64 / whole as f64
    }
}
