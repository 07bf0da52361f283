//! Elements and texts of records that were read, to be used for the next ones: a report has millions
//! of them, of the same few shapes, and asking for memory costs more than reading them.

use super::xml_node::{Content, Node};

/// So many of each are kept at most, and none with more memory than [`LARGEST`].
const MOST: usize = 4096;

/// Bytes of a text, and elements of an element, that are kept at most.
const LARGEST: usize = 4096;

/// Empty elements and texts that still have their memory.
#[derive(Default)]
pub(super) struct Pool {
    nodes: Vec<Node>,
    texts: Vec<String>,
}

impl Pool {
    /// An element without name, attributes and content.
    pub(super) fn node(&mut self) -> Node {
        self.nodes.pop().unwrap_or_default()
    }

    /// An empty text.
    pub(super) fn text(&mut self) -> String {
        self.texts.pop().unwrap_or_default()
    }

    /// Takes a record apart.
    pub(super) fn take_back(&mut self, mut node: Node) {
        // Elements lie at most as deep as the walk allows.
        for it in node.content.drain(..) {
            match it {
                Content::Text(text) => self.keep_text(text),
                Content::Element(inner) => self.take_back(inner),
            }
        }
        if self.nodes.len() < MOST && node.content.capacity() <= LARGEST {
            node.name.clear();
            node.attributes.clear();
            self.nodes.push(node);
        }
    }

    fn keep_text(&mut self, mut text: String) {
        if self.texts.len() < MOST && text.capacity() <= LARGEST {
            text.clear();
            self.texts.push(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_back_is_empty_and_what_is_large_is_let_go() {
        let mut pool = Pool::default();
        let mut node = pool.node();
        node.name.push('a');
        node.attributes.push(("b".to_owned(), "c".to_owned()));
        node.open_text(&mut pool).push_str("small");
        let mut inner = pool.node();
        inner
            .open_text(&mut pool)
            .push_str(&"x".repeat(LARGEST + 1));
        node.push_element(inner);
        pool.take_back(node);
        assert_eq!((pool.nodes.len(), pool.texts.len()), (2, 1));
        assert_eq!(pool.text(), "");
        for _ in 0..2 {
            let it = pool.node();
            assert_eq!((it.name.as_str(), it.attributes().count()), ("", 0));
            assert_eq!((it.elements().count(), it.text().as_str()), (0, ""));
        }
    }
}
