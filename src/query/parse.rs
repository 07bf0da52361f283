//! Tokens to a tree. Nesting is bounded, so that no filter can exhaust the stack.

use super::QueryError;
use super::field::Field;
use super::fields::{self, FIELDS};
use super::lex::{Piece, RawTerm, Token, lex};
use super::tree::{Node, Op, Term, Text};
use super::value;
use std::ops::Range;

/// Deepest nesting of parentheses.
const DEEPEST: usize = 64;

/// Reads a filter.
pub(super) fn parse(text: &str) -> Result<Node, QueryError> {
    let tokens = lex(text)?;
    let mut parser = Parser {
        text,
        tokens: &tokens,
        depth: 0,
    };
    if tokens.is_empty() {
        return Ok(Node::All);
    }
    let node = parser.any()?;
    match parser.tokens.first() {
        None => Ok(node),
        Some((_, at)) => Err(QueryError::new(text, at.clone(), "this ')' closes nothing")
            .hint("remove it, or put it in quotes if it belongs to the text you look for")),
    }
}

struct Parser<'t> {
    text: &'t str,
    tokens: &'t [(Token, Range<usize>)],
    depth: usize,
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<&'t Token> {
        self.tokens.first().map(|(token, _)| token)
    }

    fn next(&mut self) -> Option<&'t (Token, Range<usize>)> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    fn any(&mut self) -> Result<Node, QueryError> {
        let mut nodes = vec![self.all()?];
        while self.peek() == Some(&Token::Or) {
            self.next();
            nodes.push(self.all()?);
        }
        Ok(Node::or(nodes))
    }

    fn all(&mut self) -> Result<Node, QueryError> {
        let mut nodes = vec![self.one()?];
        loop {
            match self.peek() {
                None | Some(Token::Or | Token::Close) => return Ok(Node::and(nodes)),
                Some(Token::And) => {
                    self.next();
                    nodes.push(self.one()?);
                }
                Some(Token::Open | Token::Not | Token::Word(_) | Token::Term(_)) => {
                    nodes.push(self.one()?);
                }
            }
        }
    }

    fn one(&mut self) -> Result<Node, QueryError> {
        let mut negated = false;
        while self.peek() == Some(&Token::Not) {
            self.next();
            negated = !negated;
        }
        let end = self.text.len();
        let node = match self.next() {
            Some((Token::Word(word), _)) => Node::Word(self.word(word)?),
            Some((Token::Term(term), _)) => self.term(term)?,
            Some((Token::Open, at)) => self.group(at)?,
            Some((Token::And | Token::Or | Token::Not | Token::Close, at)) => {
                return Err(self.expected(at.clone()));
            }
            None => return Err(self.expected(end..end)),
        };
        Ok(if negated { node.negate() } else { node })
    }

    fn expected(&self, at: Range<usize>) -> QueryError {
        QueryError::new(self.text, at, "a term is expected here")
            .hint("write a word or field:value; put and, or, not in quotes to look for them")
    }

    fn group(&mut self, open: &Range<usize>) -> Result<Node, QueryError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            let message = format!("parentheses are nested more than {DEEPEST} deep");
            return Err(QueryError::new(self.text, open.clone(), message)
                .hint("write the filter with fewer parentheses"));
        }
        if self.peek() == Some(&Token::Close) {
            self.next();
            self.depth -= 1;
            return Ok(Node::All);
        }
        let node = self.any()?;
        self.depth -= 1;
        match self.next() {
            Some((Token::Close, _)) => Ok(node),
            _ => Err(
                QueryError::new(self.text, open.clone(), "this '(' is not closed")
                    .hint("add a ) at the end"),
            ),
        }
    }

    fn word(&self, word: &Piece) -> Result<Text, QueryError> {
        if word.text.is_empty() {
            let at = word.at.clone();
            return Err(
                QueryError::new(self.text, at, "there is nothing to look for")
                    .hint("write a word between the quotes"),
            );
        }
        Ok(Text::new(&word.text, word.quoted))
    }

    fn term(&self, raw: &RawTerm) -> Result<Node, QueryError> {
        let Some(field) = fields::by_name(&raw.name.text) else {
            let message = format!("no field is called '{}'", raw.name.text);
            let names = FIELDS.iter().flat_map(Field::names);
            let hint = match value::nearest(&raw.name.text, names) {
                Some(name) => format!("did you mean '{name}'?"),
                None => "put it in quotes to look for it as text".to_owned(),
            };
            return Err(QueryError::new(self.text, raw.name.at.clone(), message).hint(hint));
        };
        let op = if raw.op == Op::Equal && !field.compares.tells_whole_from_part() {
            Op::Is
        } else {
            raw.op
        };
        if raw.values.len() > 1 && !matches!(op, Op::Is | Op::Equal) {
            let message = format!("'{}' takes one value, not a list", op.sign());
            return Err(QueryError::new(self.text, raw.op_at.clone(), message)
                .hint(format!("write {}:a,b for one of several", field.name)));
        }
        let mut values = Vec::new();
        for piece in &raw.values {
            values.push(value::read(field, op, piece).map_err(|wrong| {
                let at = if wrong.about_op {
                    raw.op_at.clone()
                } else {
                    piece.at.clone()
                };
                QueryError::new(self.text, at, wrong.message).hint(wrong.hint)
            })?);
        }
        let term = Node::Term(Term {
            field: field.name,
            op,
            values,
        });
        Ok(if raw.negated { term.negate() } else { term })
    }
}
