// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include "dkrls/detail/text/glob.hpp"

namespace dkrls::detail {

constexpr std::size_t index_of(char c) noexcept {
  return static_cast<unsigned char>(c);
}

inline ParseError bad_glob(std::string message) {
  return {make_error_code(Errc::invalid_pattern), std::move(message)};
}

/// Takes one character of a set off the front of `rest`. A '-' and a ']' need a '\' before them.
inline result<char, ParseError> take_member(std::string_view& rest) {
  if (rest.empty())
    return bad_glob("\"[\" has no \"]\"");
  const bool escaped = rest.front() == '\\';
  if (escaped)
    rest.remove_prefix(1);
  if (rest.empty())
    return bad_glob("nothing follows the \"\\\" at the end");
  const char member = rest.front();
  if (!escaped && (member == '-' || member == ']'))
    return bad_glob(std::string("between \"[\" and \"]\" a character is missing before \"") +
                    member + '"');
  rest.remove_prefix(1);
  return member;
}

/// Adds the set that follows a '['.
DKRLS_DECL result<void, ParseError> Glob::add_set(std::string_view& rest) {
  Characters members;
  const bool negated = rest.starts_with('^');
  if (negated)
    rest.remove_prefix(1);
  bool empty = true;
  while (empty || !rest.starts_with(']')) {
    const auto first = take_member(rest);
    if (!first)
      return first.error();
    char last = *first;
    if (rest.starts_with('-')) {
      rest.remove_prefix(1);
      const auto end = take_member(rest);
      if (!end)
        return end.error();
      last = *end;
    }
    for (std::size_t i = index_of(*first); i <= index_of(last); ++i)
      members.set(i);
    empty = false;
  }
  rest.remove_prefix(1);
  steps_.push_back({negated ? ~members : members});
  return {};
}

DKRLS_DECL void Glob::add_stars(std::string_view& rest) {
  const std::size_t stars = std::min(rest.find_first_not_of('*'), rest.size());
  rest.remove_prefix(stars);
  Step step{Characters().set(), true};
  step.characters.set(index_of('/'), stars > 1);
  steps_.push_back(step);
}

DKRLS_DECL result<Glob, ParseError> Glob::parse(std::string_view pattern) {
  Glob glob;
  for (std::string_view rest = pattern; !rest.empty();) {
    char c = rest.front();
    if (c == '*') {
      glob.literal_ = false;
      glob.add_stars(rest);
      continue;
    }
    rest.remove_prefix(1);
    glob.literal_ = glob.literal_ && c != '?' && c != '[' && c != '\\';
    if (c == '?') {
      glob.steps_.push_back({Characters().set().reset(index_of('/'))});
    } else if (c == '[') {
      if (const auto added = glob.add_set(rest); !added)
        return added.error();
    } else {
      if (c == '\\') {
        if (rest.empty())
          return bad_glob("nothing follows the \"\\\" at the end");
        c = rest.front();
        rest.remove_prefix(1);
      }
      glob.steps_.push_back({Characters().set(index_of(c))});
    }
  }
  return glob;
}

/// Follows all ways to match at once: reached[i] says that the text so far matches the first i
/// steps.
DKRLS_DECL bool Glob::matches(std::string_view text) const {
  std::vector<char> reached(steps_.size() + 1);
  const auto skip_repeated = [&] {
    for (std::size_t i = 0; i < steps_.size(); ++i)
      if (reached[i] != 0 && steps_[i].repeated)
        reached[i + 1] = 1;
  };
  reached[0] = 1;
  skip_repeated();
  for (const char c : text) {
    bool any = false;
    for (std::size_t i = steps_.size() + 1; i-- > 0;) {
      const bool stays = i < steps_.size() && steps_[i].repeated && reached[i] != 0 &&
                         steps_[i].characters.test(index_of(c));
      const bool comes = i > 0 && !steps_[i - 1].repeated && reached[i - 1] != 0 &&
                         steps_[i - 1].characters.test(index_of(c));
      reached[i] = stays || comes ? 1 : 0;
      any = any || reached[i] != 0;
    }
    if (!any)
      return false;
    skip_repeated();
  }
  return reached.back() != 0;
}

DKRLS_DECL bool Glob::matches_everything() const noexcept {
  return steps_.size() == 1 && steps_.front().repeated && steps_.front().characters.all();
}

}  // namespace dkrls::detail
