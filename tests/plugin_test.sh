#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Runs the command $1 as a plugin of docker's own command, with the example engine $2. Ends with 77 if there
# is no docker.
set -euo pipefail

command=$1 engine=$2

# shellcheck source=tests/support/example_engine.sh
source "$(dirname "$0")/support/example_engine.sh"

if ! command -v docker > /dev/null; then
    echo 'left out: the docker CLI is not installed (scripts/install-deps docker)'
    exit 77
fi
docker --version

fail() {
    echo "docker ls: $*" >&2
    exit 1
}

# same_as EXPECTED COMMAND...: the command must print the contents of the file, nothing on stderr, and end
# with 0.
same_as() {
    local expected=$1
    shift
    "$@" > "$work/out" 2> "$work/err" || fail "\"$*\" ended with $?: $(cat "$work/err")"
    diff "$expected" "$work/out" || fail "\"$*\" prints something else"
    [[ ! -s $work/err ]] || fail "\"$*\" says: $(cat "$work/err")"
}

# refused STATUS TEXT COMMAND...: the command must end with the status and print a line with the text on stderr.
refused() {
    local status=0 wanted=$1 text=$2
    shift 2
    "$@" > "$work/out" 2> "$work/err" || status=$?
    ((status == wanted)) || fail "\"$*\" ended with $status, not $wanted"
    grep -qF -- "$text" "$work/err" || fail "\"$*\" does not say \"$text\" but: $(cat "$work/err")"
}

start_example_engine "$engine"
export DOCKER_CONFIG=$work/docker DOCKER_HOST=$engine_url
unset DOCKER_CONTEXT DOCKER_TLS DOCKER_TLS_VERIFY DOCKER_CERT_PATH
mkdir -p "$DOCKER_CONFIG/cli-plugins" "$work/other/cli-plugins"
ln -s "$command" "$DOCKER_CONFIG/cli-plugins/docker-ls"
ln -s "$command" "$work/other/cli-plugins/docker-ls"

"$command" tags --minAge 30 > "$work/tags"
"$command" repos > "$work/repos"
[[ $(wc -l < "$work/repos") -gt 5 ]] || fail "the command lists hardly anything"

docker help | grep -qE '^ +ls\*? +.*[a-z]' || fail "docker help does not show it"
docker ls --help | grep -q '^  docker ls COMMAND' || fail "its help names something else"
docker help ls tags | grep -q '^  docker ls tags \[PATTERN' || fail "docker help ls tags is not its help"

same_as "$work/tags" docker ls tags --minAge 30
same_as "$work/tags" docker ls tags --minAge=30 --host "$engine_url"
same_as "$work/repos" docker -l warn ls repos
same_as "$work/repos" docker --config "$DOCKER_CONFIG" ls repos
DOCKER_HOST='' same_as "$work/repos" docker -H "$engine_url" ls repos
DOCKER_HOST='' same_as "$work/repos" docker --host="$engine_url" --log-level=error ls repos
docker context create example --docker "host=$engine_url" > /dev/null 2>&1
DOCKER_HOST='' same_as "$work/repos" docker --context example ls repos
DOCKER_HOST='' same_as "$work/repos" docker -c example ls repos
DOCKER_HOST='' DOCKER_CONTEXT=example same_as "$work/repos" docker ls repos
DOCKER_HOST='' refused 1 '"nonsense"' docker --context nonsense --config "$work/other" ls repos

docker -D ls repos > "$work/out" 2> "$work/err"
grep -q '^DEBUG: ' "$work/err" || fail "-D does not reach it"

refused 2 'unknown flag: --nonsense' docker ls tags --nonsense
refused 1 '/nonexistent' docker -H unix:///nonexistent ls tags
refused 1 '/nonexistent/ca.pem' docker --tlsverify --tlscacert /nonexistent/ca.pem \
    -H tcp://localhost:1 ls tags
refused 1 "$DOCKER_CONFIG/ca.pem" docker --tls -H tcp://localhost:1 ls tags

# docker passes completion to plugins since version 23.
if (($(docker --version | sed -E 's/^[^0-9]*([0-9]+).*/\1/') >= 23)); then
    "$command" __complete tags --m > "$work/candidates"
    same_as "$work/candidates" docker __complete ls tags --m
    "$command" __complete tags --prefix n > "$work/candidates"
    same_as "$work/candidates" docker __complete ls tags --prefix n
fi
