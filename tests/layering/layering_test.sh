#!/usr/bin/env bash
# layering.sh notices each kind of violation: a small tree that passes, then
# the same tree with one line too many.
#
# Usage: layering_test.sh
set -euo pipefail
script=$(cd "$(dirname "$0")" && pwd)/layering.sh
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

write() {  # path, line...
  mkdir -p "$tree/$(dirname "$1")"
  printf '%s\n' "${@:2}" > "$tree/$1"
}

plant() {
  rm -rf "${tree:?}"/*
  write compiler/base/id.h '#include <cstdint>'
  write compiler/syntax/text_to_ast.cpp '#include "antlr4-runtime.h"'
  write compiler/model/model.h '#include "compiler/base/id.h"' \
        '#include "runtime/format/day.h"'
  write compiler/logic/store.h '#include "compiler/base/id.h"'
  write compiler/logic/rules_to_diagrams.cpp '#include "compiler/rules/r.h"'
  write compiler/driver/main.cpp '#include "assent/table.h"' \
        '#include <CLI/CLI.hpp>'
  write runtime/format/day.h '#include <cstdint>'
  write runtime/src/table.cpp '#include "runtime/format/day.h"' \
        '#include "assent/table.h"' '#include <sys/mman.h>'
  write tests/reference/evaluate.cpp '#include "compiler/model/model.h"'
}

count=0
refused() {  # path, line: the tree with this line added fails
  plant
  mkdir -p "$tree/$(dirname "$1")"
  printf '%s\n' "$2" >> "$tree/$1"
  if "$script" "$tree" > /dev/null; then
    echo "not noticed: '$2' in $1"
    exit 1
  fi
  count=$((count + 1))
}

plant
"$script" "$tree" > /dev/null || { echo "the good tree is refused"; exit 1; }

refused compiler/base/id.h         '#include "compiler/model/model.h"'
refused compiler/model/model.h     '#include "compiler/rules/rules.h"'
refused compiler/model/model.h     '#include "assent/table.h"'
refused compiler/model/model.h     '#include "runtime/src/block.h"'
refused compiler/model/model.h     '#  include <CLI/CLI.hpp>'
refused compiler/model/model.h     '// as ANTLR does'
refused compiler/project/judge.cpp '#include <toml++/toml.h>'
refused compiler/diff/diff.h        '#include "compiler/project/judge.h"'
refused compiler/model/a.cpp       '#include "antlr4-runtime.h"'
refused compiler/logic/store.h     '#include "compiler/model/model.h"'
refused compiler/rows/rows.h       '#include "compiler/nowhere/a.h"'
refused compiler/cellar/a.h        '#include <vector>'
refused compiler/check/a.h         '#include "tests/reference/evaluate.h"'
refused runtime/src/table.cpp      '#include "compiler/base/id.h"'
refused runtime/src/table.cpp      '#include <llvm/ADT/DenseMap.h>'
refused runtime/src/table.cpp      'void f() { fmt::print(""); }'
refused runtime/src/table.cpp      '#include <zlib.h>'
refused runtime/format/day.h       '#include "assent/table.h"'
refused runtime/format/day.h       '#include "src/view.h"'
refused tests/reference/evaluate.h '#include "compiler/rules/rules.h"'
refused tests/reference/evaluate.h '#include "runtime/format/layout.h"'
refused tests/reference/evaluate.h '#include "tests/support/generate.h"'
refused tests/reference/CMakeLists.txt 'target_link_libraries(a assent_rules)'
echo "layering: $count violations noticed"
