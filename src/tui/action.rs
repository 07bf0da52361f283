//! Everything a person can ask for. One table; the enum, the names in the keys file, the help, the
//! palette and the footer come from it.

macro_rules! actions {
    ($( $variant:ident, $name:literal, $group:ident, $about:literal; )*) => {
        /// Something a person can ask for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Action {
            $( #[doc = $about] $variant, )*
        }

        impl Action {
            /// Every action, in the order of the help.
            pub const ALL: &[Self] = &[ $( Self::$variant, )* ];

            /// Stable name, as the keys file spells it.
            pub const fn name(self) -> &'static str {
                match self { $( Self::$variant => $name, )* }
            }

            /// One line for help and palette.
            pub const fn about(self) -> &'static str {
                match self { $( Self::$variant => $about, )* }
            }

            /// Section of the help.
            pub const fn group(self) -> Group {
                match self { $( Self::$variant => Group::$group, )* }
            }
        }
    };
}

/// Section of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Moving about.
    Move,
    /// Choosing several issues.
    Mark,
    /// Deciding.
    Decide,
    /// What the list shows.
    View,
    /// Other screens.
    Screen,
    /// The program itself.
    Program,
    /// Answering a window.
    Window,
}

impl Group {
    /// Every section, in order.
    pub const ALL: &[Self] = &[
        Self::Move,
        Self::Mark,
        Self::Decide,
        Self::View,
        Self::Screen,
        Self::Program,
        Self::Window,
    ];

    /// Heading in the help.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Move => "Move",
            Self::Mark => "Mark",
            Self::Decide => "Decide",
            Self::View => "View",
            Self::Screen => "Screens",
            Self::Program => "Program",
            Self::Window => "In a window",
        }
    }
}

actions! {
    Down, "down", Move, "One row or line down";
    Up, "up", Move, "One row or line up";
    PageDown, "page-down", Move, "Half a page down";
    PageUp, "page-up", Move, "Half a page up";
    Top, "top", Move, "To the first row";
    Bottom, "bottom", Move, "To the last row";
    NextUndecided, "next-undecided", Move, "To the next undecided issue";
    PrevUndecided, "previous-undecided", Move, "To the previous undecided issue";
    NextIssue, "next-issue", Move, "Show the next issue of the list";
    PrevIssue, "previous-issue", Move, "Show the previous issue of the list";
    Find, "find", Move, "Find by title or place and go there";
    Open, "open", Move, "Open the issue";
    Back, "back", Move, "Back to where you came from";

    Mark, "mark", Mark, "Mark or unmark, and move on";
    Range, "range", Mark, "Start or end a range";
    InvertMarks, "invert-marks", Mark, "Mark what is not marked, in the list shown";
    ClearMarks, "clear-marks", Mark, "Remove every mark, hidden ones too";

    Confirm, "confirm", Decide, "Confirm: it is real";
    FalsePositive, "false-positive", Decide, "False positive, with a reason";
    Owner, "owner", Decide, "Give to a team or a person";
    Note, "note", Decide, "Add a note";
    Repeat, "repeat", Decide, "Repeat the last decision, with its reason";
    Reset, "reset", Decide, "Take the verdict back, as if undecided";
    Merge, "merge", Decide, "Merge the marked issues into one";
    Split, "split", Decide, "Take findings out of the issue";
    Never, "never", Decide, "Never merge the marked issues";
    Lead, "representative", Decide, "Choose the finding that speaks for the issue";
    Severity, "severity", Decide, "Set the severity in place of the tools'";
    Title, "title", Decide, "Set the title in place of the tools'";
    Same, "same", Decide, "Suggestion: yes, they are one";
    NotSame, "not-same", Decide, "Suggestion: no, do not ask again";
    NeverSame, "never-same", Decide, "Suggestion: never one, whatever a rule finds";
    Edit, "edit", Decide, "Change what is said of the row";
    Undo, "undo", Decide, "Undo the last operation";
    Redo, "redo", Decide, "Redo what was undone";
    ToggleAdvance, "advance", Decide, "Move on after a verdict, or stay";

    Filter, "filter", View, "Filter the list";
    ClearFilter, "clear-filter", View, "Remove the filter";
    SameApplication, "same-application", View, "Show only this issue's application";
    Queues, "queues", View, "Whose queue: a team (or press its digit), mine, nobody's";
    Sort, "sort", View, "Sort by the next column";
    Explain, "explain", View, "Why it is one issue; with two marked, why they are not";
    Compare, "compare", View, "With two marked: why one ranks above the other";
    Inbox, "inbox", View, "Issues that may be one: say yes, no or never";
    Refresh, "refresh", View, "Read the store again and apply the filter";

    Applications, "applications", Screen, "Applications: what is missing, whose, how ranked";
    Metrics, "metrics", Screen, "Numbers: each with its course, definition and list";
    Gates, "gates", Screen, "Gate runs: what each release was told, and why";

    Import, "import", Program, "Import a report, after a look at what it changes";
    Palette, "palette", Program, "Find and run any command";
    Help, "help", Program, "Show the keys";
    Redraw, "redraw", Program, "Draw the screen anew";
    Quit, "quit", Program, "Leave";

    Accept, "accept", Window, "Take what is typed or selected";
    Close, "close", Window, "Close, and change nothing";
    Yes, "yes", Window, "Yes";
    All, "all", Window, "Yes, the hidden marks too";
    Editor, "editor", Window, "Write it in your editor";
    Complete, "complete", Window, "Complete the word";
}

#[cfg(test)]
mod tests {
    use super::Action;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique_and_lines_are_short() {
        let mut names = BTreeSet::new();
        for it in Action::ALL {
            assert!(names.insert(it.name()), "{} is there twice", it.name());
            assert!(
                it.about().len() <= 60,
                "{} is explained at length",
                it.name()
            );
        }
    }
}
