//! Which columns the queue has at which width, and where its parts stand.

use ratatui::layout::Rect;

/// A column of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Our priority band.
    Band,
    /// The tools' severity.
    Severity,
    /// The title.
    What,
    /// The place.
    Where,
    /// The application.
    App,
    /// Team and person.
    Owner,
    /// How long it is known.
    Age,
    /// Until when it is to be closed.
    Due,
    /// Number of tools.
    Tools,
    /// Where it stands.
    State,
}

impl Column {
    /// Its heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Band => "pr",
            Self::Severity => "sev",
            Self::What => "what",
            Self::Where => "where",
            Self::App => "app",
            Self::Owner => "owner",
            Self::Age => "age",
            Self::Due => "due",
            Self::Tools => "by",
            Self::State => "state",
        }
    }
}

/// Columns of the sign for cursor and mark.
pub const GUTTER: usize = 3;

/// Narrower lists do not show places.
pub const PLACES: usize = 56;

/// The columns with their widths. What and where share what the others leave.
pub fn columns(width: usize) -> Vec<(Column, usize)> {
    let mut out = vec![(Column::Band, 2), (Column::Severity, 4), (Column::What, 0)];
    if width >= PLACES {
        out.push((Column::Where, 0));
    }
    if width >= 100 {
        out.push((Column::App, if width >= 140 { 18 } else { 12 }));
        out.push((Column::Owner, if width >= 140 { 18 } else { 12 }));
    }
    if width >= 72 {
        out.push((Column::Age, 4));
        if width >= 90 {
            out.push((Column::Due, 4));
        }
        out.push((Column::Tools, 2));
    }
    if width >= 100 {
        out.push((Column::State, if width >= 120 { 14 } else { 9 }));
    }
    let fixed: usize = out.iter().map(|(_, wide)| wide).sum();
    let gaps = out.len().saturating_sub(1);
    let rest = width.saturating_sub(GUTTER + fixed + gaps);
    let place = if width >= PLACES {
        (rest * 2 / 5).min(60)
    } else {
        0
    };
    for (column, wide) in &mut out {
        match column {
            Column::What => *wide = rest - place,
            Column::Where => *wide = place,
            Column::Band
            | Column::Severity
            | Column::App
            | Column::Owner
            | Column::Age
            | Column::Due
            | Column::Tools
            | Column::State => {}
        }
    }
    out
}

/// The parts of the screen, top to bottom.
#[derive(Clone, Copy, Debug)]
pub struct Parts {
    /// Header line.
    pub header: Rect,
    /// Headings of the columns.
    pub titles: Rect,
    /// The rows.
    pub list: Rect,
    /// Filter, notices.
    pub status: Rect,
    /// What keys do.
    pub footer: Rect,
}

/// Where everything stands.
pub fn parts(area: Rect) -> Parts {
    let line = |from_top: u16| Rect {
        y: area.y + from_top.min(area.height),
        height: area.height.saturating_sub(from_top).min(1),
        ..area
    };
    let list = Rect {
        y: area.y + 2.min(area.height),
        height: list_height(area.height),
        ..area
    };
    Parts {
        header: line(0),
        titles: line(1),
        list,
        status: line(area.height.saturating_sub(2)),
        footer: line(area.height.saturating_sub(1)),
    }
}

/// Rows of the list on a screen of this height.
pub const fn list_height(height: u16) -> u16 {
    height.saturating_sub(4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fill_the_width_exactly() {
        for width in 20..240 {
            let columns = columns(width);
            let used: usize = columns.iter().map(|(_, wide)| wide).sum();
            assert_eq!(GUTTER + used + columns.len() - 1, width);
        }
    }
}
