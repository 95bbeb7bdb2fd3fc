#!/usr/bin/env bash
# Compiles the consumer with only the flags that pkg-config reports for the install in $1. $2 is the
# compiler, $3 a working folder.
set -euo pipefail

prefix=$1 compiler=$2 work=$3
here=$(cd "$(dirname "$0")" && pwd)
PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name dkrls.pc)")
export PKG_CONFIG_PATH
mkdir -p "$work"
read -ra flags < <(pkg-config --cflags --libs dkrls)
"$compiler" "$here/consumer.cpp" "${flags[@]}" -o "$work/consumer"
"$work/consumer" unix:///nonexistent/docker.sock
