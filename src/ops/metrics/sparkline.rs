//! A course in one line of text.

/// Eight heights of a block.
const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// A course in at most `wide` characters, against its greatest value; each character is the last value
/// of its share of the course. Zero is the lowest block.
pub fn sparkline(course: &[f64], wide: usize) -> String {
    let most = course.iter().copied().fold(0.0, f64::max);
    let cells = course.len().min(wide);
    let cell = |nth: usize| {
        let last = (nth + 1) * course.len() / cells.max(1);
        let value = course.get(last.saturating_sub(1)).copied().unwrap_or(0.0);
        let step = if most > 0.0 { value / most * 7.0 } else { 0.0 };
        let block = BLOCKS
            .iter()
            .zip(0_u8..)
            .find(|it| f64::from(it.1) >= step.floor());
        block.map_or('▁', |it| *it.0)
    };
    (0..cells).map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_course_keeps_its_shape_and_its_last_value() {
        assert_eq!(sparkline(&[0.0, 7.0, 3.0], 30), "▁█▄");
        assert_eq!(sparkline(&[0.0, 0.0], 30), "▁▁");
        assert_eq!(sparkline(&[1.0, 2.0, 3.0, 4.0], 2), "▄█");
        assert_eq!(sparkline(&[], 30), "");
    }
}
