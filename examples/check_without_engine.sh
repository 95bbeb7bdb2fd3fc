#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Runs the example $1 where no engine is. It must exit with 1 and say so in one line that names the engine.
set -euo pipefail

missing=/nonexistent/docker.sock
status=0
errors=$(DOCKER_HOST=unix://$missing "$1" 2>&1 > /dev/null) || status=$?
echo "$errors"
((status == 1))
[[ $errors == *"$missing"* && $errors != *$'\n'* ]]
