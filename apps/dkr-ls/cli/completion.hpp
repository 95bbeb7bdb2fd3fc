// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/commands.hpp"

namespace dkr_ls {

/// The script that teaches a shell to complete dkr-ls; nullptr for a shell there is none for.
const char* completion_script(std::string_view shell);

/// Returns the existing values of a kind, repositories for example. The settings of the line so far
/// name the engine.
using LiveValues = std::function<std::vector<std::string>(Flag::Live, const Settings&)>;

/// The end of the candidates. It means "offer no files" in the completion protocol of docker and
/// its plugins.
inline constexpr std::string_view end_of_candidates = ":4\n";

/// The same where the shell is to offer files.
inline constexpr std::string_view end_that_offers_files = ":0\n";

/// Returns the candidates for the last of `words`, which do not include "dkr-ls": one a line, with
/// a tab and a description if it has one, and one of the two ends.
std::string complete(std::span<const std::string> words, const LiveValues& live_values);

}  // namespace dkr_ls
