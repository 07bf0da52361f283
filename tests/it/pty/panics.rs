//! A panic gives the terminal back before its message. Nothing in the product can be made to panic
//! from outside, so this test runs itself in the terminal and gives the console a clock that does.

use super::{Console, Desk, contains};
use portable_pty::CommandBuilder;
use sluice::ops::Workspace;
use sluice::tui::{self, Options, theme::Colour};
use std::env;
use std::path::PathBuf;
use std::sync::Arc;

/// Names the file whose existence makes the clock panic; set in the program on the terminal only.
const BOMB: &str = "SLUICE_TEST_BOMB";
/// Names the thread whose clock it is: the keeper, or else the one that draws.
const VICTIM: &str = "SLUICE_TEST_VICTIM";

/// The console with such a clock, as a program of its own.
fn console_with_a_bomb(bomb: PathBuf) {
    let keeper = env::var(VICTIM).unwrap() == "keeper";
    let clock = move || {
        let here = std::thread::current().name() == Some("keeper");
        assert!(here != keeper || !bomb.exists(), "the clock went off");
        1_795_435_200
    };
    let store = PathBuf::from(env::var("SLUICE_STORE").unwrap());
    let result = tui::run(Options {
        workspace: Workspace::open(&store).unwrap(),
        store: "desk".to_owned(),
        who_name: "ann".to_owned(),
        clock: Arc::new(clock),
        filter: String::new(),
        editor: None,
        colour: Colour::Ansi,
        keys: None,
        demo: false,
        formats: Arc::new(|| Ok(sluice::ops::formats::Formats::native())),
    });
    let problem = result.unwrap_err();
    panic!("the console says: {problem}");
}

#[test]
fn a_panic_gives_the_terminal_back_before_its_message() {
    if let Some(bomb) = env::var_os(BOMB) {
        return console_with_a_bomb(PathBuf::from(bomb));
    }
    let desk = Desk::with_samples();
    for (victim, key, last) in [
        ("screen", "j", "the clock went off"),
        ("keeper", "c", "a thread of the console stopped"),
    ] {
        let bomb = desk.home.path().join(format!("bomb-{victim}"));
        let mut command = CommandBuilder::new(env::current_exe().unwrap());
        command.args(["--exact", "--nocapture", "--test-threads=1"]);
        command.arg("pty::panics::a_panic_gives_the_terminal_back_before_its_message");
        command.env_clear();
        for (name, value) in desk.environment() {
            command.env(name, value);
        }
        command.env("SLUICE_STORE", desk.store());
        command.env(VICTIM, victim);
        command.env(BOMB, &bomb);
        let mut console = Console::start(command, (80, 24));
        console.shows("1 of 213");
        std::fs::write(&bomb, "").unwrap();
        console.keys(key);
        let (code, raw) = console.finish();
        let text = String::from_utf8_lossy(&raw);
        let (console, message) = text
            .rsplit_once("\x1b[?1049l")
            .expect("the old screen is back");
        assert_ne!(code, 0);
        assert!(message.contains("\x1b[?25h"), "{}", message.escape_debug());
        assert!(console.contains("\x1b[?2004l"));
        assert!(
            message.contains("the clock went off") && message.contains(last),
            "{message}"
        );
        // In raw mode the lines of the message would run down the screen like stairs.
        assert!(
            !message.replace("\r\n", "").contains('\n'),
            "{}",
            message.escape_debug()
        );
        assert!(!contains(console.as_bytes(), "the clock went off"));
    }
    desk.sluice(&["store", "check"]);
}
