//! A framed window over the screen.

use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::cell;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Block, BorderType, Clear, Paragraph};

/// The place for a window of this size, in the middle, never larger than the screen.
pub fn centred(area: Rect, width: usize, height: usize) -> Rect {
    let width = u16::try_from(width).unwrap_or(u16::MAX).min(area.width);
    let height = u16::try_from(height).unwrap_or(u16::MAX).min(area.height);
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    }
}

/// Clears the place, draws the frame, returns the inside.
pub fn open(frame: &mut Frame<'_>, area: Rect, title: &str, theme: Theme) -> Rect {
    uncover(frame, area);
    frame.render_widget(Clear, area);
    let block = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(theme.style(Role::Border))
        .title(Line::styled(
            format!(" {title} "),
            theme.style(Role::Heading),
        ));
    let inside = block.inner(area);
    frame.render_widget(block, area);
    inside
}

/// Blanks the wide characters that reach into the place from its left; half of one cannot be shown.
fn uncover(frame: &mut Frame<'_>, area: Rect) {
    let Some(x) = area.x.checked_sub(1) else {
        return;
    };
    for y in area.top()..area.bottom() {
        if let Some(cell) = frame.buffer_mut().cell_mut((x, y))
            && cell::width(cell.symbol()) > 1
        {
            cell.set_symbol(" ");
        }
    }
}

/// A window just large enough for some lines.
pub fn message(frame: &mut Frame<'_>, title: &str, lines: Vec<Line<'_>>, theme: Theme) {
    let area = frame.area();
    let wide = lines
        .iter()
        .map(Line::width)
        .max()
        .unwrap_or(0)
        .max(title.len() + 2);
    let inside = open(
        frame,
        centred(area, wide + 4, lines.len() + 2),
        title,
        theme,
    );
    frame.render_widget(Paragraph::new(lines), shrink(inside));
}

/// One column of air on both sides, where there is room.
pub fn shrink(area: Rect) -> Rect {
    if area.width < 3 {
        return area;
    }
    Rect {
        x: area.x + 1,
        width: area.width - 2,
        ..area
    }
}
