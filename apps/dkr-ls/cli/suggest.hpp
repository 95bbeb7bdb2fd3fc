// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dkr_ls {

/// Returns how many letters must be changed, added, left out or swapped with their neighbour to
/// turn one word into the other (optimal string alignment).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// Returns the candidate that `word` was probably meant to be: the first that is `word` in another
/// case, else one that `word` begins, else the nearest with at most two mistakes and more right
/// than wrong. Empty if there is none.
std::string suggest(std::string_view word, const std::vector<std::string_view>& candidates);

}  // namespace dkr_ls
