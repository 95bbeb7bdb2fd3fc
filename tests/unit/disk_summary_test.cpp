// SPDX-License-Identifier: MIT
#include <dkrls/disk_summary.hpp>

#include "builders.hpp"
#include "catch.hpp"

using dkrls::DiskSummary;

TEST_CASE("a summary counts what is listed, and hidden images only where they take space") {
  dkrls::detail::DiskSurvey survey;
  const auto add = [&](dkrls::Image image, std::vector<std::string> layers) {
    std::vector<dkrls::detail::HistoryStep> history(layers.size(),
                                                    dkrls::detail::HistoryStep{10, true});
    image.size = 10 * layers.size();
    image.containers = 0;
    survey.images.push_back(
        {std::move(image), {{.layers = std::move(layers), .history = std::move(history)}}});
  };
  add(dkrls_test::named({"a:1", "a:2"}), {"x", "y"});
  survey.images.back().image.id = "child";
  survey.images.back().image.parent_id = "hidden";
  add(dkrls_test::named({}), {"x"});
  survey.images.back().image.id = "hidden";
  add(dkrls_test::named({}), {"z"});
  const dkrls::DiskUsage usage(std::move(survey));
  const DiskSummary summary = summarize(usage);
  CHECK(summary.images == 2);
  CHECK(summary.rows == 3);
  CHECK(summary.size_of_rows == 50);
  CHECK(summary.size_of_images == 30);
  CHECK(summary.on_disk == dkrls::Figure{30, {}});
  CHECK(summary.unused == dkrls::Figure{30, {}});
  CHECK(summary.dangling == dkrls::Figure{10, {}});
  CHECK(summary.repositories == usage.repositories());
}

TEST_CASE("the sum of several hosts adds everything up, each repository once") {
  using dkrls::LowerBoundReason;
  DiskSummary east;
  east.rows = 3;
  east.images = 2;
  east.size_of_rows = 50;
  east.size_of_images = 30;
  east.on_disk = {25, {}};
  east.unused = {0, LowerBoundReason::unknown_containers};
  east.dangling = {1, LowerBoundReason::history};
  east.repositories = {{"a", 1, 20, {15, {}}}, {"b", 1, 10, {5, {}}}};
  east.host = "east";
  DiskSummary west = east;
  west.host = "west";
  west.unused = {7, {}};
  west.dangling = {2, {}};
  west.repositories = {{"b", 2, 40, {30, LowerBoundReason::blobs}}, {"c", 1, 20, {20, {}}}};
  const DiskSummary hosts[] = {east, west};
  const DiskSummary sum = dkrls::sum_of(hosts);
  CHECK(sum.host.empty());
  CHECK(sum.rows == 6);
  CHECK(sum.images == 4);
  CHECK(sum.size_of_rows == 100);
  CHECK(sum.size_of_images == 60);
  CHECK(sum.on_disk == dkrls::Figure{50, {}});
  CHECK(sum.unused == dkrls::Figure{7, LowerBoundReason::unknown_containers});
  CHECK(sum.dangling == dkrls::Figure{3, LowerBoundReason::history});
  CHECK(sum.repositories ==
        std::vector<dkrls::RepositoryUsage>{{"b", 3, 50, {35, LowerBoundReason::blobs}},
                                            {"c", 1, 20, {20, {}}},
                                            {"a", 1, 20, {15, {}}}});
  CHECK(dkrls::sum_of({}) == DiskSummary());
}
