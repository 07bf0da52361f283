//! Issues that were closed in a period, whatever closed them, by application and band.

use super::history::{History, within};
use super::life::Stand;
use crate::model::Band;
use crate::model::figures::Number;

/// How many issues stand so at the end of the period: all, and by the band that they have then.
pub(super) fn numbers(of: &History, so: impl Fn(Stand) -> bool) -> Vec<Number> {
    let closed = of.stands().filter(|(_, stand)| so(*stand));
    let closed: Vec<_> = closed.map(|(life, _)| life).collect();
    let mut out = Vec::new();
    for (part, app) in of.parts() {
        let mine: Vec<_> = closed.iter().filter(|it| within(part, it.app)).collect();
        let all = mine.iter().map(|it| it.fingerprint).collect();
        out.push(Number::count(app, "closed", "", all));
        for band in Band::ALL {
            let of_band = mine.iter().filter(|it| it.at(of.period.to).band == *band);
            let of_band = of_band.map(|it| it.fingerprint).collect();
            out.push(Number::count(app, "closed", band.name(), of_band));
        }
    }
    out
}
