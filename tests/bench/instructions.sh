#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# instructions.sh PROGRAM
#
# Counts the instructions that the program "instructions" needs to parse, select and print 10,000
# images. Fails if the count is more than 10 % above the one in instructions.txt. Unlike times, the
# count is the same in every run and on every machine; it depends only on the compiler and Boost, so
# that each pair has its own line.
#
# With DKR_LS_RENEW_GOLDEN=1 it replaces the count in instructions.txt.

set -euo pipefail

program=$1
figures=$(dirname "$0")/instructions.txt

if ! command -v valgrind >/dev/null; then
  echo 'Error: no valgrind; install it with scripts/install-deps test' >&2
  exit 1
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! valgrind --tool=callgrind --toggle-collect=list_images \
  --callgrind-out-file="$work/callgrind.out" "$program" >"$work/out" 2>"$work/err"; then
  cat "$work/err" >&2
  exit 1
fi
built_with=$(cat "$work/out")
counted=$(sed -n 's/^totals: //p' "$work/callgrind.out")
if ((counted == 0)); then
  echo "Error: no list_images() in $program; is it stripped?" >&2
  exit 1
fi

kept=$(sed -n "s/^$built_with: //p" "$figures")
echo "Instructions for 10,000 images, $built_with: $counted, kept: ${kept:-none}"

if [[ -n ${DKR_LS_RENEW_GOLDEN:-} ]]; then
  { grep -v "^$built_with: " "$figures"; echo "$built_with: $counted"; } >"$work/figures"
  cp "$work/figures" "$figures"
elif [[ -z $kept ]]; then
  echo "Nothing to compare with; DKR_LS_RENEW_GOLDEN=1 keeps this figure."
  exit 77 # tells ctest that the test is skipped
elif ((counted * 100 > kept * 110)); then
  echo 'Error: that is more than 10 % above the figure kept' >&2
  exit 1
elif ((counted * 100 < kept * 90)); then
  echo 'That is more than 10 % below: DKR_LS_RENEW_GOLDEN=1 keeps the new figure.'
fi
