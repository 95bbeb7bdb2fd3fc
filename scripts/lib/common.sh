# SPDX-License-Identifier: MIT
#
# shellcheck shell=bash
#
# Functions that the scripts share. To be sourced.

error() {
  printf 'Error: %s\n' "$*" >&2
}

die() {
  error "$@"
  exit 1
}

have() {
  command -v "$1" >/dev/null 2>&1
}
