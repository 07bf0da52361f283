//! The time until something happens, where it has not happened to all: Kaplan and Meier's
//! product-limit estimate ("Nonparametric estimation from incomplete observations", JASA 53, 1958,
//! section 2).
//!
//! A mean or median of those it happened to is too low: the slow ones are the ones still open.

/// One case: how long it was watched, in seconds, and whether it happened at the end of that.
pub type Case = (i64, bool);

/// After how many seconds it has happened to a share of the cases; `None` when it has not happened to
/// as many. At equal times what happens counts before what is no longer watched, as in the source.
pub fn quantile(cases: &[Case], share: f64) -> Option<i64> {
    let mut cases = cases.to_vec();
    cases.sort_unstable();
    let (mut left, mut still) = (cases.len(), 1.0);
    for same in cases.chunk_by(|a, b| a.0 == b.0) {
        let happened = same.iter().filter(|it| it.1).count();
        still *= 1.0 - ratio(happened, left);
        // What a product of fractions misses of an exact share must not decide.
        if happened > 0 && still <= 1.0 - share + 1e-9 {
            return same.first().map(|it| it.0);
        }
        left -= same.len();
    }
    None
}

fn ratio(part: usize, whole: usize) -> f64 {
    crate::model::figures::as_f64(part) / crate::model::figures::as_f64(whole.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_open_ones_count() {
        // S(1) = 3/4, S(3) = 3/4 * 1/2 = 3/8, S(4) = 0.
        let cases = [(1, true), (2, false), (3, true), (4, true)];
        assert_eq!(quantile(&cases, 0.5), Some(3));
        assert_eq!(quantile(&cases, 0.25), Some(1));
        assert_eq!(quantile(&cases, 0.9), Some(4));
        assert_eq!(quantile(&[(1, true), (9, false), (9, false)], 0.5), None);
        assert_eq!(quantile(&[], 0.5), None);
    }

    #[test]
    fn an_exact_half_is_reached() {
        assert_eq!(
            quantile(&[(1, true), (2, true), (3, false), (4, false)], 0.5),
            Some(2)
        );
    }
}
