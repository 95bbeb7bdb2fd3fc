#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# valgrind.sh BUILD [--short]
#
# Runs the command of a build folder under memcheck: listings of the example engine in all formats, and every
# kind of failure that needs no hostile engine. The program must be dynamic: memcheck does not see the
# allocations of a static one.

set -euo pipefail

build=$1
short=${2:-}

# shellcheck source=tests/support/example_engine.sh
source "$(dirname "$0")/support/example_engine.sh"
start_example_engine "$build/bin/dkr-ls-example-engine"

runs=(
  'tags --sum'
  "-H unix:///nonexistent tags"
)
if [[ $short != --short ]]; then
  runs+=(
    repos 'repos --long' 'tags --format json' 'tags --minAge 30 --maxTags 1 --prefix n'
    'tags --sort size --reverse' 'tags --reclaim' 'du' 'version' 'help tags' 'completion bash'
    '__complete tags --' 'tags --nonsense' '-H tcp://127.0.0.1:1 tags' '-H ssh://-x tags'
    '--log-level DEBUG tags'
  )
fi

export DOCKER_HOST=$engine_url
for run in "${runs[@]}"; do
  echo "valgrind: dkr-ls $run"
  status=0
  # shellcheck disable=SC2086 # the words of a command line
  valgrind --quiet --error-exitcode=99 --leak-check=full --show-leak-kinds=definite,indirect \
    --errors-for-leak-kinds=definite,indirect --track-fds=no \
    "$build/bin/dkr-ls" $run >/dev/null 2>"$work/said" || status=$?
  if ((status == 99)) || grep -q '^==' "$work/said"; then
    head -n 60 "$work/said" >&2
    exit 1
  fi
done
