#include <dkrls/detail/engine_api/expected_keys.hpp>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"

using dkrls::detail::ExpectedKeys;

namespace {

/// The keys of an object in their order, each with its place as its meaning.
void learn(ExpectedKeys& keys, const std::vector<std::string>& texts) {
  keys.begin_object();
  for (std::size_t i = 0; i < texts.size(); ++i)
    keys.learn(texts[i], i);
}

/// What is at a text that more follows.
ExpectedKeys::Match take(ExpectedKeys& keys, const std::string& text) {
  return keys.take(text + "\"what follows in the document\"");
}

}  // namespace

TEST_CASE("the keys of the object before are expected again, in their order") {
  ExpectedKeys keys;
  learn(keys, {"Id", "Created", "RepoDigests"});
  keys.begin_object();
  for (const auto& [rest, field] : {std::pair("\"Id\":\"x\"", 0), std::pair("\"Created\":", 1),
                                    std::pair("\"RepoDigests\":[]}", 2)}) {
    const ExpectedKeys::Match match = take(keys, rest);
    CHECK(match.size == std::string(rest).find(':') + 1);
    CHECK(match.field == static_cast<std::size_t>(field));
  }
  CHECK(take(keys, "\"Id\":").size == 0);
}

TEST_CASE("a text that differs in any byte, or is cut, is not the expected key") {
  const std::string key = "\"thirteen-long\":";
  for (std::size_t i = 0; i < key.size(); ++i) {
    ExpectedKeys keys;
    learn(keys, {"thirteen-long"});
    keys.begin_object();
    std::string other = key;
    other[i] = '?';
    CHECK(take(keys, other).size == 0);
    CHECK(keys.take(key.substr(0, i)).size == 0);
    CHECK(take(keys, key).size == key.size());
  }
}

TEST_CASE("keys that are written with escapes, and long ones, are never expected") {
  for (const std::string& key : {std::string("a\"b"), std::string("a\\b"), std::string("a\nb"),
                                 std::string("caf\xc3\xa9"), std::string(14, 'x')}) {
    ExpectedKeys keys;
    learn(keys, {key, "next"});
    keys.begin_object();
    CHECK(take(keys, "\"" + key + "\":").size == 0);
    CHECK(take(keys, "\":").size == 0);
  }
}

TEST_CASE("an unexpected key takes the place of the expected one") {
  ExpectedKeys keys;
  learn(keys, {"Id", "Size"});
  keys.begin_object();
  CHECK(take(keys, "\"Created\":").size == 0);
  keys.learn("Created", 7);
  CHECK(take(keys, "\"Size\":").size != 0);
  keys.begin_object();
  REQUIRE(take(keys, "\"Created\":").size != 0);
  CHECK(take(keys, "\"Size\":").size != 0);
}

TEST_CASE("more keys than there is room for are read without being expected") {
  ExpectedKeys keys;
  std::vector<std::string> many;
  for (int i = 0; i < 40; ++i)
    many.push_back("key" + std::to_string(i));
  learn(keys, many);
  keys.begin_object();
  std::size_t expected = 0;
  while (take(keys, "\"" + many[expected] + "\":").size != 0)
    ++expected;
  CHECK(expected == 16);
}
