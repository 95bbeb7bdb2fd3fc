#!/usr/bin/env bash
# Checks what the README of the project in $1 says against the command $2 and the example engine $3:
# its program is a tested example, its listing is what is printed, and it names every flag and command.
set -euo pipefail

project=$1 command=$2 engine=$3
readme=$project/README.md

work=$(mktemp -d)
engine_pid=
cleanup() {
    if [[ -n $engine_pid ]]; then
        kill "$engine_pid"
        wait "$engine_pid" || true
    fi
    rm -rf "$work"
}
trap cleanup EXIT

fail() {
    echo "README.md: $*" >&2
    exit 1
}

# shellcheck disable=SC2016 # the backquotes of Markdown
sed -n '/^```cpp$/,/^```$/p' "$readme" | sed '1d;$d' > "$work/readme.cpp"
diff "$project/examples/readme.cpp" "$work/readme.cpp" || fail "its program is not examples/readme.cpp"

"$engine" "$work/docker.sock" &
engine_pid=$!
for ((i = 0; i < 100; i++)); do
    [[ -S $work/docker.sock ]] && break
    sleep 0.1
done

# The indented lines from "$ dkr-ls ..." to the next blank line: commands and what they print.
sed -n '/^    \$ dkr-ls /,/^$/p' "$readme" | sed '/^$/d; s/^    //' > "$work/shown"
grep '^\$ ' "$work/shown" | while read -r _ _ arguments; do
    echo "\$ dkr-ls $arguments"
    # shellcheck disable=SC2086 # the words of a command line
    "$command" $arguments --host "unix://$work/docker.sock"
done > "$work/printed"
[[ -s $work/printed ]] || fail "no listing was found"
diff "$work/shown" "$work/printed" || fail "its listing is not what is printed"

"$command" help tags | grep -oE '^ +(-[a-zA-Z], )?--[a-zA-Z-]+' | grep -oE -- '--[a-zA-Z-]+' > "$work/names"
"$command" help | sed -n '/^Commands:/,/^$/p' | sed '1d;/^$/d' | awk '{print $1}' >> "$work/names"
(($(wc -l < "$work/names") > 10)) || fail "the help names hardly anything"
while read -r name; do
    grep -qE -- "(^|[^a-zA-Z-])${name}([^a-zA-Z-]|$)" "$readme" || fail "does not name $name"
done < "$work/names"
