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
