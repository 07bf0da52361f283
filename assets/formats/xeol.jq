# Xeol 0.x JSON (`xeol -o json`). A finding is one package that its makers no longer care for. Xeol gives no
# severity; the day on which care ended is a fact. In an image the target is the image without its tag.
# Not read: the data base of packages of which nothing is known.
#: tool = "Xeol 0.x"
#: kinds = ["sca", "container"]
#: input = "json"
#: records = "matches[]"
#: context = { sort = "source.type", image = "source.target.userInput", version = "descriptor.version" }
#: scan = '{version: $context.version} + if $context.sort == "image" then {image: $context.image} else {} end'
#: [[detect]]
#: has = ["matches[].Cycle", "matches[].artifact"]
#: [[detect]]
#: value = { "descriptor.name" = "xeol" }
.Cycle as $cycle | .artifact
| {
  kind: (if $context.sort == "image" then "container" else "sca" end),
  rule: "end-of-life",
  title: "\($cycle.ProductName) \($cycle.ReleaseCycle) is at its end of life since \($cycle.Eol)",
  description: "\(.name) \(.version) belongs to release \($cycle.ReleaseCycle) of \($cycle.ProductName), for which there are no more updates since \($cycle.Eol).",
  package: ({name, version, ecosystem: .type} + ({purl} | select((.purl // "") != "") // {})),
  file: (if .type | IN("deb", "rpm", "apk") then null else .locations[0].path? end),
  references: $cycle.ProductPermalink,
  facts: {
    "end of life": $cycle.Eol,
    "release of": $cycle.ReleaseDate,
    "latest release": $cycle.LatestRelease
  }
}
