// SPDX-License-Identifier: MIT
#include "cli/suggest.hpp"

#include <algorithm>

#include "cli/any_case.hpp"

namespace dkr_ls {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> distance(a.size() + 1,
                                                 std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i)
    distance[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j)
    distance[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = distance[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      distance[i][j] = std::min({distance[i - 1][j] + 1, distance[i][j - 1] + 1, change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        distance[i][j] = std::min(distance[i][j], distance[i - 2][j - 2] + 1);
    }
  }
  return distance[a.size()][b.size()];
}

std::string suggest(std::string_view word, const std::vector<std::string_view>& candidates) {
  constexpr std::size_t longest_word = 64;  // a longer one is no slip of a finger
  constexpr std::size_t most_mistakes = 2;
  if (word.empty() || word.size() > longest_word)
    return {};
  for (const std::string_view candidate : candidates)
    if (equals_in_any_case(word, candidate))
      return std::string(candidate);
  std::string_view best;
  std::size_t fewest = most_mistakes + 1;
  for (const std::string_view candidate : candidates) {
    const std::size_t mistakes =
        candidate.starts_with(word) && word.size() > 1 ? 0 : edit_distance(word, candidate);
    if (mistakes < fewest && mistakes * 2 < candidate.size()) {
      fewest = mistakes;
      best = candidate;
    }
  }
  return std::string(best);
}

}  // namespace dkr_ls
