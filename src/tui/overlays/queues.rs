//! Whose queue to look at: teams, mine, nobody's, applications, each with its counts.
//!
//! The teams have digits, by name, so that a team keeps its digit while its queue grows. In the queue
//! the digits work without this window, too.

use crate::tui::board::{Board, Count};
use crate::tui::filter::only;
use crate::tui::widgets::pick::{Item, Pick};

/// Queues that a digit opens, in order: those of the teams.
pub fn numbered(board: &Board) -> Vec<String> {
    let teams = board.team_counts.iter().take(9);
    teams
        .map(|it| only("team", board.columns.pool.get(it.name)))
        .collect()
}

/// The window. The value of an item is its filter.
pub fn open(board: &Board, me: &str) -> Pick<String> {
    let name = |it: &Count| board.columns.pool.get(it.name).to_owned();
    let mut items = Vec::new();
    for (number, it) in (1..).zip(&board.team_counts) {
        let digit = if number < 10 {
            number.to_string()
        } else {
            " ".to_owned()
        };
        let name = name(it);
        items.push(item(&format!("{digit} {name}"), it, only("team", &name)));
    }
    let mine = board.person_counts.iter().find(|it| name(it) == me);
    let mine = mine.copied().unwrap_or_default();
    items.push(item(&format!("m mine ({me})"), &mine, only("person", me)));
    items.push(item("n nobody's", &board.unowned, "owner:none".to_owned()));
    items.push(item("0 everything", &board.everything, String::new()));
    for it in &board.app_counts {
        let name = name(it);
        items.push(item(
            &format!("  application {name}"),
            it,
            only("app", &name),
        ));
    }
    Pick::new(items)
}

fn item(label: &str, it: &Count, filter: String) -> Item<String> {
    Item {
        label: label.to_owned(),
        hint: format!("P1 {:>4}  open {:>6}", it.critical, it.open),
        dim: it.open == 0,
        value: filter,
    }
}
