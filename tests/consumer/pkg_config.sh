#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Compiles and runs programs with only the flags that pkg-config reports for the install in $1, or with "" for that of
# the system. $2 is the compiler, $3 a working folder.
set -euo pipefail

prefix=$1 compiler=$2 work=$3
here=$(cd "$(dirname "$0")" && pwd)
if [[ -n $prefix ]]; then
    PKG_CONFIG_PATH=$(find "$prefix" -name 'dkrls*.pc' -printf '%h\n' | sort -u | paste -sd :)
    export PKG_CONFIG_PATH
fi
mkdir -p "$work"

# try PACKAGE SOURCE FLAG...
try() {
    local flags
    read -ra flags < <(pkg-config --cflags --libs "$1")
    [[ " ${flags[*]}" != *' -std='* ]] || { echo "$1 chooses the C++ standard" >&2 && exit 1; }
    "$compiler" -std=c++20 "${@:3}" "$here/$2" "${flags[@]}" -o "$work/$1"
    "$work/$1"
}
try dkrls consumer.cpp
try dkrls-compiled consumer.cpp -DCOMPILED
try dkrls-tls tls_consumer.cpp -DCOMPILED
