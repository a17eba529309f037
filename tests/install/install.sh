#!/usr/bin/env bash
# The runtime, built where no third-party package is found, installed to a
# folder, moved, and used by programs in C++ and C: through find_package and
# through pkg-config.
#
# usage: install.sh ASSENT CMAKE SCRATCH
set -euo pipefail
assent=$1 cmake=$2 scratch=$3
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
rm -rf "$scratch"
mkdir -p "$scratch"

fail() { echo "install: $*" >&2; exit 1; }
quietly() { "$@" > "$scratch/log" 2>&1 || { cat "$scratch/log"; fail "$*"; }; }

nothing=()
for package in Threads fmt nlohmann_json CLI11 LLVM antlr4-runtime doctest \
               rapidcheck benchmark; do
  nothing+=("-DCMAKE_DISABLE_FIND_PACKAGE_$package=ON")
done
quietly "$cmake" -S "$root" -B "$scratch/build" -G Ninja "${nothing[@]}" \
    -DASSENT_RUNTIME_ONLY=ON -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_INSTALL_LIBDIR=lib
quietly "$cmake" --build "$scratch/build" -j 2
quietly "$cmake" --install "$scratch/build" --prefix "$scratch/first"
mv "$scratch/first" "$scratch/prefix"         # nothing remembers where it was

quietly "$assent" compile "$root/examples/01-hello" -o "$scratch/hello.table"
expect() {                                    # of a program
  "$1" "$scratch/hello.table" on > "$scratch/said" || fail "$1 on: $?"
  grep -q '^permit' "$scratch/said" || fail "$1: no permit"
  local status=0
  "$1" "$scratch/hello.table" off > "$scratch/said" || status=$?
  (( status == 1 )) || fail "$1 off: $status"
  grep -q '^deny' "$scratch/said" || fail "$1: no deny"
}

quietly "$cmake" -S "$here/consumer" -B "$scratch/consumer" -G Ninja \
    "${nothing[@]}" -DCMAKE_PREFIX_PATH="$scratch/prefix" \
    -DEMBED="$root/examples/embed/embed.cpp"
quietly "$cmake" --build "$scratch/consumer"
expect "$scratch/consumer/in_cpp"
expect "$scratch/consumer/in_c"

command -v pkg-config > /dev/null || { echo "no pkg-config: skipped"; exit 0; }
export PKG_CONFIG_PATH=$scratch/prefix/lib/pkgconfig
[[ $(pkg-config --modversion assent) == [0-9]*.[0-9]*.[0-9]* ]] || fail version
# shellcheck disable=SC2046
quietly c++ -std=c++20 "$root/examples/embed/embed.cpp" \
    -o "$scratch/by_pkg_config" $(pkg-config --cflags --libs assent)
expect "$scratch/by_pkg_config"
# shellcheck disable=SC2046
quietly cc -std=c11 -Wall -Wextra -Werror "$here/consumer/in_c.c" \
    -o "$scratch/c_by_pkg_config" \
    $(pkg-config --static --cflags --libs assent)
expect "$scratch/c_by_pkg_config"
