#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Checks that the command of the build folder $1 is hardened: stack protector, fortified calls of the C
# library, a stack that is not executable, and relocations that are read-only before main() runs. A dynamic
# program is also position-independent. A static one is not: its 26,000 relocations would add a third to
# the time to start.
set -euo pipefail

build=$1
binary=$build/bin/dkr-ls

fail() {
    echo "$binary: $*" >&2
    exit 1
}

segments=$(readelf --wide --program-headers "$binary")
grep -q ' GNU_RELRO ' <<< "$segments" || fail 'has no read-only relocations'
grep -qE ' GNU_STACK .* RW ' <<< "$segments" || fail 'has an executable stack'
if grep -q ' INTERP ' <<< "$segments"; then
    grep -q '^Elf file type is DYN' <<< "$segments" || fail 'is no position-independent executable'
    readelf --wide --dynamic "$binary" | grep -qE 'BIND_NOW|Flags: .*NOW' ||
        fail 'binds its symbols late'
fi

# The stripped binary has no symbols, so this looks at the files that it is linked from.
nm --undefined-only "$build/libdkrls.a" "$build/libdkrls_tls.a" "$build/apps/dkr-ls/libdkr_ls.a" 2> /dev/null > "$build/undefined"
grep -q __stack_chk_fail "$build/undefined" || fail 'has no stack protector'
grep -qE '__[a-z]+_chk$' "$build/undefined" || fail 'has no checked calls (_FORTIFY_SOURCE)'
