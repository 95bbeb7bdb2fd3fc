#include <dkrls/detail/engine_api/layer_parser.hpp>
#include <limits>

#include "catch.hpp"

using dkrls::HistoryStep;
using dkrls::detail::parse_disk_usage;
using dkrls::detail::parse_history;
using dkrls::detail::parse_layers;
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

TEST_CASE("other answers tell no layers") {
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

TEST_CASE("other answers tell no history") {
  for (const char* const body :
       {"", "[", "{}", "null", "[1]", "[{}]", R"([{"Size":"1"}])", R"([{"Size":-1}])",
        R"([{"Size":1.5}])", R"([{"Size":9223372036854775808}])", R"([{"Size":1},null])"}) {
    CAPTURE(body);
    CHECK_FALSE(parse_history(body));
  }
}

TEST_CASE("the build cache that images share is added up") {
  const auto shared = [](std::string_view body) {
    return parse_disk_usage(body)->shared_build_cache;
  };
  CHECK(shared(R"({"BuildCache":[{"Shared":true,"Size":5},
      {"Shared":false,"Size":100},{"Shared":true,"Size":7},{"Size":100},{"Shared":true}, 3]})") ==
        12);
  CHECK(shared(R"({"BuildCache":null})") == 0);
  CHECK(shared(R"({"LayersSize":5})") == 0);
  CHECK_FALSE(parse_disk_usage("[]"));
  CHECK_FALSE(parse_disk_usage("{"));
}

TEST_CASE("a disk usage has what all images hold, and their list") {
  const auto usage = parse_disk_usage(R"({"LayersSize":5,"Images":[{"Id":"a","Size":1}]})");
  REQUIRE(usage);
  CHECK(usage->layers_size == 5);
  CHECK(usage->images == R"([{"Id":"a","Size":1}])");
  for (const std::string_view body : {"{}", R"({"LayersSize":0,"Images":null})",
                                      R"({"LayersSize":-1,"Images":3})", R"({"LayersSize":"5"})"}) {
    CAPTURE(body);
    CHECK(parse_disk_usage(body) == dkrls::detail::EngineDiskUsage());
  }
}

TEST_CASE("a disk usage has the images of all containers, or does not say") {
  using Ids = std::optional<std::vector<std::string>>;
  const auto [body, ids] = GENERATE(table<std::string, Ids>(
      {{R"({"Containers":[{"ImageID":"b"},{"ImageID":"a","Id":"c"},{"ImageID":"b"}]})",
        Ids({"b", "a", "b"})},
       {R"({"Containers":[]})", Ids(std::in_place)},
       {R"({"Containers":null})", Ids()},
       {R"({"Containers":[{"ImageID":"a"},{}]})", Ids()},
       {R"({"Containers":[{"ImageID":3}]})", Ids()}}));
  CAPTURE(body);
  CHECK(parse_disk_usage(body)->images_of_containers == ids);
}

TEST_CASE("the shared build cache stops at the largest number") {
  const std::string record = R"({"Shared":true,"Size":9223372036854775807})";
  CHECK(parse_disk_usage("{\"BuildCache\":[" + record + "," + record + "," + record + "]}")
            ->shared_build_cache == std::numeric_limits<std::uint64_t>::max());
}
