#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Compares each template of the file $3 with what docker's own command prints, with the command $1 and the
# example engine $2. A template that the command refuses must be one that docker needs a template engine for.
# Ends with 77 if there is no docker.
set -euo pipefail

command=$1 engine=$2 formats=$3

# shellcheck source=tests/support/example_engine.sh
source "$(dirname "$0")/support/example_engine.sh"

if ! command -v docker > /dev/null; then
    echo 'left out: the docker CLI is not installed (scripts/install-deps docker)'
    exit 77
fi
docker --version

start_example_engine "$engine"
export DOCKER_CONFIG=$work/docker DOCKER_HOST=$engine_url TZ=UTC
unset DOCKER_CONTEXT DOCKER_TLS DOCKER_TLS_VERIFY DOCKER_CERT_PATH

compared=0 refused=0 failures=0
fail() {
    echo "$format: $*" >&2
    failures=$((failures + 1))
}

while IFS= read -r format; do
    [[ -n $format && $format != '#'* ]] || continue
    status=0
    "$command" tags --format "$format" > "$work/ours" 2> "$work/err" || status=$?
    if ((status == 2)); then
        refused=$((refused + 1))
        [[ $format =~ \{\{(printf|range|with|slice|len|index|\$) ]] || fail "is refused: $(cat "$work/err")"
        grep -q '^Error: invalid --format: column [0-9]' "$work/err" || fail 'is refused without its place'
        grep -q -- '--format json' "$work/err" || fail 'is refused without a way out'
        continue
    fi
    ((status == 0)) || fail "ended with $status: $(cat "$work/err")"
    docker images --format "$format" > "$work/docker" 2> "$work/err" || fail "docker refuses it: $(cat "$work/err")"
    # The example engine lists its images in no order, and docker as the engine does.
    # docker does not count containers before API 1.51; dkr-ls does.
    diff <(sort "$work/docker") <(sed 's/"Containers":"[0-9]*"/"Containers":"N\/A"/' "$work/ours" | sort) || fail 'prints something else (docker: <, dkr-ls: >)'
    compared=$((compared + 1))
done < "$formats"

echo "$compared templates print what docker prints, $refused are refused"
((failures == 0 && compared > 50 && refused > 5))
