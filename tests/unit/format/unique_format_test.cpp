// SPDX-License-Identifier: MIT

// What only an image holds, and what removing a listing frees.

#include <dkrls/formatter.hpp>

#include "formatter_support.hpp"

using dkrls::FormatOptions;
using dkrls::ImageField;
using dkrls::ImageFormat;
using dkrls::LowerBoundReason;
using dkrls::Row;
using dkrls_test::row;
using dkrls_test::written;

namespace {

dkrls::detail::SurveyedImage surveyed(const std::string& id,
                                      const std::vector<std::string>& layers) {
  dkrls::detail::SurveyedImage each{dkrls_test::image(id, "a:" + id)};
  each.image.size = 1000 * layers.size();
  each.chains = {
      {.layers = layers, .history = std::vector(layers.size(), dkrls::detail::HistoryStep{1000})}};
  return each;
}

/// Two images that share a layer.
dkrls::DiskUsage example(
    dkrls::detail::LayerStore store = dkrls::detail::LayerStore::graph_driver) {
  dkrls::detail::DiskSurvey survey{store, {surveyed("one", {"x", "y"}), surveyed("two", {"x"})}};
  return dkrls::DiskUsage(std::move(survey));
}

const std::vector<Row> rows = {row("a", "1", "one", 0, 2000), row("a", "2", "two", 0, 1000),
                               row("a", "3", "gone", 0, 5000)};

std::string shown(std::string_view format, const dkrls::DiskUsage& usage) {
  return written<Row>(rows, format,
                      {.now = {}, .unique = [&](const Row& each) { return usage.unique(each); }});
}

}  // namespace

TEST_CASE("what only an image holds is shown, and nothing of an image that was not there") {
  CHECK(shown("{{.Tag}} {{.Unique}} {{.UniqueBytes}}", example()) ==
        "1 1kB 1000\n"
        "2 0B 0\n"
        "3 N/A N/A\n");
  CHECK(shown("{{json .Unique}} {{json .UniqueBytes}}", example()) ==
        R"({"bytes":1000,"exact":true} 1000)"
        "\n"
        R"({"bytes":0,"exact":true} 0)"
        "\n"
        "null null\n");
}

TEST_CASE("a lower bound is marked as one") {
  const dkrls::DiskUsage usage = example(dkrls::detail::LayerStore::containerd);
  CHECK(shown("{{.Unique}}", usage) == ">=1kB\n>=0B\nN/A\n");
  CHECK(shown("{{json .Unique}}", usage)
            .starts_with(R"({"bytes":1000,"exact":false,"why":"blobs"})"));
}

TEST_CASE("docker's object and docker's field do not know it") {
  CHECK(shown("{{.UniqueSize}}", example()) == "N/A\nN/A\nN/A\n");
  CHECK(shown("{{json .}}", example()).find("\"Unique\"") == std::string::npos);
}

TEST_CASE("what is reclaimable stands below the total, with room for its word") {
  FormatOptions options{
      .now = {}, .total = dkrls::Total{3, 8000}, .reclaimable = dkrls::Figure{3000, {}}};
  const auto table = [&] {
    return written<Row>({rows[0]}, "table {{.Tag}}\\t{{.Size}}\\t{{.ID}}", options);
  };
  CHECK(table() ==
        "TAG           SIZE      IMAGE ID\n"
        "1             2kB       one\n"
        "TOTAL         8kB\n"
        "RECLAIMABLE   3kB\n");
  options.total.reset();
  options.reclaimable->reason = LowerBoundReason::history;
  options.reclaimable->bytes = 123'456'789'000;
  CHECK(table() ==
        "TAG           SIZE        IMAGE ID\n"
        "1             2kB         one\n"
        "RECLAIMABLE   >=123.5GB\n");
  CHECK(written<Row>({rows[0]}, "table {{.Tag}}\\t{{.ID}}", options) ==
        "TAG       IMAGE ID\n1         one\n");
}

TEST_CASE("in JSON what is reclaimable is part of the total") {
  FormatOptions options{
      .now = {}, .total = dkrls::Total{3, 8000}, .reclaimable = dkrls::Figure{3000, {}}};
  CHECK(written<Row>({}, "json", options) ==
        R"({"total":{"images":3,"size":8000,"reclaimable":{"bytes":3000,"exact":true}}})"
        "\n");
  options.total.reset();
  options.reclaimable->reason = LowerBoundReason::unknown_layers;
  CHECK(written<Row>({}, "json", options) ==
        R"({"total":{"reclaimable":{"bytes":3000,"exact":false,"why":"unknown layers"}}})"
        "\n");
}
