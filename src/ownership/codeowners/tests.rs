//! One case for each rule of the two hosts' documentation.

use super::{CodeOwners, Dialect};

fn owners(dialect: Dialect, text: &str, path: &str) -> String {
    let file = CodeOwners::parse(dialect, text);
    let all = file.of(path);
    let all: Vec<_> = all.iter().map(|it| it.owners.join(" ")).collect();
    all.join(" | ")
}

/// Rule, file, path, owners of each section that fits.
type Case = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

fn check(dialect: Dialect, cases: &[Case]) {
    for (rule, text, paths) in cases {
        for (path, expected) in *paths {
            assert_eq!(owners(dialect, text, path), *expected, "{rule}: {path}");
        }
    }
}

const GITHUB: &[Case] = &[
    (
        "a comment is no rule",
        "# * @all\n\n   # a @b",
        &[("a", "")],
    ),
    (
        "a star owns everything, and several may own",
        "* @a @b",
        &[("x", "@a @b"), ("x/y/z.rs", "@a @b"), (".hidden", "@a @b")],
    ),
    (
        "the last line that fits counts",
        "* @a\n*.js @js",
        &[("x/y.js", "@js"), ("x/y.ts", "@a"), ("y.js", "@js")],
    ),
    (
        "mail addresses own",
        "*.go docs@x.example",
        &[("a/b.go", "docs@x.example")],
    ),
    ("teams own", "*.txt @org/octo", &[("b.txt", "@org/octo")]),
    (
        "a folder at the root includes what is below",
        "/build/logs/ @a",
        &[
            ("build/logs/x/y", "@a"),
            ("build/logs", ""),
            ("x/build/logs/y", ""),
        ],
    ),
    (
        "a star behind a folder is one level",
        "docs/* @a",
        &[
            ("docs/a.md", "@a"),
            ("docs/b/a.md", ""),
            ("x/docs/a.md", ""),
        ],
    ),
    (
        "a folder without a slash before or inside it is anywhere",
        "apps/ @a",
        &[("apps/x", "@a"), ("b/apps/c/d", "@a"), ("b/apps", "")],
    ),
    (
        "a line without owners takes them away",
        "/apps/ @a\n/apps/github",
        &[
            ("apps/x", "@a"),
            ("apps/github/y", ""),
            ("apps/githubs", "@a"),
        ],
    ),
    (
        "a slash inside means from the root",
        "a/b @x",
        &[("a/b", "@x"), ("a/b/c", "@x"), ("z/a/b", "")],
    ),
    (
        "two stars are any depth",
        "**/logs @x\n/a/**/z.rs @y",
        &[
            ("logs/a", "@x"),
            ("q/r/logs/a", "@x"),
            ("a/z.rs", "@y"),
            ("a/b/c/z.rs", "@y"),
            ("b/z.rs", ""),
        ],
    ),
    (
        "a name without a slash is a file or a folder anywhere",
        "LICENSE @x",
        &[
            ("LICENSE", "@x"),
            ("a/LICENSE", "@x"),
            ("a/LICENSE/b", "@x"),
        ],
    ),
    ("case counts", "/Docs/ @x", &[("docs/a", "")]),
    (
        "a comment may follow the owners",
        "*.c @x # not @y",
        &[("a.c", "@x")],
    ),
    (
        "a blank is escaped",
        "/my\\ docs/ @x",
        &[("my docs/a", "@x")],
    ),
    (
        "a question mark is one character",
        "/v?/ @x",
        &[("v1/a", "@x"), ("v10/a", "")],
    ),
    (
        "a star in front of an ending is any name",
        "/docs/**/*.md @x",
        &[("docs/a.md", "@x"), ("docs/b/c/a.md", "@x"), ("a.md", "")],
    ),
    (
        "two stars at the end are everything below",
        "/a/** @x",
        &[("a/b", "@x"), ("a/b/c", "@x"), ("a", "")],
    ),
    (
        "owners stand on one line, and a later line is not added to it",
        "*.js @a\n*.js @b",
        &[("x.js", "@b")],
    ),
    (
        "braces are plain",
        "/{a,b}.c @x",
        &[("{a,b}.c", "@x"), ("a.c", "")],
    ),
];

#[test]
fn github_follows_its_documentation() {
    check(Dialect::GitHub, GITHUB);
}

#[test]
fn what_github_does_not_support_counts_for_nothing_and_is_listed() {
    let text = "* @a\n!x @b\n[ab] @c\n\\#x @d\n/y nobody\n/";
    let file = CodeOwners::parse(Dialect::GitHub, text);
    let lines: Vec<u32> = file.ignored.iter().map(|it| it.0).collect();
    assert_eq!(lines, [2, 3, 4, 5, 6]);
    assert_eq!(file.owner("x").unwrap().owners, ["@a"]);
    assert_eq!(file.owner("y").unwrap().owners, ["@a"]);
}

const GITLAB_PATHS: &[Case] = &[
    ("a star is everything", "* @a", &[("x/.y", "@a")]),
    (
        "a path from the root is that file",
        "/README.md @a\n/docs @b",
        &[("README.md", "@a"), ("x/README.md", ""), ("docs/x", "")],
    ),
    (
        "a path without a slash in front is at any depth",
        "README.md @a\ninternal/b.md @b",
        &[
            ("README.md", "@a"),
            ("app/lib/README.md", "@a"),
            ("internal/b.md", "@b"),
            ("docs/api/internal/b.md", "@b"),
            ("xinternal/b.md", ""),
        ],
    ),
    (
        "only a slash behind it includes what is below",
        "/docs/ @a\nlib/ @b",
        &[
            ("docs/a/b", "@a"),
            ("x/docs/a", ""),
            ("lib/a", "@b"),
            ("x/lib/a/b", "@b"),
            ("lib", ""),
        ],
    ),
    (
        "stars stay inside one folder",
        "/docs/*.md @a\n/docs/index.* @b\n/docs/*spec* @c\n/docs/*/README.md @d",
        &[
            ("docs/x.md", "@a"),
            ("docs/y/x.md", ""),
            ("docs/index.html", "@b"),
            ("docs/qa_specs.rb", "@c"),
            ("docs/api/README.md", "@d"),
            ("docs/api/v1/README.md", ""),
        ],
    ),
    (
        "two stars and a slash are any depth",
        "/docs/**/index.md @a",
        &[("docs/index.md", "@a"), ("docs/a/b/index.md", "@a")],
    ),
    (
        "two stars at the end are one star",
        "/docs/** @a",
        &[("docs/a", "@a"), ("docs/a/b", "")],
    ),
    (
        "a pound sign and a blank are escaped",
        "\\#x.rb @a\npath\\ with\\ blanks/ @b",
        &[("#x.rb", "@a"), ("a/path with blanks/c", "@b")],
    ),
    (
        "a range is one character",
        "/v[12]/ @a",
        &[("v1/x", "@a"), ("v3/x", "")],
    ),
    (
        "there is no comment behind owners",
        "*.c @a # and @b",
        &[("x.c", "@a @b")],
    ),
    (
        "roles own",
        "/config/ @@maintainer",
        &[("config/x", "@@maintainer")],
    ),
];

#[test]
fn gitlab_follows_its_documentation_of_paths() {
    check(Dialect::GitLab, GITLAB_PATHS);
}

#[test]
fn gitlab_follows_its_documentation_of_sections() {
    check(
        Dialect::GitLab,
        &[
            (
                "every section counts, the last line of each",
                "* @admin\n[README Owners]\nREADME.md @u1 @u2\ninternal/README.md @u4\n\
                 [README other owners]\nREADME.md @u3",
                &[
                    ("README.md", "@admin | @u1 @u2 | @u3"),
                    ("internal/README.md", "@admin | @u4 | @u3"),
                ],
            ),
            (
                "default owners stand in for none",
                "[Docs][2] @docs\ndocs/\nREADME.md @other\n",
                &[("docs/x", "@docs"), ("README.md", "@other")],
            ),
            (
                "sections of one name are one",
                "[Docs]\n*.md @a\n[x]\n*.x @x\n[DOCS]\n/a/*.md @b",
                &[("a/b.md", "@b"), ("c.md", "@a")],
            ),
            (
                "an exclusion holds in its section and for good",
                "* @all\n!pom.xml\n[Ruby]\n*.rb @ruby\n!/config/**/*.rb\n/config/routes.rb @ops",
                &[
                    ("pom.xml", ""),
                    ("x/pom.xml", ""),
                    ("config/routes.rb", "@all"),
                    ("lib/a.rb", "@all | @ruby"),
                ],
            ),
            (
                "what is excluded before it is named stays excluded, in any order",
                "[S] @s\n!/a/b.rb\n/a/b.rb\n/a/*",
                &[("a/b.rb", ""), ("a/c", "@s")],
            ),
            (
                "an optional section counts like any other where all are wanted",
                "* @all\n^[Maybe] @m\n*.go",
                &[("a.go", "@all | @m")],
            ),
            (
                "a line without owners has none",
                "* @all\n/a/\n[S]\n/b",
                &[("a/x", ""), ("b", "@all | ")],
            ),
        ],
    );
}

#[test]
fn where_one_owner_is_wanted_a_required_and_later_section_counts() {
    let text = "* @all\n^[Maybe]\n*.go @go\n[DB] @db\n/db/\n";
    let file = CodeOwners::parse(Dialect::GitLab, text);
    assert_eq!(file.owner("a.go").unwrap().owners, ["@all"]);
    let db = file.owner("db/a.go").unwrap();
    assert_eq!(
        (db.owners, db.section, db.line),
        (&["@db".to_owned()][..], "DB", 5)
    );
    let only = CodeOwners::parse(Dialect::GitLab, "^[Maybe]\n*.go @go\n");
    assert_eq!(only.owner("a.go").unwrap().owners, ["@go"]);
    let odd = CodeOwners::parse(Dialect::GitLab, "[\n* @a\n[]\n[x][y]\n");
    assert_eq!(odd.ignored.len(), 3);
}

#[test]
fn the_dialect_is_told_by_the_place_or_the_text() {
    let guess = Dialect::guess;
    assert_eq!(guess("repo/.github/CODEOWNERS", "[x]"), Dialect::GitHub);
    assert_eq!(guess(".gitlab/CODEOWNERS", "* @a"), Dialect::GitLab);
    assert_eq!(guess("CODEOWNERS", "* @a"), Dialect::GitHub);
    assert_eq!(guess("CODEOWNERS", "* @a\n^[S] @b"), Dialect::GitLab);
    assert_eq!(guess("CODEOWNERS", "/x @@maintainer"), Dialect::GitLab);
}
