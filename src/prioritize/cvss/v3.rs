//! What the crate does not do, or does not do right, for CVSS v3: temporal scores of both versions,
//! and environmental scores of 3.0.
//!
//! Scores are carried as whole tenths, and the temporal factors as whole hundredths, so that rounding
//! up never sees the dust of floating point. The environmental equation of 3.0 has a fifteenth power
//! and stays a float; dust below 1e-9 is swept before it is rounded.

use super::Metrics;
use cvss::v3::Vector;

/// The vector, if it has all eight base metrics.
pub(super) fn complete(it: &Vector) -> Option<&Vector> {
    let base = it.av.is_some() && it.ac.is_some() && it.pr.is_some() && it.ui.is_some();
    let impact = it.s.is_some() && it.c.is_some() && it.i.is_some() && it.a.is_some();
    (base && impact).then_some(it)
}

/// The score of all metric groups that the vector has.
pub(super) fn score(it: &Vector, metrics: &Metrics) -> f64 {
    let has = |names: &[&str]| {
        let mut values = names.iter().filter_map(|name| metrics.get(*name));
        values.any(|it| it != "X")
    };
    let environmental = has(&[
        "CR", "IR", "AR", "MAV", "MAC", "MPR", "MUI", "MS", "MC", "MI", "MA",
    ]);
    let base = tenths(it.base_score().value());
    let score = match (environmental, it.minor_version) {
        (false, _) => temporal(base, metrics, it.minor_version),
        (true, 0) => temporal(environmental_30(metrics), metrics, 0),
        (true, _) => return it.environmental_score().value(),
    };
    f64::from(score) / 10.0
}

/// A score with one decimal as whole tenths.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "scores lie between 0 and 10"
)]
fn tenths(score: f64) -> u32 {
    (score * 10.0).round() as u32
}

/// Roundup(score × E × RL × RC), by the version's own rule of rounding.
fn temporal(score: u32, metrics: &Metrics, minor: usize) -> u32 {
    let value = |name| metrics.get(name).map_or("X", String::as_str);
    let e = match value("E") {
        "U" => 91,
        "P" => 94,
        "F" => 97,
        _ => 100,
    };
    let rl = match value("RL") {
        "O" => 95,
        "T" => 96,
        "W" => 97,
        _ => 100,
    };
    let rc = match value("RC") {
        "U" => 92,
        "R" => 96,
        _ => 100,
    };
    let product = score * e * rl * rc; // tenths of a millionth
    if minor == 0 {
        return product.div_ceil(1_000_000);
    }
    // v3.1, appendix A: to five decimals first, then up to one.
    ((product + 50) / 100).div_ceil(10_000)
}

/// The environmental equation of v3.0 before its temporal part, in tenths.
fn environmental_30(metrics: &Metrics) -> u32 {
    let value = |modified: &str, base: &str| {
        let own = metrics.get(modified).filter(|it| *it != "X");
        own.or_else(|| metrics.get(base)).map_or("", String::as_str)
    };
    let changed = value("MS", "S") == "C";
    let pick = |word: &str, table: &[(&str, f64)]| {
        let found = table.iter().find(|(it, _)| *it == word);
        found.map_or(0.0, |(_, weight)| *weight)
    };
    let impact = |modified, base, required| {
        let weight = pick(value(modified, base), &[("H", 0.56), ("L", 0.22)]);
        let required = match value(required, "") {
            "H" => 1.5,
            "L" => 0.5,
            _ => 1.0,
        };
        1.0 - weight * required
    };
    let kept = impact("MC", "C", "CR") * impact("MI", "I", "IR") * impact("MA", "A", "AR");
    let miss: f64 = (1.0 - kept).min(0.915);
    let impact = if changed {
        7.52 * (miss - 0.029) - 3.25 * (miss - 0.02).powi(15)
    } else {
        6.42 * miss
    };
    if impact <= 0.0 {
        return 0;
    }
    let (low, high) = if changed { (0.68, 0.5) } else { (0.62, 0.27) };
    let exploitability =
        8.22 * pick(
            value("MAV", "AV"),
            &[("N", 0.85), ("A", 0.62), ("L", 0.55), ("P", 0.2)],
        ) * pick(value("MAC", "AC"), &[("L", 0.77), ("H", 0.44)])
            * pick(value("MPR", "PR"), &[("N", 0.85), ("L", low), ("H", high)])
            * pick(value("MUI", "UI"), &[("N", 0.85), ("R", 0.62)]);
    let factor = if changed { 1.08 } else { 1.0 };
    let sum = (factor * (impact + exploitability)).min(10.0);
    tenths((sum * 10.0 - 1e-9).ceil() / 10.0)
}
