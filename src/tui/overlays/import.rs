//! A report to import: which file, into which application; then the plan, before anything is stored.

use crate::model::text;
use crate::ops::import::{Outcome, ReportOutcome};
use crate::tui::action::Action;
use crate::tui::effect::Reports;
use crate::tui::overlays::Reply;
use crate::tui::overlays::text_window::TextWindow;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::page::Page;
use crate::tui::widgets::{field::Field, window};
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Rect, Size};
use ratatui::text::Line;

/// Two fields.
#[derive(Clone, Debug)]
pub struct ImportForm {
    path: Field,
    app: Field,
    /// The second field is being typed.
    second: bool,
}

impl ImportForm {
    /// Asks for a report of an application that is guessed.
    pub fn new(app: &str) -> Self {
        Self {
            path: Field::default(),
            app: Field::new(app),
            second: false,
        }
    }

    const fn field(&mut self) -> &mut Field {
        if self.second {
            &mut self.app
        } else {
            &mut self.path
        }
    }

    /// Takes a typed key.
    pub fn key(&mut self, key: KeyEvent) {
        self.field().key(key);
    }

    /// Takes pasted text.
    pub fn paste(&mut self, text: &str) {
        self.field().paste(text);
    }

    /// Carries out an action.
    pub fn act(&mut self, action: Action) -> Reply {
        let (path, app) = (self.path.text(), self.app.text());
        match action {
            Action::Close => return Reply::Close,
            Action::Complete | Action::Down | Action::Up => self.second = !self.second,
            Action::Accept if path.trim().is_empty() => {
                self.second = false;
                return Reply::Say("name the report");
            }
            Action::Accept if !self.second => self.second = true,
            Action::Accept if app.trim().is_empty() => return Reply::Say("name the application"),
            Action::Accept => {
                return Reply::Plan(Reports {
                    path: path.trim().to_owned(),
                    app: app.trim().to_owned(),
                });
            }
            _ => {}
        }
        Reply::Stay
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, theme: Theme) {
        let area = window::centred(frame.area(), 72, 5);
        let inside = window::shrink(window::open(frame, area, "Import a report", theme));
        let fields = [("report", &self.path), ("application", &self.app)];
        for (row, (label, field)) in (0_u16..).zip(fields) {
            if row >= inside.height {
                return;
            }
            let line = Rect {
                y: inside.y + row,
                height: 1,
                ..inside
            };
            let current = self.second == (row == 1);
            let role = if current { Role::Key } else { Role::Muted };
            frame.render_widget(Line::styled(label, theme.style(role)), line);
            let typed = Rect {
                x: line.x + 13.min(line.width),
                width: line.width.saturating_sub(13),
                ..line
            };
            if current {
                field.draw(frame, typed);
            } else {
                frame.render_widget(Line::raw(text::one_line(&field.text(), 300)), typed);
            }
        }
        let below = Rect {
            y: inside.y + 2.min(inside.height.saturating_sub(1)),
            height: inside.height.min(1),
            ..inside
        };
        let hint = "Enter shows what would change, Tab changes the field, Esc closes";
        frame.render_widget(Line::styled(hint, theme.style(Role::Muted)), below);
    }
}

/// A plan that waits for a yes.
#[derive(Clone, Debug)]
pub struct ImportPlan {
    window: TextWindow,
    reports: Reports,
    empty: bool,
}

impl ImportPlan {
    /// Shows what an import would change.
    pub fn new(reports: Reports, outcome: &Outcome, size: Size, theme: Theme) -> Self {
        let mut page = Page::new(usize::from(size.width).saturating_sub(6).min(100), theme);
        let empty = outcome.reports.iter().all(|it| it.known);
        let hint = if empty {
            "nothing would change; Esc closes"
        } else {
            "y imports it · Esc changes nothing"
        };
        page.line(0, Role::Key, hint);
        for it in &outcome.reports {
            report(&mut page, it);
        }
        for problem in &outcome.failed {
            page.line(0, Role::Danger, &problem.to_string());
        }
        let (before, after) = outcome.issues;
        page.heading(&format!("{before} issues before, {after} would be there"));
        for it in outcome.reports.iter().flat_map(|it| &it.changes) {
            let role = match it.what {
                "gone" => Role::Good,
                "reopened" | "new" => Role::Warning,
                _ => Role::Plain,
            };
            page.cells(&[(10, role, it.what), (200, Role::Plain, &it.text)]);
        }
        Self {
            window: TextWindow::new("Import plan — nothing is stored yet", page.finish()),
            reports,
            empty,
        }
    }

    /// Carries out an action.
    pub fn act(&mut self, action: Action, size: Size) -> Reply {
        match action {
            Action::Yes if self.empty => Reply::Say("nothing would change"),
            Action::Yes => Reply::Import(self.reports.clone()),
            Action::Accept => Reply::Say("press y to import it, Esc not to"),
            action => self.window.act(action, size),
        }
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, theme: Theme) {
        self.window.draw(frame, theme);
    }
}

fn report(page: &mut Page, it: &ReportOutcome) {
    page.heading(&format!("{} — {}", it.file, it.format));
    if it.known {
        page.line(2, Role::Muted, "known: the same bytes were imported before");
        return;
    }
    let counts = [
        ("new", it.new),
        ("same", it.same),
        ("moved", it.moved),
        ("gone", it.gone),
        ("reopened", it.reopened),
        ("another severity", it.rescored),
    ];
    let counts = counts.map(|(what, count)| format!("{count} {what}"));
    let all = format!("{} findings: {}", it.findings, counts.join(" · "));
    page.line(2, Role::Plain, &all);
    if it.ambiguous > 0 {
        let text = format!(
            "{} of the new could be known ones; nobody knows which",
            it.ambiguous
        );
        page.line(2, Role::Warning, &text);
    }
    if !it.skipped.is_empty() {
        let text = format!("{} records cannot be used", it.skipped.len());
        page.line(2, Role::Warning, &text);
    }
    if it.late {
        page.line(
            2,
            Role::Warning,
            "older than the last scan: resolves and reopens nothing",
        );
    }
    if let Some(why) = &it.incomplete {
        page.line(
            2,
            Role::Warning,
            &format!("incomplete, absence does not count: {why}"),
        );
    }
}
