#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Checks the README and docs/ of the project in $1 with the command $2 and the example engine $3: the program
# of the README must be a tested example, listings must be the command's output, every other command that
# is shown must succeed, and what is linked must be there.
set -euo pipefail

project=$1 command=$2 engine=$3
readme=$project/README.md

# shellcheck source=tests/support/example_engine.sh
source "$(dirname "$0")/support/example_engine.sh"

fail() {
    echo "$*" >&2
    exit 1
}

second_pid=
stop_engines() {
    [[ -z $second_pid ]] || kill "$second_pid"
    stop_example_engine
}

# The engines that the documents name: the one that is asked, and the contexts "build" and "staging".
start_engines() {
    start_example_engine "$engine"
    trap stop_engines EXIT
    "$engine" "$work/second.sock" > "$work/second.out" &
    second_pid=$!
    add_context build "$engine_url"
    add_context staging "unix://$work/second.sock"
    until [[ -s $work/second.out ]]; do
        kill -0 "$second_pid"
        sleep 0.1
    done
}

# add_context NAME URL
add_context() {
    mkdir -p "$work/docker/contexts/meta/$1"
    echo "{\"Name\":\"$1\",\"Endpoints\":{\"docker\":{\"Host\":\"$2\"}}}" \
        > "$work/docker/contexts/meta/$1/meta.json"
}

# run COMMAND-LINE: as a user would type it.
run() {
    DOCKER_HOST=$engine_url DOCKER_CONFIG=$work/docker PATH=$work/bin:$PATH bash -c "$1" < /dev/null
}

# Takes the indented lines from "$ dkr-ls ..." on: commands and their output, without blank lines.
shown_listings() {
    sed -n '/^    \$ dkr-ls /,/^[^ ]/p' "$1" | sed -n 's/^    //p'
}

printed_listings() {
    shown_listings "$1" | sed -n 's/^\$ //p' | while read -r line; do
        echo "\$ $line"
        run "$line" | sed '/^$/d'
    done
}

# Takes the calls of dkr-ls out of the other indented lines, without what comes before and behind them.
shown_calls() {
    sed -nE '/^ {4,}[^$ ]/p' "$1" | grep -oE "\bdkr-ls (repos|tags|du|version|help|completion)\b[^|;)]*" |
        sed -E "s/^([^']*)'[^']*\$/\1/" # a quote that closes one before dkr-ls
}

# The files that a document links to.
linked_files() {
    grep -oE '\]\([^)#]+' "$1" | cut -c 3- | grep -v '^https:'
}

start_engines
mkdir "$work/bin"
ln -s "$(realpath "$command")" "$work/bin/dkr-ls"

# shellcheck disable=SC2016 # the backquotes of Markdown
sed -n '/^```cpp$/,/^```$/p' "$readme" | sed '1d;$d' > "$work/readme.cpp"
# The example has a line about its license, too.
sed '1{/SPDX-License-Identifier/d}' "$project/examples/readme.cpp" | diff - "$work/readme.cpp" ||
    fail "README.md: its program is not examples/readme.cpp"

listings=0 calls=0
for document in "$readme" "$project"/docs/*.md; do
    name=${document#"$project/"}
    shown_listings "$document" > "$work/shown"
    printed_listings "$document" > "$work/printed"
    diff "$work/shown" "$work/printed" || fail "$name: its listing is not what is printed"
    listings=$((listings + $(grep -c '^\$ ' "$work/shown" || true)))

    linked_files "$document" > "$work/links" || true # none
    while read -r link; do
        [[ -e ${document%/*}/$link ]] || fail "$name: there is no $link"
    done < "$work/links"

    shown_calls "$document" > "$work/calls" || true # none
    while read -r line; do
        # The name of a host in a loop over hosts.
        h=host run "$line" > /dev/null 2> "$work/errors" || fail "$name: this fails: $line: $(< "$work/errors")"
        calls=$((calls + 1))
    done < "$work/calls"
done
((listings >= 7 && calls >= 10)) || fail "only $listings listings and $calls other commands were found"
