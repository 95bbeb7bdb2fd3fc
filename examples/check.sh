#!/usr/bin/env bash
# Runs the example $2 against the example engine $1 and compares what it prints, on stdout and stderr,
# with the file $3.
set -euo pipefail

engine=$1 example=$2 expected=$3

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

"$engine" "$work/docker.sock" &
engine_pid=$!
for ((i = 0; i < 100; i++)); do
    [[ -S $work/docker.sock ]] && break
    sleep 0.1
done

"$example" "unix://$work/docker.sock" > "$work/output" 2>&1
sed -i "s|$work|DIR|g" "$work/output"
diff "$expected" "$work/output"
