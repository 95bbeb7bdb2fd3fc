// SPDX-License-Identifier: MIT
#pragma once

#include <bitset>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/error.hpp"

namespace dkrls::detail {

/// A pattern of Go's path.Match with one addition, "**":
/// - `*` matches any number of characters but '/', `?` one;
/// - `**` matches any number of characters, '/' among them;
/// - `[abc]`, `[a-z]` and `[^a-z]` match one character in the set, or one that is not in it;
/// - `\` takes the next character as it is.
///
/// Characters are bytes: names of images are ASCII. The match is over the whole text. It takes
/// time in proportion to the product of both lengths at most, whatever the pattern.
/// Source: Go's path.Match.
class Glob {
 public:
  /// *Errors:* Errc::invalid_pattern for a set without an end or without a member, and for a `\` at
  /// the end.
  static result<Glob, ParseError> parse(std::string_view pattern);

  bool matches(std::string_view text) const;

  /// True if the pattern is "**" and so matches every text.
  bool matches_everything() const noexcept;

  /// True if the pattern has no character that means more than itself.
  bool is_literal() const noexcept { return literal_; }

 private:
  using Characters = std::bitset<256>;

  struct Step {
    Characters characters;
    bool repeated = false;  ///< any number of them, not exactly one
  };

  result<void, ParseError> add_set(std::string_view& rest);
  void add_stars(std::string_view& rest);

  std::vector<Step> steps_;
  bool literal_ = true;
};

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/text/glob.ipp"
#endif
