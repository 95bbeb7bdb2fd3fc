// SPDX-License-Identifier: MIT
#include <dkrls/detail/engine_json/layer_parser.hpp>
#include <limits>

#include "catch.hpp"

using dkrls::detail::HistoryStep;
using dkrls::detail::parse_history;
using dkrls::detail::parse_layers;
using dkrls::detail::parse_layers_size;
using dkrls::detail::parse_shared_build_cache;
using Layers = std::vector<std::string>;
using Steps = std::vector<HistoryStep>;

TEST_CASE("layers are read in their order") {
  CHECK(parse_layers(R"({"Id":"x","RootFS":{"Type":"layers","Layers":["a","b"]}})") ==
        Layers{"a", "b"});
}

TEST_CASE("keys may be written with escapes") {
  CHECK(parse_layers(R"({"Root\u0046S":{"\u004cayers":["a"],"Type\u0053":["b"]}})") == Layers{"a"});
}

TEST_CASE("an image may have no layers") {
  CHECK(parse_layers(R"({"RootFS":{"Type":"layers"}})") == Layers{});
  CHECK(parse_layers(R"({"RootFS":{"Layers":null}})") == Layers{});
  CHECK(parse_layers(R"({"RootFS":{"Layers":[]}})") == Layers{});
}

TEST_CASE("other answers have no layers") {
  for (const char* const body :
       {"", "{", "[]", "{}", "null", R"({"RootFS":null})", R"({"RootFS":[]})",
        R"({"RootFS":{"Layers":{}}})", R"({"RootFS":{"Layers":[1]}})",
        R"({"RootFS":{"Layers":[null]}})", R"({"RootFS":{"Layers":["a"]}} x)"}) {
    CAPTURE(body);
    CHECK_FALSE(parse_layers(body));
  }
}

TEST_CASE("a history is turned round, and its words are judged") {
  CHECK(parse_history(R"([{"CreatedBy":"CMD [\"sh\"]","Size":0},
                          {"CreatedBy":"COPY a /","Size":20},{"Size":10}])") ==
        Steps{{10, true}, {20, true}, {0, false}});
  CHECK(parse_history("[]") == Steps{});
  CHECK(parse_history(R"([{"CreatedBy":null,"Size":0},{"CreatedBy":7,"Size":1}])") ==
        Steps{{1, true}, {0, true}});
}

TEST_CASE("other answers have no history") {
  for (const char* const body :
       {"", "[", "{}", "null", "[1]", "[{}]", R"([{"Size":"1"}])", R"([{"Size":-1}])",
        R"([{"Size":1.5}])", R"([{"Size":9223372036854775808}])", R"([{"Size":1},null])"}) {
    CAPTURE(body);
    CHECK_FALSE(parse_history(body));
  }
}

TEST_CASE("the build cache that images share is added up") {
  CHECK(parse_shared_build_cache(R"({"BuildCache":[{"Shared":true,"Size":5},
      {"Shared":false,"Size":100},{"Shared":true,"Size":7},{"Size":100},{"Shared":true}, 3]})") ==
        12);
  CHECK(parse_shared_build_cache(R"({"BuildCache":null})") == 0);
  CHECK(parse_shared_build_cache(R"({"LayersSize":5})") == 0);
  CHECK_FALSE(parse_shared_build_cache("[]"));
  CHECK_FALSE(parse_shared_build_cache("{"));
}

TEST_CASE("the size of an inspection is read") {
  CHECK(dkrls::detail::parse_inspected_size(R"({"Size":5})") == 5U);
  CHECK_FALSE(dkrls::detail::parse_inspected_size(R"({"Size":"5"})"));
  CHECK_FALSE(dkrls::detail::parse_inspected_size("{}"));
}

TEST_CASE("newer engines report the parts of the disk usage under other names, too") {
  CHECK(parse_shared_build_cache(
            R"({"BuildCacheUsage":{"Items":[{"Shared":true,"Size":5}],"TotalSize":9}})") == 5);
  CHECK(parse_layers_size(R"({"LayersSize":5,"ImageUsage":{"TotalSize":7}})") == 5);
  CHECK(parse_layers_size(R"({"ImageUsage":{"TotalSize":7}})") == 7);
  CHECK_FALSE(parse_layers_size(R"({"ImageUsage":{}})"));
  CHECK_FALSE(parse_layers_size("[]"));
}

TEST_CASE("the shared build cache stops at the largest number") {
  const std::string record = R"({"Shared":true,"Size":9223372036854775807})";
  CHECK(parse_shared_build_cache("{\"BuildCache\":[" + record + "," + record + "," + record +
                                 "]}") == std::numeric_limits<std::uint64_t>::max());
}
