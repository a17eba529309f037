#!/usr/bin/env bash
# The third law: water flows downhill. Reads every #include of the tree at
# $1 and fails when one points up, or out of a building.
#
# Usage: layering.sh [ROOT]
set -euo pipefail
cd "${1:-$(dirname "$0")/../..}"

# Each room includes itself and what stands before it.
order=(base diagnostics ast syntax model rules logic rows table check packs
       diff query project driver)

# Beyond the shared wall, runtime/format, these rooms may use the public
# runtime: table opens the bytes that it decodes, the others replay witnesses.
opening=" table check diff query driver "

failures=0
fail() {
  echo "layering: $1"
  failures=$((failures + 1))
}

# file:included path, for each #include below $@.
includes() {
  find "$@" -type f \( -name '*.h' -o -name '*.cpp' -o -name '*.c' \) \
      -print0 2>/dev/null | sort -z |
    xargs -0 -r grep -HE '^[[:space:]]*#[[:space:]]*include' |
    sed -E 's/^([^:]+):[^"<]*["<]([^">]+)[">].*/\1:\2/'
}

rank_of() {
  local i
  for i in "${!order[@]}"; do
    if [[ ${order[i]} == "$1" ]]; then echo "$i"; return; fi
  done
  echo -1
}

# May room $1 (rank $2) include room $3? $4 is the including file.
check_downhill() {
  local to_rank
  to_rank=$(rank_of "$3")
  if (( to_rank < 0 )); then fail "$4 includes unknown room $3"
  elif (( to_rank > $2 )); then fail "$4 includes $3, which is above $1"
  elif [[ $1 == logic && $3 != logic && $3 != base ]]; then
    case $4 in
      */rules_to_diagrams.* | */space.*) ;;  # bring rules and vocabulary in
      *) fail "$4 includes $3: logic knows base alone" ;;
    esac
  fi
}

for directory in compiler/*/; do
  [[ -d $directory ]] || continue
  room=$(basename "$directory")
  rank=$(rank_of "$room")
  if (( rank < 0 )); then
    fail "compiler/$room has no place in the order"
    continue
  fi
  while IFS=: read -r file path; do
    case $path in
      compiler/*)
        to=${path#compiler/}
        check_downhill "$room" "$rank" "${to%%/*}" "$file" ;;
      runtime/format/*) ;;
      runtime/include/assent/* | assent/*)
        [[ $opening == *" $room "* ]] || fail "$file includes $path" ;;
      runtime/* | tests/* | bench/*) fail "$file includes $path" ;;
      toml++/*)
        [[ $file == compiler/project/toml_to_project.cpp ]] ||
          fail "$file includes $path" ;;
      CLI/*) [[ $room == driver ]] || fail "$file includes $path" ;;
    esac
  done < <(includes "compiler/$room")
done

# The airlock: one file sees ANTLR.
while read -r file; do
  [[ $file == compiler/syntax/text_to_ast.cpp ]] || fail "$file names antlr"
done < <(grep -rli antlr compiler --include='*.h' --include='*.cpp' || true)

# The runtime: the standard library, and itself.
while IFS=: read -r file path; do
  case $path in
    runtime/format/* | format/*) ;;        # by either root
    # Public types are defined in public headers; the wall passes them on.
    ../include/assent/day.h | ../include/assent/verdict.h) ;;
    runtime/* | src/* | assent/* | assent.h)
      [[ $file != runtime/format/* ]] || fail "$file includes $path" ;;
    sys/mman.h | sys/stat.h | fcntl.h | unistd.h) ;;  # to map a file
    */* | *.hpp) fail "$file includes $path" ;;
    *.h)
      [[ $path =~ ^(std[a-z]+|string|limits|math|errno)\.h$ ||
         -e $(dirname "$file")/$path ]] || fail "$file includes $path" ;;
  esac
done < <(includes runtime)
while read -r hit; do fail "$hit"; done < <(
  grep -rnE 'llvm|fmt::|antlr' runtime 2>/dev/null || true)

# The oracle shares the Model with the compiler, and no code behind it.
while IFS=: read -r file path; do
  case $path in
    compiler/model/* | compiler/base/* | runtime/format/day.h) ;;
    tests/reference/* | tests/*) [[ $path == tests/reference/* ]] ||
      fail "$file includes $path" ;;
    compiler/* | runtime/* | assent/* | llvm/* | fmt/*)
      fail "$file includes $path" ;;
  esac
done < <(includes tests/reference)
while read -r hit; do fail "tests/reference links $hit"; done < <(
  grep -shoE 'assent(_|::)(syntax|rules|logic|rows|table|check|diff|runtime)' \
    tests/reference/CMakeLists.txt || true)

if (( failures != 0 )); then
  echo "layering: $failures includes point the wrong way"
  exit 1
fi
echo "layering: every include points downhill"
