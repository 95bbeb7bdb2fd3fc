# SPDX-License-Identifier: MIT
#
# shellcheck shell=bash
#
# For scripts to source. start_example_engine PROGRAM runs the example engine until the script ends. It
# sets "engine_url" and "work", a directory that is removed at the end.

work=
engine_url=
engine_pid=

stop_example_engine() {
    if [[ -n $engine_pid ]]; then
        kill "$engine_pid"
        wait "$engine_pid" || true
    fi
    rm -rf -- "$work"
}

start_example_engine() {
    work=$(mktemp -d)
    trap stop_example_engine EXIT
    # shellcheck disable=SC2034 # for the script that sources this
    engine_url=unix://$work/docker.sock
    "$1" "$work/docker.sock" > "$work/engine.out" &
    engine_pid=$!
    # The engine prints a line as soon as it is ready.
    for ((i = 0; i < 100; i++)); do
        [[ -s $work/engine.out ]] && return
        sleep 0.1
    done
    echo "the example engine $1 did not start" >&2
    exit 1
}
