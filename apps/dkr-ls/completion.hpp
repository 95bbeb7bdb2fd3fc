#pragma once

#include <span>
#include <string>
#include <string_view>

namespace dkr_ls {

/// The script that teaches a shell to complete dkr-ls; nullptr for a shell there is none for.
const char* completion_script(std::string_view shell);

/// What the last of `words` may become, given those before it (without "dkr-ls"): one candidate a
/// line, with a tab and a description where there is one. Ends with the line ":4", "offer no
/// files", as the completion protocol of docker and its plugins has it.
std::string complete(std::span<const std::string> words);

}  // namespace dkr_ls
