#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Runs the example $2 with the example engine $1 in DOCKER_HOST and compares its output, stdout and
# stderr, with the file $3; a status other than 0 is its last line. Further arguments are names of
# sockets, of which the example gets the URLs: the engine listens at docker.sock, nobody at the others.
set -euo pipefail

# shellcheck source=tests/support/example_engine.sh
source "$(dirname "$0")/../tests/support/example_engine.sh"

engine=$1 example=$2 expected=$3
shift 3

start_example_engine "$engine"
export DOCKER_HOST=$engine_url DOCKER_CONFIG=$work
"$example" "${@/#/unix://$work/}" > "$work/output" 2>&1 || echo "exit status $?" >> "$work/output"
sed -i "s|$work|DIR|g" "$work/output"
diff "$expected" "$work/output"
