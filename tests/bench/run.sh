#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# run.sh [--report-only] [BUILD]
#
# Measures the released dkr-ls (in BUILD, default build/release) beside docker, curl and a program that
# does nothing, on engines with prepared answers, and checks the project's budgets. Ends with status 1
# if a budget is missed, unless --report-only is given. Run it on an idle machine.
#
# Each comparison runs the two commands in turn, many times, and takes medians; measure.cpp describes
# the values. Output goes to /dev/null. The engine sends the list in one chunk, as docker does.

set -euo pipefail
cd "$(dirname "$0")/../.."

usage='Usage: tests/bench/run.sh [--report-only] [BUILD]'
report_only=false
build=build/release
for argument in "$@"; do
  case $argument in
    --report-only) report_only=true ;;
    -*) echo "$usage" >&2 && exit 2 ;;
    *) build=$argument ;;
  esac
done

bench=$build/bench
dkr_ls=$build/bin/dkr-ls
cxx=${CXX:-c++}

if [[ ! -x $dkr_ls || ! -x $bench/measure ]]; then
  echo "Error: nothing to measure in $build; make bench builds it" >&2
  exit 1
fi

work=$(mktemp -d)
engines=()
cleanup() {
  ((${#engines[@]} == 0)) || kill "${engines[@]}"
  rm -rf "$work"
}
trap cleanup EXIT

# The user's docker configuration must not affect the measurement.
unset "${!DOCKER_@}"
export DOCKER_CONFIG=$work/docker

# --- helpers ----------------------------------------------------------------------------------

# Prints the value of an arithmetic expression with fractions.
calculate() {
  awk "BEGIN { print ($*) }"
}

# start_engine NAME IMAGES [--chunked [PART PARTS]]: starts an engine that listens at $work/NAME.
start_engine() {
  local socket=$work/$1 tries=0
  shift
  "$bench/canned-engine" "$socket" "$@" &
  engines+=("$!")
  until curl -s --unix-socket "$socket" -o /dev/null http://localhost/_ping; do
    if ((++tries == 100)); then
      echo "Error: no answer at $socket" >&2
      exit 1
    fi
    sleep 0.1
  done
}

# compare ENGINE RUNS NAME COMMAND...: measures dkr-ls tags and another command in turn. Sets wall, cpu,
# memory and other_wall, other_cpu, other_memory, and prints them.
compare() {
  local engine=$1 runs=$2 name=$3 figures
  shift 3
  figures=$("$bench/measure" "$runs" -- "$dkr_ls" -H "unix://$work/$engine" tags -- "$@")
  read -rd '' wall cpu memory other_wall other_cpu other_memory <<<"$figures" || true
  awk -v engine="$engine" -v name="$name" -v figures="${figures//$'\n'/ }" 'BEGIN {
    split(figures, f, " ")
    printf "%-14s %-16s %8.2f %8.2f %6.1f   %8.2f %8.2f %6.1f   %6.2f %6.2f %6.2f\n", engine, name,
      f[1], f[2], f[3] / 1024, f[4], f[5], f[6] / 1024, f[4] / f[1], f[5] / f[2], f[6] / f[3]
  }'
}

compare_with_nothing() {
  compare "$1" "$2" nothing "$bench/nothing"
}

compare_with_curl() {
  compare "$1" "$2" curl curl -s --unix-socket "$work/$1" -o /dev/null \
    http://localhost/v1.50/images/json
}

compare_with_docker() {
  compare "$1" "$2" 'docker images' docker -H "unix://$work/$1" images
}

budgets=()
missed=0

# budget WHAT VALUE LIMIT UNIT: notes whether VALUE is at most LIMIT. Both may be expressions.
budget() {
  local verdict=met
  if (($(calculate "($2) > ($3)"))); then
    verdict=MISSED
    missed=$((missed + 1))
  fi
  budgets+=("$(awk -v what="$1" -v unit="$4" -v verdict="$verdict" "BEGIN {
    printf \"%-6s  %-58s %8.2f of %8.2f %s\", verdict, what, ($2), ($3), unit }")")
}

# --- speed and memory -------------------------------------------------------------------------

processor=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)
echo "Machine:  ${processor:-$(uname -m)}, $(getconf _NPROCESSORS_ONLN) cores, $(uname -sr)"
echo "Compiler: $("$cxx" --version | head -n 1)"
echo "curl:     $(curl --version | head -n 1 | cut -d ' ' -f 2)"

# docker 29 is faster than docker 28, so the factors are smaller.
docker=false
of_docker_at_10000=12
of_docker_at_100000=12
if command -v docker >/dev/null; then
  docker=true
  version=$(docker --version | sed 's/^[^0-9]*\([0-9.]*\).*/\1/')
  echo "docker:   $version"
  if ((${version%%.*} >= 29)); then
    of_docker_at_10000=6
    of_docker_at_100000=3
  fi
else
  echo 'docker:   left out, as there is no docker CLI'
fi

for images in 0 100 10000 100000; do
  start_engine "$images" "$images" --chunked
done
start_engine 100000-length 100000

printf '\n%-31s %-26s %-26s %s\n' '' 'dkr-ls tags' other 'other / dkr-ls tags'
printf '%-14s %-16s %8s %8s %6s   %8s %8s %6s   %6s %6s %6s\n' images other \
  'wall ms' 'cpu ms' MiB 'wall ms' 'cpu ms' MiB wall cpu MiB
compare_with_nothing 0 201
compare_with_nothing 100 201
budget '100 images: wall time, 3 x that of nothing' "$wall" "3 * $other_wall" ms

for images in 0 100; do
  compare_with_curl "$images" 101
done
compare_with_curl 10000 51
wall_at_10000=$wall
compare_with_curl 100000-length 21
compare_with_curl 100000 21
budget "100,000 images: wall time, 9 x curl's" "$wall" "9 * $other_wall" ms
budget '10,000 to 100,000 images: growth of the wall time' "$wall / $wall_at_10000" 11 times

if $docker; then
  compare_with_docker 0 51
  compare_with_docker 100 51
  budget "100 images: processor time, 1/8 of docker's" "$cpu" "$other_cpu / 8" ms
  compare_with_docker 10000 21
  budget "10,000 images: wall time, 1/$of_docker_at_10000 of docker's" \
    "$wall" "$other_wall / $of_docker_at_10000" ms
  compare_with_docker 100000 7
  budget "100,000 images: wall time, 1/$of_docker_at_100000 of docker's" \
    "$wall" "$other_wall / $of_docker_at_100000" ms
  budget "100,000 images: memory, 1/7 of docker's" "$memory / 1024" "$other_memory / 1024 / 7" MiB
fi

# Commands that print less must also keep less in memory.
compare 100000 11 'dkr-ls repos' "$dkr_ls" -H "unix://$work/100000" repos
budget '100,000 images: memory of repos, less than of tags' \
  "$other_memory / 1024" "$memory / 1024" MiB
compare 100000 11 'tags of a prefix' \
  "$dkr_ls" -H "unix://$work/100000" tags --maxTags 1 --prefix ghcr.io/
budget '100,000 images: memory of tags of a prefix, less than of all' \
  "$other_memory / 1024" "$memory / 1024" MiB

# Several engines take as long as the slowest one, and 10 ms. Fifty of them share 5,000 images, which take their time
# from a single engine, too.
several=()
for ((i = 1; i <= 50; i++)); do
  start_engine "host$i" 5000 --chunked "$((i - 1))" 50
  several+=(-H "unix://$work/host$i")
done
compare host1 101 '10 engines' "$dkr_ls" "${several[@]:0:20}" tags
budget '10 engines of 100 images: wall time, that of one and 10 ms' "$other_wall" "$wall + 10" ms
start_engine 5000 5000 --chunked
compare 5000 51 '50 engines' "$dkr_ls" "${several[@]}" tags
budget '50 engines of 100 images: wall time, that of one with all of them and 10 ms' "$other_wall" "$wall + 10" ms

if command -v strace >/dev/null; then
  strace -f -o "$work/calls" "$dkr_ls" -H "unix://$work/100" tags >/dev/null
  printf '\nSystem calls of dkr-ls tags, 100 images: %d\n' "$(grep -c '(' "$work/calls")"
fi

# --- the parts --------------------------------------------------------------------------------

printf '\n'
"$bench/micro"
printf '\n'
tests/bench/instructions.sh "$bench/instructions" || (($? == 77))

# --- compile time for users of the library, and size of the command -----------------------------

# time_to_compile RUNS HEADER [OPTION...]: prints the seconds to compile a file that includes only HEADER.
time_to_compile() {
  local runs=$1 header=$2
  shift 2
  echo "#include <dkrls/$header>" >"$work/include.cpp"
  "$bench/measure" "$runs" -- "$cxx" -std=c++20 -O0 -I include "$@" -c "$work/include.cpp" \
    -o "$work/include.o" | awk '{ print $1 / 1000 }'
}

client=$(time_to_compile 3 docker_client.hpp -DDKRLS_SEPARATE_COMPILATION)
query=$(time_to_compile 3 image_query.hpp)
header_only_client=$(time_to_compile 1 docker_client.hpp)
size=$(wc -c <"$dkr_ls")
budget 'compiling docker_client.hpp, bodies compiled elsewhere' "$client" 2 s
budget 'compiling image_query.hpp, header-only' "$query" 2 s
budget 'size of the command' "$size / 1e6" 9 MB

printf '\nCompiling docker_client.hpp header-only: %.1f s\n\nBudgets\n' "$header_only_client"
printf '%s\n' "${budgets[@]}"
((missed == 0)) || $report_only
