#include "cli/completion.hpp"

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
  for (const std::span<const Flag> table : {command.flags(), global_flags()}) {
    for (const Flag& flag : table) {
      const std::string word = "--" + std::string(flag.name);
      if (word.starts_with(start))
        append_candidate(out, word, flag.help);
    }
  }
}

/// The values of a flag that begin with `start`; `before` precedes each, as in "--sum=".
void complete_value(std::string& out, const Flag& flag, std::string_view before,
                    std::string_view start, const std::vector<std::string>& live_values) {
  const auto offer = [&](std::string_view value) {
    if (value.starts_with(start))
      append_candidate(out, std::string(before).append(value), {});
  };
  for (const std::string_view choice : flag.choices)
    offer(choice);
  for (const std::string& value : live_values)
    offer(value);
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

/// What the words before the last one say.
struct Context {
  const Command* command = &root_command;
  const Flag* awaiting_value = nullptr;  ///< the flag that the last word is a value of
  Settings settings;                     ///< as far as the words make sense
};

void read_flag(std::string_view word, Context& context) {
  const std::size_t equals = word.find('=');
  const Flag* const flag = find_flag(*context.command, word.substr(0, equals));
  if (flag == nullptr)
    return;
  if (equals != std::string_view::npos)
    flag->apply(word.substr(equals + 1), context.settings);
  else if (flag->value == Flag::Value::required)
    context.awaiting_value = flag;
}

Context read_words(std::span<const std::string> words) {
  Context context;
  for (const std::string& word : words) {
    if (context.awaiting_value != nullptr) {
      context.awaiting_value->apply(word, context.settings);
      context.awaiting_value = nullptr;
    } else if (word.starts_with("-")) {
      read_flag(word, context);
    } else if (context.command == &root_command) {
      const Command* const named = find_command(word);
      context.command = named == nullptr ? context.command : named;
    }
  }
  return context;
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
  const Context context = read_words(words.first(words.empty() ? 0 : words.size() - 1));
  const auto look_up = [&](const Flag& flag) {
    return flag.live == Flag::Live::none ? std::vector<std::string>()
                                         : live_values(flag.live, context.settings);
  };
  std::string out;
  const std::string_view last = words.empty() ? std::string_view() : words.back();
  const std::size_t equals = last.find('=');
  if (const Flag* const flag = context.awaiting_value) {
    complete_value(out, *flag, {}, last, look_up(*flag));
  } else if (last.starts_with("--") && equals != std::string_view::npos) {
    if (const Flag* const named = find_flag(*context.command, last.substr(0, equals)))
      complete_value(out, *named, last.substr(0, equals + 1), last.substr(equals + 1),
                     look_up(*named));
  } else if (last.starts_with("-")) {
    complete_flags(out, *context.command, last);
  } else {
    complete_argument(out, *context.command, last);
  }
  return out.append(end_of_candidates);
}

}  // namespace dkr_ls
