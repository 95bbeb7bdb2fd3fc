// SPDX-License-Identifier: MIT
#include "cli/completion.hpp"

#include "cli/command_line.hpp"

namespace dkr_ls {
namespace {

constexpr const char* bash_script =
    R"script(# bash completion for dkr-ls: source <(dkr-ls completion bash)
_dkr_ls() {
    local line=${COMP_LINE:0:COMP_POINT} words=() word i current own
    # bash splits words at '=' and ':' too; put together again what no blank stands between.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ $i == 0 || $line == [[:blank:]]* ]]; then
            words+=("$word")
        else
            words[${#words[@]} - 1]+=$word
        fi
        line=${line#"${line%%[![:blank:]]*}"}
        line=${line#"$word"}
    done
    current=${words[${#words[@]} - 1]}
    # Of a candidate bash wants what takes the place of its own last word.
    own=${COMP_WORDS[COMP_CWORD]}
    [[ $own == [:=]* ]] && own=
    COMPREPLY=()
    while IFS=$'\t' read -r line _; do
        [[ $line == :0 ]] && compopt -o default
        [[ $line == :* || $line != "$current"* ]] && continue
        COMPREPLY+=("${line#"${current%"$own"}"}")
    done < <("${words[0]}" __complete "${words[@]:1}" 2>/dev/null)
}
complete -F _dkr_ls dkr-ls
)script";

constexpr const char* zsh_script = R"script(#compdef dkr-ls
# zsh completion for dkr-ls: source <(dkr-ls completion zsh)
_dkr-ls() {
    local -a candidates
    local line
    for line in ${(f)"$(${words[1]} __complete "${(@)words[2,CURRENT-1]}" "$PREFIX" 2>/dev/null)"}; do
        [[ $line == :0 ]] && { compset -P '--*='; _files; return }
        [[ $line == :* ]] && continue
        candidates+=("${${line//:/\\:}/$'\t'/:}")
    done
    _describe 'dkr-ls' candidates
}
# As a file in fpath this is the function's body when it is first called.
if [[ $funcstack[1] == _dkr-ls ]]; then
    _dkr-ls "$@"
elif (( $+functions[compdef] )); then
    compdef _dkr-ls dkr-ls
else
    # Before compinit: wait for it until the first prompt.
    _dkr-ls-register() {
        (( $+functions[compdef] )) || return 0
        compdef _dkr-ls dkr-ls
        add-zsh-hook -d precmd _dkr-ls-register
    }
    autoload -Uz add-zsh-hook && add-zsh-hook precmd _dkr-ls-register
fi
)script";

constexpr const char* fish_script =
    R"script(# fish completion for dkr-ls: dkr-ls completion fish | source
function __dkr_ls_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l candidates ($words[1] __complete $words[2..-1] 2>/dev/null)
    if contains :0 $candidates
        set -l before (string match -r -- '^--[^=]*=' (commandline -ct))
        for file in (__fish_complete_path (string replace -- "$before" '' (commandline -ct)))
            echo "$before$file"
        end
    else
        string match -v -- ':*' $candidates
    end
end
complete -c dkr-ls -f -a '(__dkr_ls_complete)'
)script";

void append_candidate(std::string& out, std::string_view word, std::string_view description) {
  out += word;
  if (!description.empty())
    out.append("\t").append(description);
  out += '\n';
}

void complete_flags(std::string& out, const Command& command, std::string_view start) {
  for (const std::span<const Flag> table : {command.flags(), global_flags()}) {
    for (const Flag& flag : table) {
      const std::string word = "--" + std::string(flag.name);
      if (word.starts_with(start))
        append_candidate(out, word, flag.help);
    }
  }
}

/// True for "name:tag", whose ':' is behind the last '/'.
bool has_tag(std::string_view name) {
  const std::size_t at = name.find_last_of(":/");
  return at != std::string_view::npos && name[at] == ':';
}

/// Offers the values that begin with `start`; `before` precedes each, as in "--sum=". Names with a
/// tag are offered only if `start` is more than the beginning of a name.
void complete_value(std::string& out, std::span<const std::string_view> choices,
                    std::string_view before, std::string_view start,
                    const std::vector<std::string>& live_values) {
  const auto offer = [&](std::string_view value) {
    if (!value.starts_with(start))
      return false;
    append_candidate(out, std::string(before).append(value), {});
    return true;
  };
  for (const std::string_view choice : choices)
    offer(choice);
  bool names = false;
  for (const std::string& value : live_values)
    names = (!has_tag(value) && offer(value)) || names;
  for (const std::string& value : live_values)
    if (!names && has_tag(value))
      offer(value);
}

void complete_commands(std::string& out, std::string_view start) {
  for (const Command& command : commands())
    if (!command.hidden && command.name.starts_with(start))
      append_candidate(out, command.name, command.summary);
}

void complete_argument(std::string& out, const Command& command, std::string_view start,
                       const Settings& settings, const LiveValues& live_values) {
  if (command.id == Command::Id::tags)
    complete_value(out, {}, {}, start, live_values(Flag::Live::patterns, settings));
  if (command.id == Command::Id::root || command.id == Command::Id::help)
    complete_commands(out, start);
  if (command.id == Command::Id::completion)
    for (const std::string_view shell : shells)
      if (shell.starts_with(start))
        append_candidate(out, shell, {});
}

}  // namespace

const char* completion_script(std::string_view shell) {
  if (shell == "bash")
    return bash_script;
  if (shell == "zsh")
    return zsh_script;
  if (shell == "fish")
    return fish_script;
  return nullptr;
}

std::string complete(std::span<const std::string> words, const LiveValues& live_values) {
  const PartialLine line = parse_partial_line(words.first(words.empty() ? 0 : words.size() - 1));
  const Command& command = *line.invocation.command;
  const std::string_view last = words.empty() ? std::string_view() : words.back();
  const std::size_t equals = last.find('=');
  const bool holds_value = last.starts_with("--") && equals != std::string_view::npos;
  const Flag* flag = line.awaiting_value;
  std::string_view before;
  if (flag == nullptr && holds_value) {
    flag = find_flag(command, last.substr(0, equals));
    before = last.substr(0, equals + 1);
  }
  std::string out;
  if (flag != nullptr) {
    if (flag->live == Flag::Live::files)
      return std::string(end_that_offers_files);
    complete_value(out, values_of(*flag), before, last.substr(before.size()),
                   flag->live == Flag::Live::none
                       ? std::vector<std::string>()
                       : live_values(flag->live, line.invocation.settings));
  } else if (last.starts_with("-")) {
    if (!holds_value)
      complete_flags(out, command, last);
  } else {
    complete_argument(out, command, last, line.invocation.settings, live_values);
  }
  return out.append(end_of_candidates);
}

}  // namespace dkr_ls
