#!/usr/bin/env bash
#
# run.sh [--every N]
#
# Plants the faults of mutants.sh one by one in a copy of the headers, compiles the unit test that must
# notice the fault, and runs it. Ends with status 1 if a test does not notice a fault, or if a fault cannot be
# planted any more. With --every it plants only every Nth fault, but looks for the text of each.

set -euo pipefail
cd "$(dirname "$0")/../.."

every=1
case ${1:-} in
  '') ;;
  --every) every=${2:?} ;;
  *) echo 'Usage: tests/mutation/run.sh [--every N]' >&2 && exit 2 ;;
esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cxx=${CXX:-c++}
flags=(-std=c++20 -O0 -w "-DTEST_DATA_DIR=\"$PWD/tests/unit\"" -Itests/support -Itests/unit)

# Compiles Catch2's runner once for all tests. Catch2 3 has it in a library.
"$cxx" "${flags[@]}" -c tests/support/main.cpp -o "$work/main.o"
libraries=(-lboost_json -pthread)
if printf '#include <catch2/catch_all.hpp>\n' | "$cxx" -x c++ -std=c++20 -E - >/dev/null 2>&1; then
  libraries+=(-lCatch2)
fi

# compile INCLUDE TEST PROGRAM
compile() {
  "$cxx" "${flags[@]}" "-I$1" "$(find tests/unit -name "$2.cpp")" "$work/main.o" -o "$3" "${libraries[@]}"
}

# is_there_once FILE TEXT
is_there_once() {
  local text
  text=$(<"include/dkrls/$1")
  [[ $text == *"$2"* && ${text#*"$2"} != *"$2"* ]]
}

# try NUMBER FILE TEST FROM TO: writes "caught" or another result to $work/NUMBER.result.
try() {
  local copy=$work/$1 text from=$4
  mkdir "$copy"
  cp -r include "$copy"
  text=$(<"$copy/include/dkrls/$2")
  printf '%s\n' "${text%%"$from"*}$5${text#*"$from"}" >"$copy/include/dkrls/$2"
  if ! compile "$copy/include" "$3" "$copy/test" >"$copy/log" 2>&1; then
    echo 'does not compile' >"$copy.result"
  elif timeout --signal=KILL 60 "$copy/test" >"$copy/log" 2>&1; then
    echo 'NOT NOTICED' >"$copy.result"
  else
    echo caught >"$copy.result"
  fi
  rm -rf "$copy"
}

count=0
planted=()
mutant() {
  count=$((count + 1))
  if ! is_there_once "$1" "$3"; then
    planted+=("$count|$1: ${3//$'\n'/ }")
    echo 'not there exactly once' >"$work/$count.result"
    return
  fi
  (((count - 1) % every == 0)) || return 0
  while (($(jobs -rp | wc -l) >= $(getconf _NPROCESSORS_ONLN))); do
    wait -n || true
  done
  planted+=("$count|$1: ${3//$'\n'/ } -> $4")
  try "$count" "$@" &
}

# shellcheck source=tests/mutation/mutants.sh
source tests/mutation/mutants.sh
wait

failures=0
for entry in "${planted[@]}"; do
  result=$(cat "$work/${entry%%|*}.result" 2>/dev/null || echo 'no result')
  [[ $result == caught ]] || failures=$((failures + 1))
  printf '%-22s %s\n' "$result" "${entry#*|}"
done
echo "$((${#planted[@]} - failures)) of ${#planted[@]} planted faults were caught"
((failures == 0))
