#!/usr/bin/env bash
# Runs the example $2 against the example engine $1 and compares its output, stdout and stderr, with the
# file $3. The example gets the engine's URL in DOCKER_HOST and as its first argument. Further arguments are
# names of sockets at which nobody listens.
set -euo pipefail

# shellcheck source=tests/support/example_engine.sh
source "$(dirname "$0")/../tests/support/example_engine.sh"

engine=$1 example=$2 expected=$3
shift 3

start_example_engine "$engine"
DOCKER_HOST=$engine_url "$example" "$engine_url" "${@/#/unix://$work/}" > "$work/output" 2>&1
sed -i "s|$work|DIR|g" "$work/output"
diff "$expected" "$work/output"
