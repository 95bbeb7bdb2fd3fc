#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# run.sh SECONDS [TARGET...]
#
# Builds the fuzz targets and runs each TARGET (default: all) for SECONDS seconds, one after the other.
# Prints how many inputs each has tried. Starts from corpus/ and the recordings of real engines, and keeps
# new inputs in build/fuzz/corpus for the next run. Stops at the first finding and prints the path of the
# input: fix the fault, and add the input to corpus/.

set -euo pipefail
cd "$(dirname "$0")/../.."

if (($# == 0)) || [[ $1 == -* ]]; then
  echo 'Usage: tests/fuzz/run.sh SECONDS [TARGET...]' >&2
  exit 2
fi
seconds=$1
shift

build=build/fuzz
targets=("$@")
if ((${#targets[@]} == 0)); then
  targets=(tests/fuzz/corpus/*/)
  targets=("${targets[@]%/}")
  targets=("${targets[@]##*/}")
fi

newest_clang() {
  local version
  for version in 16 17 18 19; do
    if command -v "clang++-$version"; then
      return
    fi
  done
  echo 'Error: no clang 16 or newer; install it with scripts/install-deps fuzz' >&2
  exit 1
}

clang=$(newest_clang)
cmake --preset fuzz "-DCMAKE_CXX_COMPILER=$clang" >/dev/null
cmake --build --preset fuzz

# Extracts the bodies of recorded answers, without heads and chunk sizes.
image_list_seeds() {
  local recording name
  for recording in tests/engine/recordings/*/images*.http; do
    name=${recording#tests/engine/recordings/}
    sed -e '1,/^\r$/d' -e '/^[0-9a-f]*\r$/d' "$recording" >"$1/${name//\//_}"
  done
}

for target in "${targets[@]}"; do
  learned=$build/corpus/$target
  seeds=$build/seeds/$target
  mkdir -p "$learned" "$seeds" "$build/findings"
  folders=("$learned" "tests/fuzz/corpus/$target" "$seeds")
  options=()
  case $target in
    image_list) image_list_seeds "$seeds" ;;
    answer) folders+=(tests/engine/recordings) ;;
  esac
  if [[ -f tests/fuzz/$target.dict ]]; then
    options+=("-dict=tests/fuzz/$target.dict")
  fi
  printf '%-14s ' "$target"
  if ! "$build/bin/fuzz_$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 \
    -max_len=16384 -print_final_stats=1 -artifact_prefix="$build/findings/$target-" \
    "${options[@]}" "${folders[@]}" >"$build/$target.log" 2>&1; then
    echo "FOUND something, see $build/$target.log:"
    tail -n 30 "$build/$target.log"
    exit 1
  fi
  awk -v seconds="$seconds" '/number_of_executed_units/ { runs = $2 } / cov: / { line = $0 }
    END {
      match(line, /cov: [0-9]+/)
      printf "%11d inputs in %d s, %s\n", runs, seconds, substr(line, RSTART, RLENGTH)
    }' "$build/$target.log"
done
