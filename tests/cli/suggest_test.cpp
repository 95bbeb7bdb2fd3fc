// SPDX-License-Identifier: MIT
#include <cli/suggest.hpp>

#include "catch.hpp"

using dkr_ls::edit_distance;
using dkr_ls::suggest;

TEST_CASE("the edit distance counts changes, additions, omissions and swaps") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("tags", "tags") == 0);
  CHECK(edit_distance("", "tags") == 4);
  CHECK(edit_distance("tags", "") == 4);
  CHECK(edit_distance("tags", "tugs") == 1);
  CHECK(edit_distance("tags", "tag") == 1);
  CHECK(edit_distance("tags", "stags") == 1);
  CHECK(edit_distance("tags", "tasg") == 1);
  CHECK(edit_distance("tags", "Tags") == 1);
  CHECK(edit_distance("repos", "rpeso") == 2);
  CHECK(edit_distance("kitten", "sitting") == 3);
}

TEST_CASE("the nearest candidate is suggested unless it is too far") {
  const std::vector<std::string_view> commands = {"repos", "tags", "version", "help", "completion"};
  CHECK(suggest("tag", commands) == "tags");
  CHECK(suggest("tgas", commands) == "tags");
  CHECK(suggest("comp", commands) == "completion");  // a prefix
  CHECK(suggest("vresoin", commands) == "version");
  CHECK(suggest("images", commands).empty());
  CHECK(suggest("t", commands).empty());  // one letter is too little
  CHECK(suggest("", commands).empty());
  CHECK(suggest("tags", {}).empty());
  CHECK(suggest(std::string(1000, 't'), commands).empty());
  CHECK(suggest("ab", {"cd"}).empty());  // no letter in common
  CHECK(suggest("help", {"heap", "held", "help"}) == "help");
  CHECK(suggest("TAGS", commands) == "tags");
  CHECK(suggest("ID", {"in", "id"}) == "id");  // the same word counts more than the first near one
  CHECK(suggest("hel", {"held", "help"}) == "held");  // on a tie the first one
}
