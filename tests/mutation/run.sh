#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# run.sh [--changed [COMMIT]] [--at-most N]
#
# Plants the faults of mutants.sh one by one, each in a copy of its file, and runs the test that must notice.
# With --changed it plants only those whose file or test differs from COMMIT: by default from where this
# branch left origin/main, or from 10 commits ago on main itself. With --at-most it plants N of them, evenly chosen,
# and only checks of the others that they can be planted.
# Ends with status 1 if a fault is not noticed, or cannot be planted any more, or a test fails without one.
#
# A test of tests/unit is compiled alone, with the library as headers. Any other is linked with the libraries that
# the preset dev has built, and with the one file that has the fault; it is compiled anew only for a fault in a header.

set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
build=$root/build/dev

usage() {
  echo 'Usage: tests/mutation/run.sh [--changed [COMMIT]] [--at-most N]' >&2
  exit 2
}

everything=true since='' most=100000
while (($# > 0)); do
  case $1 in
    --changed)
      everything=false
      [[ -z ${2:-} || $2 == --* ]] || { since=$2 && shift; }
      ;;
    --at-most) most=${2:?} && shift ;;
    *) usage ;;
  esac
  shift
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

changed_since() {
  local fork
  fork=$(git merge-base HEAD origin/main 2>/dev/null || true)
  [[ -n $fork && $fork != "$(git rev-parse HEAD)" ]] || fork=$(git rev-parse --verify --quiet HEAD~10 || true)
  # A clone that does not reach so far back knows no change: then everything is one.
  git diff --name-only "${1:-${fork:-$(git hash-object -t tree /dev/null)}}"
}

$everything || changed_since "$since" >"$work/changed"

# is_wanted FILE...
is_wanted() {
  $everything || printf '%s\n' "$@" | grep -qxF -f - "$work/changed"
}

cxx=${CXX:-c++}
flags=(-std=c++20 -O0 -w -DBOOST_LOG_DYN_LINK "-DSTDIO_RELAY=\"$build/bin/stdio_relay\""
  "-DEXAMPLE_ENGINE=\"$build/bin/dkr-ls-example-engine\"" "-DPROJECT_DIR=\"$root\""
  "-DFAULTS_DOCUMENT=\"$root/docs/faults.md\"" '-DDKR_LS="./dkr-ls"' -Itests/support -Iexamples/example-engine)
built=("$build/apps/dkr-ls/libdkr_ls.a" "$build/tests/libdkrls_test_support.a" "$build/libdkrls_tls.a" "$work/library.o")
libraries=('-Wl,--allow-multiple-definition' -lboost_log -lboost_thread -lboost_program_options -lboost_json -lssl -lcrypto -pthread)
# Of version 3, Catch2 is a library.
if printf '#include <catch2/catch_all.hpp>\n' | "$cxx" -x c++ -std=c++20 -E - >/dev/null 2>&1; then
  libraries+=(-lCatch2)
fi

# compile_test TEST FLAG... : compiles the file of a test; the last flag is the -o and its object.
compile_test() {
  local folder=tests/${1%%/*}
  "$cxx" "${flags[@]}" "-DTEST_DATA_DIR=\"$root/$folder\"" "-I$folder" -c "tests/$1.cpp" "${@:2}"
}

# compile FILE TEST COPY: makes COPY/test, and for tests that run it COPY/dkr-ls, of COPY's version of FILE.
compile() {
  local file=$1 test=$2 copy=$3 changed=$3/changed.o
  if [[ $test == unit/* ]]; then
    compile_test "$test" "-I$copy/include" -o "$copy/test.o"
    "$cxx" "$copy/test.o" "$work/main.o" -o "$copy/test" "${libraries[@]}"
    return
  fi
  local source=$copy/$file test_object=$work/${test//\//-}.o
  if [[ $file == *.hpp ]]; then
    source=$build/dkrls.cpp    # what is compiled of the library, with all headers
    test_object=$copy/test.o
    compile_test "$test" -DDKRLS_SEPARATE_COMPILATION "-I$copy/include" -Iapps/dkr-ls -o "$test_object"
  fi
  "$cxx" "${flags[@]}" -DDKRLS_SEPARATE_COMPILATION "-I$copy/include" -Iapps/dkr-ls -x c++ -c "$source" -o "$changed"
  # It comes first, so its functions are taken and not those that are built.
  "$cxx" "$changed" "$test_object" "${built[@]}" "${libraries[@]}" -o "$copy/test"
  "$cxx" "$changed" "$work/command.o" "${built[@]}" "${libraries[@]}" -o "$copy/dkr-ls"
}

# try NUMBER FILE TEST FROM TO: leaves in $work/NUMBER.result what the test made of it.
try() {
  local copy=$work/$1 file=$2 text
  mkdir "$copy"
  cp -r include "$copy"
  mkdir -p "$copy/${file%/*}"
  text=$(<"$file")
  [[ -z $4 ]] || text=${text%%"$4"*}$5${text#*"$4"}
  printf '%s\n' "$text" >"$copy/$file"
  if ! compile "$file" "$3" "$copy" >"$copy/log" 2>&1; then
    echo 'does not compile' >"$copy.result"
    grep -m 3 -E 'error|undefined' "$copy/log" >>"$copy.result" || true
  elif (cd "$copy" && exec timeout --signal=KILL 60 ./test >"$copy/log" 2>&1); then
    echo 'NOT NOTICED' >"$copy.result"
  else
    echo caught >"$copy.result"
  fi
  rm -rf "$copy"
}

in_background() {
  while (($(jobs -rp | wc -l) >= $(getconf _NPROCESSORS_ONLN))); do
    wait -n || true
  done
  "$@" &
}

files=() tests=() froms=() tos=()
mutant() {
  local file=$1
  [[ $file == apps/* ]] || file=include/dkrls/$file
  is_wanted "$file" "tests/$2.cpp" || return 0
  files+=("$file") tests+=("$2") froms+=("$3") tos+=("$4")
}

# is_there_once FILE TEXT
is_there_once() {
  local text
  text=$(<"$1")
  [[ $text == *"$2"* && ${text#*"$2"} != *"$2"* ]]
}

# shellcheck source=tests/mutation/mutants.sh
source tests/mutation/mutants.sh
every=$(((${#files[@]} + most - 1) / most))
((every > 0)) || every=1

"$cxx" "${flags[@]}" -c tests/support/main.cpp -o "$work/main.o"
if [[ " ${tests[*]}" == *\ [^u]* ]]; then
  "$cxx" "${flags[@]}" -DDKRLS_SEPARATE_COMPILATION -Iinclude -c apps/dkr-ls/main.cpp -o "$work/command.o"
  # With -fPIC its functions call each other by name; otherwise they would not call the one with the fault.
  in_background "$cxx" "${flags[@]}" -DDKRLS_SEPARATE_COMPILATION -Iinclude -fPIC -c "$build/dkrls.cpp" -o "$work/library.o"
  for test in $(printf '%s\n' "${tests[@]}" | grep -v '^unit/' | sort -u); do
    in_background compile_test "$test" -DDKRLS_SEPARATE_COMPILATION -Iinclude -Iapps/dkr-ls \
      -o "$work/${test//\//-}.o"
  done
  wait
fi

# Each test alone, without a fault: it must pass, or it would notice anything.
declare -A alone=()
for ((i = 0; i < ${#files[@]}; i += every)); do
  if [[ -z ${alone[${tests[i]}]:-} ]]; then
    alone[${tests[i]}]=$i
    in_background try "alone-$i" "${files[i]}" "${tests[i]}" '' ''
  fi
done
for i in "${!files[@]}"; do
  if ((i % every > 0)) && is_there_once "${files[i]}" "${froms[i]}"; then
    echo 'not planted' >"$work/$i.result"
  elif is_there_once "${files[i]}" "${froms[i]}"; then
    in_background try "$i" "${files[i]}" "${tests[i]}" "${froms[i]}" "${tos[i]}"
  else
    echo 'not there exactly once' >"$work/$i.result"
  fi
done
wait

failures=0
for test in "${!alone[@]}"; do
  result=$(<"$work/alone-${alone[$test]}.result")
  [[ $result == 'NOT NOTICED' ]] || {
    echo "tests/$test.cpp fails without a fault: $result"
    failures=$((failures + 1))
  }
done
for i in "${!files[@]}"; do
  result=$(<"$work/$i.result")
  [[ $result == caught || $result == 'not planted' ]] || failures=$((failures + 1))
  printf '%-22s %s\n' "$result" "${files[i]#include/dkrls/}: ${froms[i]//$'\n'/ } -> ${tos[i]}"
done
echo "1 in $every of ${#files[@]} faults was planted; $failures of them, or of the tests, are not as they should be"
((failures == 0))
