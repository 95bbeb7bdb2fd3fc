#!/usr/bin/env bash
# Checks that the command of the build folder $1 has the defences it is built with: functions with arrays
# and calls of the C library with known sizes check themselves, the stack is no code, and relocations
# are read-only before main() runs. A dynamic program is also loaded at a random address. A static one is
# not: its 26,000 relocations would cost a third of the time it takes to start.
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

# Stripped, the binary has no names; what it is linked from has.
nm --undefined-only "$build/libdkrls_compiled.a" "$build/apps/dkr-ls/libdkr_ls.a" 2> /dev/null > "$build/undefined"
grep -q __stack_chk_fail "$build/undefined" || fail 'has no stack protector'
grep -qE '__[a-z]+_chk$' "$build/undefined" || fail 'has no checked calls (_FORTIFY_SOURCE)'
