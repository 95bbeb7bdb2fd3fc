// SPDX-License-Identifier: MIT
#include <dkrls/detail/text/glob.hpp>
#include <functional>
#include <random>

#include "catch.hpp"

using dkrls::detail::Glob;

namespace {

bool matches(std::string_view pattern, std::string_view text) {
  return Glob::parse(pattern).value().matches(text);
}

/// The meaning of `*`, `**` and `?`, written down without a thought for time.
bool matches_by_definition(std::string_view pattern, std::string_view text) {
  if (pattern.empty())
    return text.empty();
  const bool same =
      !text.empty() && (pattern[0] == text[0] || (pattern[0] == '?' && text[0] != '/'));
  if (pattern[0] != '*')
    return same && matches_by_definition(pattern.substr(1), text.substr(1));
  const bool crosses = pattern.substr(0, 2) == "**";
  const std::string_view rest =
      pattern.substr(std::min(pattern.find_first_not_of('*'), pattern.size()));
  for (std::size_t taken = 0; taken <= text.size(); ++taken) {
    if (matches_by_definition(rest, text.substr(taken)))
      return true;
    if (taken < text.size() && text[taken] == '/' && !crosses)
      return false;
  }
  return false;
}

std::string random_text(std::mt19937& random, std::string_view characters, std::size_t longest) {
  std::string text;
  for (std::size_t size = random() % (longest + 1); size > 0; --size)
    text += characters[random() % characters.size()];
  return text;
}

}  // namespace

TEST_CASE("globs match as Go's path.Match does") {
  const struct {
    std::string_view pattern, text;
    bool matches;
  } table[] = {
      {"", "", true},
      {"", "a", false},
      {"nginx", "nginx", true},
      {"nginx", "ngin", false},
      {"nginx", "nginx1", false},
      {"nginx", "Nginx", false},
      // Any number of characters but '/'.
      {"*", "", true},
      {"*", "nginx", true},
      {"*", "org/app", false},
      {"*/*", "org/app", true},
      {"*/*", "org/a/b", false},
      {"ng*", "nginx", true},
      {"ng*", "ng", true},
      {"ng*", "nginx/x", false},
      {"ng*/x", "nginx/x", true},
      {"ng*/x", "nginx/y/x", false},
      {"*x", "nginx", true},
      {"*x", "xxx", true},
      {"*g*n*", "nginx", true},
      {"*g*n*", "gin", true},
      {"*g*n*", "ngx", false},
      {"a*b*c*d*e*/f", "axbxcxdxe/f", true},
      {"a*b*c*d*e*/f", "axbxcxdxexxx/f", true},
      {"a*b*c*d*e*/f", "axbxcxdxe/xxx/f", false},
      {"a*b*c*d*e*/f", "axbxcxdxexxx/fff", false},
      {"a*b?c*x", "abxbbxdbxebxczzx", true},
      {"a*b?c*x", "abxbbxdbxebxczzy", false},
      // One character but '/'.
      {"?", "a", true},
      {"?", "", false},
      {"?", "ab", false},
      {"a?b", "a/b", false},
      {"ngin?", "nginx", true},
      {"ngin?", "ngin", false},
      // Sets.
      {"ab[c]", "abc", true},
      {"ab[b-d]", "abc", true},
      {"ab[b-d]", "abd", true},
      {"ab[b-d]", "abe", false},
      {"ab[e-g]", "abc", false},
      {"ab[xb-dz]", "abz", true},
      {"ab[^c]", "abc", false},
      {"ab[^b-d]", "abc", false},
      {"ab[^e-g]", "abc", true},
      {"ab[^e-g]", "ab", false},
      {"[z-a]", "b", false},  // an empty range
      {"[a^]", "^", true},
      {"[!a]", "!", true},  // no negation
      {"[!a]", "b", false},
      {"a[^b]c", "a/c", true},  // only '*' and '?' stop there
      {"[*]", "*", true},
      {"[*]", "a", false},
      {"[/]", "/", true},
      // What follows '\' stands for itself.
      {"a\\*b", "a*b", true},
      {"a\\*b", "aab", false},
      {"a\\*b", "a\\*b", false},
      {"a\\b", "ab", true},
      {"a\\\\", "a\\", true},
      {"[\\]a]", "]", true},
      {"[\\-]", "-", true},
      {"[x\\-]", "x", true},
      {"[x\\-]", "-", true},
      {"[x\\-]", "z", false},
      {"[\\-x]", "-", true},
      {"[\\-x]", "a", false},
      {"a]", "a]", true},  // without a '[' it stands for itself
      {"-", "-", true},
      {"\\?", "?", true},
      {"\\?", "a", false},
  };
  for (const auto& [pattern, text, expected] : table) {
    CAPTURE(pattern, text);
    CHECK(matches(pattern, text) == expected);
  }
}

TEST_CASE("two stars match any number of characters, slashes among them") {
  const struct {
    std::string_view pattern, text;
    bool matches;
  } table[] = {
      {"**", "", true},        {"**", "a/b/c", true},      {"a/**", "a/b/c", true},
      {"a/**", "a", false},    {"**/c", "a/b/c", true},    {"**/c", "c", false},
      {"a**c", "a/b/c", true}, {"a**/*:1", "a/b:1", true}, {"a/**/c", "a/b/b/c", true},
      {"***", "a/b", true},    {"*a**", "b/a", false},     {"**a*", "b/a/c", false},
  };
  for (const auto& [pattern, text, expected] : table) {
    CAPTURE(pattern, text);
    CHECK(matches(pattern, text) == expected);
  }
}

TEST_CASE("globs that end too early are refused with the reason") {
  const struct {
    std::string_view pattern, message;
  } table[] = {
      {"[", R"("[" has no "]")"},
      {"[a", R"("[" has no "]")"},
      {"a[", R"("[" has no "]")"},
      {"[^", R"("[" has no "]")"},
      {"[^bc", R"("[" has no "]")"},
      {"[a-", R"("[" has no "]")"},
      {"nginx:[0-9", R"("[" has no "]")"},
      {"[]", R"(between "[" and "]" a character is missing before "]")"},
      {"[]a]", R"(between "[" and "]" a character is missing before "]")"},
      {"[^]", R"(between "[" and "]" a character is missing before "]")"},
      {"[-]", R"(between "[" and "]" a character is missing before "-")"},
      {"[x-]", R"(between "[" and "]" a character is missing before "]")"},
      {"[-x]", R"(between "[" and "]" a character is missing before "-")"},
      {"[a-b-c]", R"(between "[" and "]" a character is missing before "-")"},
      {"\\", R"(nothing follows the "\" at the end)"},
      {"a\\", R"(nothing follows the "\" at the end)"},
      {"[\\", R"(nothing follows the "\" at the end)"},
  };
  for (const auto& [pattern, message] : table) {
    CAPTURE(pattern);
    const auto parsed = Glob::parse(pattern);
    REQUIRE(parsed.has_error());
    CHECK(parsed.error().code == dkrls::Errc::invalid_pattern);
    CHECK(parsed.error().message == message);
  }
}

TEST_CASE("a glob matches what its definition says, on random patterns and texts") {
  std::mt19937 random(16);
  int matched = 0;
  for (int round = 0; round < 20'000; ++round) {
    const std::string pattern = random_text(random, "ab/?**", 7);
    const std::string text = random_text(random, "aab/", 7);
    CAPTURE(pattern, text);
    const bool expected = matches_by_definition(pattern, text);
    matched += expected ? 1 : 0;
    if (matches(pattern, text) != expected)
      FAIL("expected " << expected);
  }
  CHECK(matched > 1'000);
}

TEST_CASE("no glob takes long, however many stars it has") {
  std::string pattern;
  for (int i = 0; i < 100; ++i)
    pattern += i % 2 == 0 ? "a*" : "a**";
  CHECK_FALSE(matches(pattern + "b", std::string(1'000, 'a')));
  CHECK(matches(pattern, std::string(1'000, 'a')));
}

TEST_CASE("a glob knows whether it has wildcards, and whether it matches everything") {
  const auto glob = [](std::string_view pattern) { return Glob::parse(pattern).value(); };
  for (const std::string_view literal : {"", "nginx:1.0", "a-b/c]", "^"})
    CHECK(glob(literal).is_literal());
  for (const std::string_view wild : {"*", "a?", "[a]", "a\\b"})
    CHECK_FALSE(glob(wild).is_literal());
  CHECK(glob("**").matches_everything());
  CHECK(glob("***").matches_everything());
  for (const std::string_view other : {"", "*", "**a", "**/**", "?"})
    CHECK_FALSE(glob(other).matches_everything());
}
