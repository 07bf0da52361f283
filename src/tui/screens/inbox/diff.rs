//! Which tokens of two texts differ.

/// A piece of a text, and whether the other text has it too.
pub type Token = (String, bool);

/// More tokens than this are not compared one by one.
const MANY: usize = 400;

/// The tokens of two texts; true for those that stand in both, in the same order.
pub fn tokens(a: &str, b: &str) -> (Vec<Token>, Vec<Token>) {
    let (a, b) = (split(a), split(b));
    if a.len() > MANY || b.len() > MANY {
        let same = a == b;
        let all = |tokens: Vec<&str>| tokens.into_iter().map(|it| (it.to_owned(), same)).collect();
        return (all(a), all(b));
    }
    // longest[i][j]: length of the longest common sequence of what is left from i and from j.
    let mut longest = vec![vec![0_u32; b.len() + 1]; a.len() + 1];
    let get = |table: &[Vec<u32>], i: usize, j: usize| {
        table
            .get(i)
            .and_then(|row| row.get(j))
            .copied()
            .unwrap_or(0)
    };
    for (i, one) in a.iter().enumerate().rev() {
        for (j, other) in b.iter().enumerate().rev() {
            let best = if one == other {
                get(&longest, i + 1, j + 1) + 1
            } else {
                get(&longest, i + 1, j).max(get(&longest, i, j + 1))
            };
            if let Some(slot) = longest.get_mut(i).and_then(|row| row.get_mut(j)) {
                *slot = best;
            }
        }
    }
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let (mut i, mut j) = (0, 0);
    while let (Some(one), Some(other)) = (a.get(i), b.get(j)) {
        let token = |it: &&str, same| ((*it).to_owned(), same);
        if one == other {
            left.push(token(one, true));
            right.push(token(other, true));
            (i, j) = (i + 1, j + 1);
        } else if get(&longest, i + 1, j) >= get(&longest, i, j + 1) {
            left.push(token(one, false));
            i += 1;
        } else {
            right.push(token(other, false));
            j += 1;
        }
    }
    left.extend(a.iter().skip(i).map(|it| ((*it).to_owned(), false)));
    right.extend(b.iter().skip(j).map(|it| ((*it).to_owned(), false)));
    (left, right)
}

/// Runs of letters and digits, runs of blanks, and every other character by itself.
fn split(text: &str) -> Vec<&str> {
    let class = |c: char| match c {
        c if c.is_alphanumeric() || c == '_' => 0,
        c if c.is_whitespace() && c != '\n' => 1,
        _ => 2,
    };
    let mut out = Vec::new();
    let mut start = 0;
    let mut last = None;
    for (at, c) in text.char_indices() {
        let this = class(c);
        if last.is_some_and(|it| it != this || this == 2) {
            out.extend(text.get(start..at));
            start = at;
        }
        last = Some(this);
    }
    out.extend(text.get(start..).filter(|it| !it.is_empty()));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(tokens: Vec<Token>) -> String {
        let show = |(text, same): Token| if same { text } else { format!("[{text}]") };
        tokens.into_iter().map(show).collect()
    }

    #[test]
    fn only_what_differs_is_marked_and_nothing_is_lost() {
        let (a, b) = tokens("src/orders.py:88 id", "src/orders.py:91 name");
        assert_eq!(marked(a), "src/orders.py:[88] [id]");
        assert_eq!(marked(b), "src/orders.py:[91] [name]");
        let (a, b) = tokens("", "x y");
        assert_eq!(
            (marked(a), marked(b)),
            (String::new(), "[x][ ][y]".to_owned())
        );
    }
}
