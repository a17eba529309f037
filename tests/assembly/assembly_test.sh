#!/bin/sh
# usage: assembly_test.sh LIBRARY
#
# Reads the machine code of the deciders of plain tables.
#
# A decision's ten conditional jumps are those that a request of the table never
# takes (six ids and days out of range, no facts, foreign facts, a partner whose
# leaves are elsewhere) and one for overrides. One more would be a jump on what
# is decided. It was, once: the compiler had turned "overrides match and a
# permission is closed" around, and guessing wrong took 10 ns a decision.
#
# A batch prefetches entries, facts and the lines of blocks. And the file for
# newer processors leaves nothing with weak linkage, which the linker might take
# for all processors.
set -eu
library=$1
command -v objdump > /dev/null || exit 77

objdump -d --no-show-raw-insn -C "$library" | awk '
  function report() {
    if (kind == "") return
    if (kind == "decide" && (jumps != 10 || rets == 0)) {
      print name ": " jumps " conditional jumps"; bad = 1
    }
    if (kind == "batch" && prefetches < 3) {
      print name ": " prefetches " prefetches"; bad = 1
    }
    ++seen[kind]
  }
  /^[0-9a-f]+ <.*>:$/ {
    report()
    kind = ""; name = $0; jumps = rets = prefetches = 0
    if (name ~ /\[clone|\.cold/) next
    if (name ~ /DecideWith<.*Shape<true, [0-9], [01], false>/) kind = "decide"
    if (name ~ /DecideBatchWith<.*Shape<true, /) kind = "batch"
    next
  }
  kind != "" && $2 ~ /^j/ && $2 !~ /^jmp/ { ++jumps }
  kind != "" && $2 ~ /^ret/ { ++rets }
  kind != "" && $2 ~ /^prefetch/ { ++prefetches }
  END {
    report()
    if (seen["decide"] < 9 || seen["batch"] < 9) {
      print "found " seen["decide"] + 0 " deciders, " seen["batch"] + 0 \
            " for batches"
      bad = 1
    }
    exit bad
  }'

member=$(ar t "$library" | grep decide_v3)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && ar x "$library" "$member")
if nm "$folder/$member" | grep -E ' [WVu] '; then
  echo "$member defines what other files may define"
  exit 1
fi
