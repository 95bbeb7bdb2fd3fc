#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Checks that formatters of manual pages report no fault in the page $1. tests/cli/documents_test.cpp checks
# its contents.
set -euo pipefail

page=$1
looked=false

# without_complaint COMMAND...
without_complaint() {
    local said
    if ! command -v "$1" > /dev/null; then
        echo "left out: $1 is not installed (scripts/install-deps test)"
        return
    fi
    looked=true
    if ! said=$("$@" 2>&1) || [[ -n $said ]]; then
        printf '%s\n' "$*:" "$said" >&2
        exit 1
    fi
}

without_complaint mandoc -T lint -W warning "$page"
without_complaint groff -mandoc -ww -z -T utf8 "$page"
$looked || exit 77
