#!/usr/bin/env bash
# Checks the README of the project in $1 with the command $2 and the example engine $3: its program must be a
# tested example, and its listings must be the command's output.
set -euo pipefail

project=$1 command=$2 engine=$3
readme=$project/README.md

# shellcheck source=tests/support/example_engine.sh
source "$(dirname "$0")/support/example_engine.sh"

fail() {
    echo "README.md: $*" >&2
    exit 1
}

start_example_engine "$engine"

# shellcheck disable=SC2016 # the backquotes of Markdown
sed -n '/^```cpp$/,/^```$/p' "$readme" | sed '1d;$d' > "$work/readme.cpp"
diff "$project/examples/readme.cpp" "$work/readme.cpp" || fail "its program is not examples/readme.cpp"

# Takes the indented lines from "$ dkr-ls ..." on: commands and their output, without blank lines.
sed -n '/^    \$ dkr-ls /,/^[^ ]/p' "$readme" | sed -n 's/^    //p' > "$work/shown"
grep '^\$ ' "$work/shown" | while read -r _ _ arguments; do
    echo "\$ dkr-ls $arguments"
    # shellcheck disable=SC2086 # the words of a command line
    "$command" $arguments --host "$engine_url" | sed '/^$/d'
done > "$work/printed"
[[ -s $work/printed ]] || fail "no listing was found"
diff "$work/shown" "$work/printed" || fail "its listing is not what is printed"
