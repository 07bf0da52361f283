//! The real binary in a world of its own: own home, own store, pinned clock, a named user, and
//! nothing else of the environment but `PATH`.
//!
//! It runs in the project's folder, so that sample reports have the same short names everywhere.

use serde_json::Value;
use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::{env, fs};
use tempfile::TempDir;

/// The clock of every test that does not set its own.
pub(crate) const NOW: &str = "2026-03-01T08:00:00Z";

/// The reports of the shop's first scan, one per tool.
pub(crate) const SHOP: [&str; 8] = [
    "sample-data/reports/shop/bandit.json",
    "sample-data/reports/shop/cyclonedx.json",
    "sample-data/reports/shop/gitleaks.json",
    "sample-data/reports/shop/grype.json",
    "sample-data/reports/shop/hadolint.sarif",
    "sample-data/reports/shop/semgrep.json",
    "sample-data/reports/shop/trivy.json",
    "sample-data/reports/shop/zap.xml",
];

/// A world with one store.
pub(crate) struct Sluice {
    dir: TempDir,
    now: String,
    user: String,
}

/// What a run left behind; paths are placeholders.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Sluice {
    pub(crate) fn new() -> Self {
        let dir = TempDir::new().unwrap();
        for name in ["home", "tmp", "files"] {
            fs::create_dir(dir.path().join(name)).unwrap();
        }
        Self {
            dir,
            now: NOW.to_owned(),
            user: "ann".to_owned(),
        }
    }

    /// A world whose store holds the shop's first scan.
    pub(crate) fn with_shop() -> Self {
        let sluice = Self::new();
        sluice.import(&SHOP, &[]);
        sluice
    }

    /// From here on it is another time.
    pub(crate) fn at(&mut self, now: &str) -> &mut Self {
        now.clone_into(&mut self.now);
        self
    }

    /// From here on somebody else types.
    pub(crate) fn by(&mut self, user: &str) -> &mut Self {
        user.clone_into(&mut self.user);
        self
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.dir.path().join("store.db")
    }

    /// Where a test's own file of this name lies.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join("files").join(name)
    }

    /// Writes a file of the test's own and names it as an argument.
    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// The program without arguments, in this world.
    pub(crate) fn bare(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sluice"));
        let dir = self.dir.path();
        command
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .env_clear()
            .env("PATH", env::var_os("PATH").unwrap_or_default())
            .env("HOME", dir.join("home"))
            .env("XDG_DATA_HOME", dir.join("home/data"))
            .env("XDG_CONFIG_HOME", dir.join("home/config"))
            .env("TMPDIR", dir.join("tmp"))
            .env("SLUICE_NOW", &self.now)
            .env("SLUICE_USER", &self.user)
            .stdin(Stdio::null());
        command
    }

    /// The program on this world's store.
    pub(crate) fn command(&self, args: &[impl AsRef<OsStr>]) -> Command {
        let mut command = self.bare();
        command.arg("--store").arg(self.store()).args(args);
        command
    }

    pub(crate) fn run(&self, args: &[impl AsRef<OsStr>]) -> Ran {
        self.ran(&self.command(args).output().unwrap())
    }

    /// Runs with these bytes on standard input.
    pub(crate) fn run_with(&self, args: &[&str], stdin: &[u8]) -> Ran {
        let mut command = self.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(stdin).unwrap();
        self.ran(&child.wait_with_output().unwrap())
    }

    pub(crate) fn ran(&self, output: &Output) -> Ran {
        let text = |bytes: &[u8]| {
            let text = String::from_utf8(bytes.to_vec()).expect("output is UTF-8");
            text.replace(self.dir.path().to_str().unwrap(), "<tmp>")
        };
        Ran {
            code: output.status.code().expect("the program ends by itself"),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }

    /// Runs what must succeed, and may talk on standard error.
    pub(crate) fn ok(&self, args: &[impl AsRef<OsStr>]) -> Ran {
        let ran = self.run(args);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        ran
    }

    /// Runs what must succeed and has nothing to say beside its result.
    pub(crate) fn quiet(&self, args: &[impl AsRef<OsStr>]) -> String {
        let ran = self.ok(args);
        assert_eq!(ran.err, "", "nothing was to be said");
        ran.out
    }

    /// The result as JSON; standard error must be empty.
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        let text = self.quiet(&[args, &["--output", "json"]].concat());
        serde_json::from_str(&text).unwrap_or_else(|err| panic!("{err}: {text}"))
    }

    /// Imports reports of the shop, all of them new or known, none broken.
    pub(crate) fn import(&self, files: &[impl AsRef<str>], options: &[&str]) -> Value {
        let mut args = vec!["import", "--app", "shop"];
        args.extend(files.iter().map(AsRef::as_ref));
        args.extend(options);
        self.json(&args)
    }

    /// Every issue, whatever its status, with findings and links, as it is printed.
    pub(crate) fn everything(&self) -> String {
        self.quiet(&["list", EVERY_STATUS, "--findings", "--output", "json"])
    }

    pub(crate) fn issues(&self, filter: &str) -> Vec<Value> {
        let document = self.json(&["list", filter, "--findings"]);
        document["issues"].as_array().unwrap().clone()
    }

    /// The store is whole and its log holds.
    pub(crate) fn check(&self) {
        assert_eq!(self.quiet(&["store", "check"]), "the store is whole\n");
        let verdict = self.quiet(&["audit", "verify"]);
        assert!(verdict.starts_with("the log holds: "), "{verdict}");
    }

    /// Every byte that the store keeps on disk, its log of writes included.
    pub(crate) fn bytes_on_disk(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for ending in ["", "-wal", "-shm"] {
            let mut name = self.store().into_os_string();
            name.push(ending);
            out.extend(fs::read(Path::new(&name)).unwrap_or_default());
        }
        out
    }
}

/// A filter that every issue fits.
pub(crate) const EVERY_STATUS: &str = "status:any";

/// The numbers of one report in the outcome of an import: new, same, moved, gone, reopened.
pub(crate) fn counts(report: &Value) -> [u64; 5] {
    ["new", "same", "moved", "gone", "reopened"].map(|it| report[it].as_u64().unwrap())
}

/// The sample report at a path of the project.
pub(crate) fn sample(path: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// True where a text could move the cursor, ring, change colours or the direction of reading.
pub(crate) fn is_hostile(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
