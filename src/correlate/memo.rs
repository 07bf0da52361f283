//! Answers that are asked for again and again: a million findings have a few hundred rules.
//!
//! What is remembered depends on the question alone, so nobody can tell a remembered answer from a
//! fresh one.

use std::cell::RefCell;
use std::collections::BTreeMap;

/// Beyond this many answers all are forgotten, to bound the memory.
const MOST: usize = 10_000;

/// Answers by question.
#[derive(Debug, Default)]
pub(super) struct Memo<V> {
    /// Holds the question while it is asked, so that one with a known answer costs no memory.
    question: String,
    known: BTreeMap<String, V>,
}

impl<V: Clone> Memo<V> {
    /// Remembers nothing.
    pub(super) const fn new() -> Self {
        Self {
            question: String::new(),
            known: BTreeMap::new(),
        }
    }

    /// The answer to the question that `parts` are, found out by `find` when it was never asked.
    pub(super) fn get<'a>(
        memo: &RefCell<Self>,
        parts: impl IntoIterator<Item = &'a str>,
        find: impl FnOnce() -> V,
    ) -> V {
        let mut question = std::mem::take(&mut memo.borrow_mut().question);
        question.clear();
        for part in parts {
            question.push_str(part);
            // In no name of a tool or a rule, so that no two questions are one.
            question.push('\0');
        }
        let known = memo.borrow().known.get(&question).cloned();
        let answer = known.unwrap_or_else(|| {
            let answer = find();
            let mut memo = memo.borrow_mut();
            if memo.known.len() >= MOST {
                memo.known.clear();
            }
            memo.known.insert(question.clone(), answer.clone());
            answer
        });
        memo.borrow_mut().question = question;
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_answered_once_and_its_parts_are_kept_apart() {
        let memo = RefCell::new(Memo::new());
        assert_eq!(Memo::get(&memo, ["a", "bc"], || 1), 1);
        assert_eq!(Memo::get(&memo, ["a", "bc"], || 2), 1);
        assert_eq!(Memo::get(&memo, ["ab", "c"], || 3), 3);
    }
}
