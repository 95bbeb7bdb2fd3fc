#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Checks the includes below $1/include/dkrls: each group of headers includes only the groups that it may
# include, and each outside library is included only in its own files. A group is a folder of detail/, or a line
# of "public". No folder of detail/ may be too full.
set -euo pipefail
root=$(cd "$1" && pwd)
cd "$root/include/dkrls"

declare -A public=(
    [values]='version error logger age byte_size terminal_text reference platform image endpoint environment engine_info'
    [choosing]='filter pattern image_query row listing repository'
    [space]='disk_usage disk_summary'
    [showing]='field format format_problem format_options formatter disk_summary_formatter'
    [asking]='transport client_options tls docker_client engine_choice locate_engine explain'
    [reading]='read_rows'
    [umbrella]='dkrls src src_tls'
)
declare -A sees=(
    [everywhere]='choosing' [text]='values' [values]='text' [choosing]='values text' [docker_files]='values text'
    [net]='values text asking' [engine_json]='values text net' [engine_api]='values text asking net engine_json'
    [disk]='values text asking net engine_api engine_json space' [space]='values text choosing disk'
    [format]='values text choosing space showing' [showing]='values text choosing space format'
    [asking]='values text net docker_files engine_api disk space'
    [rows]='values text' [reading]='values text rows'
)
# The files that may include an outside library, as a pattern.
declare -A home=(
    [boost/asio/ssl]='^(impl/)?tls\.' [openssl]='^(impl/)?tls\.' [boost/beast]='^detail/net/'
    [boost/asio]='^detail/(net|engine_api|disk)/|^(impl/)?(tls|transport|docker_client|explain|locate_engine)\.'
    [boost/json]='^detail/(engine_json|docker_files|rows)/' [boost/log]='^$' [boost/program_options]='^$'
)

failures=0
fail() { echo "$1" >&2; failures=$((failures + 1)); }

# Prints the group of a file below include/dkrls; nothing for a public header without a group.
group_of() {
    local name=${1#impl/} group
    [[ $name == detail/*/* ]] && { name=${name#detail/}; echo "${name%%/*}"; return; }
    [[ $name == detail/* ]] && { echo everywhere; return; }
    for group in "${!public[@]}"; do
        if [[ " ${public[$group]} " == *" ${name%.*} "* ]]; then echo "$group"; fi
    done
}

while IFS=: read -r file included; do
    from=$(group_of "$file")
    [[ -n $from ]] || { fail "$file is in no group of $0"; continue; }
    for library in "${!home[@]}"; do
        [[ $included != "$library"[/.]* || $file =~ ${home[$library]} ]] || fail "$file must not include $included"
    done
    [[ $included == dkrls/* && $from != umbrella ]] || continue
    [[ $included != *.ipp || ${file%.hpp}.ipp == "$(sed 's/^dkrls\///; s/^impl\///' <<< "$included")" ]] ||
        fail "$file includes the body of another header, $included"
    to=$(group_of "${included#dkrls/}")
    [[ $to == everywhere || " $from ${sees[$from]:-} " == *" $to "* ]] || fail "$file must not include $included"
done < <(grep -roE '^ *# *include +["<][^">]+' --include='*.[hi]pp' . | sed -E 's/^\.\///; s/: *# *include +["<]/:/')

# `ls` explains a folder only as long as its list is short.
for folder in detail/*/; do
    files=$(find "$folder" -type f | wc -l)
    ((files <= 20)) || fail "$folder has $files files; split it, 20 are the most"
done

# A program without TLS must compile without OpenSSL.
! grep -rl '"dkrls/tls.hpp"' --include='*.[hi]pp' . | grep -vE '^\./(impl/tls\.ipp)$' >&2 || fail 'nobody else may include tls.hpp'
# The command can do nothing that other programs cannot, and the example engine is a program of its own.
! grep -rnE '^ *# *include +["<]dkrls/detail/' "$root/apps" >&2 || fail 'apps/ must not include dkrls/detail'
! grep -rnE '^ *# *include +["<](dkrls/|.*tests/)' "$root/examples/example-engine" >&2 ||
    fail 'the example engine must include neither dkrls nor tests'
((failures == 0))
