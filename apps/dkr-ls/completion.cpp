#include "completion.hpp"

#include <algorithm>
#include <optional>

#include "commands.hpp"

namespace dkr_ls {
namespace {

constexpr const char* bash_script =
    R"script(# bash completion for dkr-ls: source <(dkr-ls completion bash)
_dkr_ls() {
    local current line
    COMPREPLY=()
    # bash splits words at '='; put "--flag=value" together again.
    local words=() i
    for ((i = 1; i <= COMP_CWORD; i++)); do
        if [[ ${COMP_WORDS[i]} == = && ${#words[@]} -gt 0 ]]; then
            words[${#words[@]} - 1]+==
        elif [[ ${#words[@]} -gt 0 && ${words[${#words[@]} - 1]} == --*= ]]; then
            words[${#words[@]} - 1]+=${COMP_WORDS[i]}
        else
            words+=("${COMP_WORDS[i]}")
        fi
    done
    current=${words[${#words[@]} - 1]}
    while IFS=$'\t' read -r line _; do
        [[ $line == :* || $line != "$current"* ]] && continue
        [[ $current == --*=* ]] && line=${line#*=}
        COMPREPLY+=("$line")
    done < <("${COMP_WORDS[0]}" __complete "${words[@]}" 2>/dev/null)
}
complete -F _dkr_ls dkr-ls
)script";

constexpr const char* zsh_script = R"script(#compdef dkr-ls
# zsh completion for dkr-ls: source <(dkr-ls completion zsh)
_dkr_ls() {
    local -a candidates
    local line
    for line in ${(f)"$(${words[1]} __complete "${(@)words[2,CURRENT]}" 2>/dev/null)"}; do
        [[ $line == :* ]] && continue
        candidates+=("${${line//:/\\:}/$'\t'/:}")
    done
    _describe 'dkr-ls' candidates
}
compdef _dkr_ls dkr-ls
)script";

constexpr const char* fish_script =
    R"script(# fish completion for dkr-ls: dkr-ls completion fish | source
function __dkr_ls_complete
    set -l words (commandline -opc) (commandline -ct)
    $words[1] __complete $words[2..-1] 2>/dev/null | string match -v ':*'
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
  for (const std::span<const Flag> table : {command.flags, global_flags()}) {
    for (const Flag& flag : table) {
      const std::string word = "--" + std::string(flag.name);
      if (word.starts_with(start))
        append_candidate(out, word, flag.help);
    }
  }
}

/// The values of a flag that begin with `start`; `before` precedes each, as in "--sum=".
void complete_value(std::string& out, const Flag& flag, std::string_view before,
                    std::string_view start) {
  for (const std::string_view choice : flag.choices)
    if (choice.starts_with(start))
      append_candidate(out, std::string(before) + std::string(choice), {});
}

void complete_commands(std::string& out, std::string_view start) {
  for (const Command& command : commands())
    if (!command.hidden && command.name.starts_with(start))
      append_candidate(out, command.name, command.summary);
}

void complete_argument(std::string& out, const Command& command, std::string_view start) {
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

std::string complete(std::span<const std::string> words) {
  const Command* command = &root_command;
  const Flag* awaiting_value = nullptr;
  const std::size_t before = words.empty() ? 0 : words.size() - 1;
  for (const std::string& word : words.first(before)) {
    if (awaiting_value != nullptr) {
      awaiting_value = nullptr;
    } else if (word.starts_with("-")) {
      const Flag* const flag = find_flag(*command, word);
      if (flag != nullptr && flag->value == Flag::Value::required)
        awaiting_value = flag;
    } else if (command == &root_command) {
      const Command* const named = find_command(word);
      command = named == nullptr ? command : named;
    }
  }

  std::string out;
  const std::string_view last = words.empty() ? std::string_view() : words.back();
  const std::size_t equals = last.find('=');
  if (awaiting_value != nullptr) {
    complete_value(out, *awaiting_value, {}, last);
  } else if (last.starts_with("--") && equals != std::string_view::npos) {
    if (const Flag* const flag = find_flag(*command, last.substr(0, equals)))
      complete_value(out, *flag, last.substr(0, equals + 1), last.substr(equals + 1));
  } else if (last.starts_with("-")) {
    complete_flags(out, *command, last);
  } else {
    complete_argument(out, *command, last);
  }
  return out + ":4\n";
}

}  // namespace dkr_ls
