#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Checks the layers of the project in $1. Then plants one violation of each kind in a copy: the check must
# report it.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
"$here/layers.sh" "$1"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Puts a fresh copy of the folders that are checked into $work.
copy_folders() {
    rm -rf "${work:?}"/*
    mkdir "$work/examples"
    cp -r "$here/../include" "$here/../apps" "$work"
    cp -r "$here/../examples/example-engine" "$work/examples"
}

# The copy must be refused with this text.
expect_refusal_of_copy() {
    local said
    if said=$("$here/layers.sh" "$work" 2>&1) || ! grep -qF -- "$1" <<< "$said"; then
        echo "not noticed: $1; it said: $said" >&2
        exit 1
    fi
}

# Adds a line to a file below $work. The check must name the file.
expect_refusal_in() {
    local file=$1 line=$2
    copy_folders
    echo "$line" >> "$work/$file"
    expect_refusal_of_copy "${file#include/dkrls/}"
}

expect_refusal() { expect_refusal_in "include/dkrls/$1" "$2"; }

copy_folders
"$here/layers.sh" "$work"

expect_refusal reference.hpp '#include "dkrls/unknown.hpp"'
expect_refusal age.hpp '#include "dkrls/filter.hpp"'
expect_refusal formatter.hpp '#include "dkrls/docker_client.hpp"'
expect_refusal impl/docker_client.ipp '#include "dkrls/formatter.hpp"'
expect_refusal image.hpp '#include <boost/json.hpp>'
expect_refusal filter.hpp '#include <boost/asio/io_context.hpp>'
expect_refusal docker_client.hpp '#include <boost/beast/core.hpp>'
expect_refusal logger.hpp '#include <boost/log/core.hpp>'
expect_refusal detail/net/socket_transport.hpp '#include <boost/asio/ssl.hpp>'
expect_refusal detail/net/client_operation.hpp '#include <boost/asio/ssl/stream.hpp>'
expect_refusal detail/net/ssh_transport.ipp '#include <openssl/ssl.h>'
expect_refusal dkrls.hpp '#include "dkrls/tls.hpp"'
expect_refusal impl/age.ipp '#include "dkrls/impl/error.ipp"'
expect_refusal new_header.hpp '#include <string>'
expect_refusal detail/text/ascii.hpp '#include "dkrls/row.hpp"'
expect_refusal detail/net/silence_watch.hpp '#include "dkrls/detail/engine_api/api_version.hpp"'
expect_refusal detail/format/piece.hpp '#include "dkrls/docker_client.hpp"'
expect_refusal_in apps/dkr-ls/run.cpp '#include <dkrls/detail/text/ascii.hpp>'
expect_refusal_in examples/example-engine/main.cpp '#include "../../tests/support/fake_engine.hpp"'

copy_folders
touch "$work/include/dkrls/detail/rows/"{1..20}.hpp
expect_refusal_of_copy 'detail/rows/ has '
