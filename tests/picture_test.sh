#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Checks that docs/picture.svg of the project in $1 is what the command $2 shows of the example engine $3.
set -euo pipefail

"$1/scripts/picture" "$2" "$3" | diff "$1/docs/picture.svg" - || {
    echo 'docs/picture.svg is out of date; run: scripts/picture > docs/picture.svg' >&2
    exit 1
}
