# cfn_nag JSON (`cfn_nag_scan --output-format json`). A finding is one violation of one resource.
# Types as cfn_nag's README has them: FAIL → high, WARN → medium; as the levels of its SARIF.
# A template that it could not read is a skipped record.
#: tool = "cfn_nag 0.x"
#: kinds = ["iac"]
#: input = "json"
#: records = "[]"
#: [[detect]]
#: has = ["[].filename", "[].file_results.failure_count", "[].file_results.violations"]
#: [severity]
#: FAIL = "high"
#: WARN = "medium"
.filename as $file
| .file_results.violations | to_entries[]
| "file_results.violations[\(.key)]" as $at | .value as $it
| if $it.id == "FATAL" then error("cfn_nag could not read the template: \($it.message)") else . end
| {
    rule: $it.id, title: $it.message, severity: $it.type, file: $file, at: $at,
    tags: $it.name
  } as $base
| ($it.logical_resource_ids // []) as $ids
| if ($ids | length) == 0 then $base + {line: $it.line_numbers[0]?}
  else range($ids | length) as $n
    | $base + {resource: $ids[$n], line: $it.line_numbers[$n]?}
  end
