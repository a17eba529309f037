#!/usr/bin/env bash
# What `check --format sarif` prints is SARIF 2.1.0, says its schema.
#
# Usage: validate.sh ASSENT SCHEMA SCRATCH; 77: skipped, nothing was checked.
set -euo pipefail
assent=$1 schema=$2 scratch=$3
root=$(cd "$(dirname "$0")/../.." && pwd)

skip() { echo "skipped: $1; \`tools/dev setup\` provides it"; exit 77; }
[[ -f $schema ]] || skip "no schema at $schema"
python3 -c 'import jsonschema' 2> /dev/null || skip "no python3-jsonschema"

rm -rf "$scratch"
mkdir -p "$scratch/a folder"
cd "$scratch"
cp "$root/examples/02-songs/songs.policy" "a folder/refutée.policy"
cp "$root/examples/01-hello/hello.policy" clean.policy
printf 'partner "x\n\tagreement a with b, {\n' > mistakes.policy
for golden in "$root"/tests/golden/{diagnostics,syntax,mistakes}/*.golden; do
  sed '/^-----$/,$d' "$golden" > "$(basename "$golden" .golden).policy"
done

logs=()
for input in *.policy "a folder" "$root/examples/archive-2018"; do
  log="$(basename "$input").sarif"
  code=0
  "$assent" check --format sarif "$input" > "$log" || code=$?
  # A file that cannot be read at all has no log.
  (( code <= 1 )) && logs+=("$log")
done

python3 - "$schema" "${logs[@]}" <<'PYTHON'
import json, sys
import jsonschema

with open(sys.argv[1]) as file:
    schema = json.load(file)
validator = jsonschema.Draft7Validator(schema)
assert not validator.is_valid({"version": "2.1.0"}), "the schema accepts all"
results = rules = 0
for path in sys.argv[2:]:
    with open(path) as file:
        log = json.load(file)
    for error in validator.iter_errors(log):
        sys.exit(f"{path}: {error.json_path}: {error.message}")
    run = log["runs"][0]
    results += len(run["results"])
    rules += len(run["tool"]["driver"]["rules"])
    for result in run["results"]:
        rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert rule["id"] == result["ruleId"], path
assert len(sys.argv) > 200 and results > 200, "hardly anything was checked"
print(f"{len(sys.argv) - 2} logs, {results} results, {rules} rules: valid")
PYTHON
