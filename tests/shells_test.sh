#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Checks how bash, zsh and fish complete command lines of the command $1, with the example engine $2. Types
# into a terminal for bash and zsh; fish has a command for it.
set -euo pipefail

command=$1 engine=$2

# shellcheck source=tests/support/example_engine.sh
source "$(dirname "$0")/support/example_engine.sh"

failures=0

# Pairs: the typed text, and the command line after the tab key.
lines=(
    'dkr-ls ta'                          'dkr-ls tags'
    'dkr-ls tags --minA'                 'dkr-ls tags --minAge'
    'dkr-ls tags --sum=t'                'dkr-ls tags --sum=true'
    'dkr-ls --log-level I'               'dkr-ls --log-level INFO'
    'dkr-ls --log-level=INFO ta'         'dkr-ls --log-level=INFO tags'
    'dkr-ls tags --prefix dat'           'dkr-ls tags --prefix datadog/agent'
    'dkr-ls tags --prefix=dat'           'dkr-ls tags --prefix=datadog/agent'
    'dkr-ls tags dat'                    'dkr-ls tags datadog/agent'
    'dkr-ls tags nginx:al'               'dkr-ls tags nginx:alpine'
    'dkr-ls --context sta'               'dkr-ls --context staging'
    'dkr-ls -H unix:///nothing tags --pr' 'dkr-ls -H unix:///nothing tags --prefix'
    'dkr-ls -H unix:///nothing tags --prefix dat' 'dkr-ls -H unix:///nothing tags --prefix dat'
    'dkr-ls tags --rows rows.j'          'dkr-ls tags --rows rows.json'
    'dkr-ls tags --rows=rows.j'          'dkr-ls tags --rows=rows.json'
    'ports tags --prefix local'          'ports tags --prefix localhost:5000/app'
    'ports tags --prefix localhost:50'   'ports tags --prefix localhost:5000/app'
    'ports tags --prefix=localhost:50'   'ports tags --prefix=localhost:5000/app'
)

prepare() {
    start_example_engine "$engine"
    mkdir -p "$work/bin" "$work/docker/contexts/meta/1" "$work/functions"
    echo '{"Name":"staging","Endpoints":{"docker":{"Host":"tcp://staging:2375"}}}' \
        > "$work/docker/contexts/meta/1/meta.json"
    ln -s "$command" "$work/bin/dkr-ls"
    touch "$work/rows.json"
    cd "$work"
    # The name of this repository has a character at which bash splits words.
    cat > "$work/bin/ports" << 'PORTS'
#!/bin/sh
for last; do :; done
case $last in --*=*) echo "${last%%=*}=localhost:5000/app" ;; *) echo localhost:5000/app ;; esac
echo :4
PORTS
    chmod +x "$work/bin/ports"
    export PATH=$work/bin:$PATH DOCKER_HOST=$engine_url DOCKER_CONFIG=$work/docker TERM=xterm
    export LINE_FILE=$work/line READY_FILE=$work/ready HOME=$work ZDOTDIR=$work

    dkr-ls completion zsh > "$work/functions/_dkr-ls"
    # Control-X prints the command line.
    cat > "$work/bashrc" << 'BASHRC'
source <(dkr-ls completion bash)
complete -F _dkr_ls ports
tell() { printf '%s' "$READLINE_LINE" > "$LINE_FILE"; exit; }
bind -x '"\C-x": tell'
PROMPT_COMMAND='touch "$READY_FILE"'
BASHRC
    cat > "$work/.zshrc" << 'ZSHRC'
[[ -n $SOURCED ]] || fpath=($HOME/functions $fpath)
[[ $SOURCED != early ]] || source <(dkr-ls completion zsh)
autoload -Uz compinit && compinit -D -u
[[ $SOURCED != late ]] || source <(dkr-ls completion zsh)
compdef _dkr-ls ports
tell() { printf '%s' "$BUFFER" > "$LINE_FILE"; exit }
ready() { touch "$READY_FILE" }
zle -N tell && bindkey '^X' tell
zle -N zle-line-init ready
ZSHRC
}

# type_line TEXT SHELL...: types the text, a tab and Control-X into the shell in a terminal.
type_line() {
    local text=$1 i
    shift
    rm -f "$LINE_FILE" "$READY_FILE"
    {
        for ((i = 0; i < 200; i++)); do
            [[ -e $READY_FILE ]] && break
            sleep 0.05
        done
        printf '%s\t\030' "$text"
    } | timeout 60 script --quiet --return --command "$*" /dev/null > "$work/terminal" 2>&1 || true
    cat "$LINE_FILE" 2> /dev/null || cat "$work/terminal"
}

ask_bash() { type_line "$1" bash --noprofile --rcfile "$work/bashrc" -i; }
ask_zsh() { SOURCED='' type_line "$1" zsh --no-global-rcs -i; }
ask_zsh_sourced() { SOURCED=late type_line "$1" zsh --no-global-rcs -i; }
ask_zsh_before_compinit() { SOURCED=early type_line "$1" zsh --no-global-rcs -i; }

ask_fish() {
    local candidates
    # shellcheck disable=SC2016 # expanded by fish
    candidates=$(fish --no-config -c 'dkr-ls completion fish | source
        complete -c ports -f -a "(__dkr_ls_complete)"
        complete -C $argv[1]' "$1" | cut -f 1)
    [[ -n $candidates ]] && echo "${1% *} $candidates" || echo "$1"
}

# check SHELL ASK
check() {
    local i actual
    if ! command -v "$1" > /dev/null; then
        echo "left out: $1 is not installed (scripts/install-deps test)"
        return
    fi
    for ((i = 0; i < ${#lines[@]}; i += 2)); do
        actual=$("$2" "${lines[i]}")
        [[ ${actual% } == "${lines[i + 1]}" ]] && continue
        printf '%s: "%s" became:\n%s\n' "$2" "${lines[i]}" "$actual" >&2
        failures=$((failures + 1))
    done
    echo "$2: done"
}

prepare
check bash ask_bash
check zsh ask_zsh
check zsh ask_zsh_sourced
check zsh ask_zsh_before_compinit
check fish ask_fish
((failures == 0))
