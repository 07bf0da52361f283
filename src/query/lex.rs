//! Text to tokens, each with its place. A term is one token, because blanks may not stand in it.

use super::QueryError;
use super::tree::Op;
use std::ops::Range;

/// A word or value as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Without quotes and escapes.
    pub(super) text: String,
    /// Whether it stood in quotes.
    pub(super) quoted: bool,
    /// Where, quotes included.
    pub(super) at: Range<usize>,
}

/// A field with its comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RawTerm {
    /// The field, as written.
    pub(super) name: Piece,
    /// The comparison.
    pub(super) op: Op,
    /// Where the comparison stands.
    pub(super) op_at: Range<usize>,
    /// Written with `!=`.
    pub(super) negated: bool,
    /// The values, one or more.
    pub(super) values: Vec<Piece>,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Open,
    Close,
    Not,
    And,
    Or,
    Word(Piece),
    Term(RawTerm),
}

/// All tokens of a filter.
pub(super) fn lex(text: &str) -> Result<Vec<(Token, Range<usize>)>, QueryError> {
    let mut lexer = Lexer { text, pos: 0 };
    let mut out = Vec::new();
    loop {
        lexer.skip(char::is_whitespace);
        let start = lexer.pos;
        let Some(token) = lexer.token()? else {
            return Ok(out);
        };
        out.push((token, start..lexer.pos));
    }
}

/// True for a character that ends a plain word.
fn ends_word(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')' | '"')
}

struct Lexer<'t> {
    text: &'t str,
    pos: usize,
}

impl<'t> Lexer<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.pos..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Moves on while characters fit; gives what was passed.
    fn skip(&mut self, fits: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let len = rest.find(|c| !fits(c)).unwrap_or(rest.len());
        self.pos += len;
        rest.get(..len).unwrap_or_default()
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.pos += text.len();
        }
        found
    }

    fn token(&mut self) -> Result<Option<Token>, QueryError> {
        let Some(first) = self.peek() else {
            return Ok(None);
        };
        let second = self.rest().chars().nth(1);
        let token = match first {
            '(' | ')' | '-' if first != '-' || second.is_some_and(|c| !c.is_whitespace()) => {
                self.pos += 1;
                match first {
                    '(' => Token::Open,
                    ')' => Token::Close,
                    _ => Token::Not,
                }
            }
            '"' => Token::Word(self.quoted()?),
            _ => self.word_or_term()?,
        };
        Ok(Some(token))
    }

    fn word_or_term(&mut self) -> Result<Token, QueryError> {
        let start = self.pos;
        let name = self.skip(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        let at = start..self.pos;
        let op_start = self.pos;
        if name.starts_with(|c: char| c.is_ascii_alphabetic())
            && let Some((op, negated)) = self.op()
        {
            let op_at = op_start..self.pos;
            let name = Piece {
                text: name.to_owned(),
                quoted: false,
                at,
            };
            let values = self.values(&op_at)?;
            return Ok(Token::Term(RawTerm {
                name,
                op,
                op_at,
                negated,
                values,
            }));
        }
        self.skip(|c| !ends_word(c));
        let text = self.text.get(start..self.pos).unwrap_or_default();
        Ok(match text.to_ascii_lowercase().as_str() {
            "and" => Token::And,
            "or" => Token::Or,
            "not" => Token::Not,
            _ => Token::Word(Piece {
                text: text.to_owned(),
                quoted: false,
                at: start..self.pos,
            }),
        })
    }

    fn op(&mut self) -> Option<(Op, bool)> {
        if self.eat("!=") {
            return Some((Op::Equal, true));
        }
        let colon = self.eat(":");
        for op in [Op::AtMost, Op::AtLeast, Op::Less, Op::More, Op::Equal] {
            if self.eat(op.sign()) {
                return Some((op, false));
            }
        }
        colon.then_some((Op::Is, false))
    }

    fn values(&mut self, op_at: &Range<usize>) -> Result<Vec<Piece>, QueryError> {
        let mut out = Vec::new();
        loop {
            let start = self.pos;
            let value = if self.peek() == Some('"') {
                self.quoted()?
            } else {
                let text = self.skip(|c| !ends_word(c) && c != ',');
                Piece {
                    text: text.to_owned(),
                    quoted: false,
                    at: start..self.pos,
                }
            };
            if value.text.is_empty() && !value.quoted {
                let at = op_at.start..self.pos.max(op_at.end);
                return Err(QueryError::new(self.text, at, "a value is expected here")
                    .hint("write it without blanks, or \"in quotes\""));
            }
            out.push(value);
            if !self.eat(",") {
                return Ok(out);
            }
        }
    }

    fn quoted(&mut self) -> Result<Piece, QueryError> {
        let start = self.pos;
        let mut text = String::new();
        let mut escaped = false;
        for (idx, c) in self.rest().char_indices().skip(1) {
            match c {
                '"' if !escaped => {
                    self.pos = start + idx + 1;
                    return Ok(Piece {
                        text,
                        quoted: true,
                        at: start..self.pos,
                    });
                }
                '\\' if !escaped => escaped = true,
                c => {
                    if escaped && c != '"' && c != '\\' {
                        text.push('\\');
                    }
                    text.push(c);
                    escaped = false;
                }
            }
        }
        let at = start..self.text.len();
        Err(QueryError::new(self.text, at, "the quotes are not closed").hint("add a \" at the end"))
    }
}
