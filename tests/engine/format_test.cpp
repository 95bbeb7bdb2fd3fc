// SPDX-License-Identifier: MIT
#include <dkrls/formatter.hpp>
#include <dkrls/image_query.hpp>

#include "catch.hpp"
#include "parse_images.hpp"
#include "recordings.hpp"

using dkrls::Image;
using dkrls::Listing;
using recordings::folder;

namespace {

using Lines = std::vector<std::string>;

/// What docker printed, and how it was asked.
struct Recorded {
  std::string flags;
  std::string format;
  Lines lines;
};

Recorded read_recorded(const std::filesystem::path& path) {
  Lines lines = recordings::lines_of(recordings::read_file(path));
  return {lines.at(0), lines.at(1), {lines.begin() + 2, lines.end()}};
}

/// The images that docker was shown; see the README of the recordings.
std::vector<Image> shown_images(const std::string& engine) {
  const auto parsed =
      dkrls_test::parse_images(recordings::read_answer(folder / engine / "images.http").body);
  REQUIRE_FALSE(parsed.error);
  std::vector<Image> images = parsed.images;
  std::erase_if(images, [](const Image& image) {
    constexpr std::size_t longest_name = 200;
    return !image.created ||
           std::any_of(image.repo_tags.begin(), image.repo_tags.end(),
                       [](const std::string& name) { return name.size() > longest_name; });
  });
  return images;
}

/// In the order of the bytes, and without blanks at the ends of lines: docker's rows are in no
/// order of their own, and its tables end in blanks.
Lines comparable(Lines lines) {
  for (std::string& line : lines)
    line.erase(line.find_last_not_of(' ') + 1);
  std::sort(lines.begin(), lines.end());
  return lines;
}

Lines our_lines(const Recorded& recorded, const std::string& engine, std::chrono::sys_seconds now) {
  dkrls::FormatProblem problem;
  const auto format = dkrls::ImageFormat::parse(recorded.format, {}, problem);
  CAPTURE(problem.message);
  REQUIRE(format.has_value());
  const Listing listing = dkrls::ImageQuery().keep_images().select(shown_images(engine));
  std::ostringstream out;
  dkrls::Formatter(*format, {.now = now,
                             .whole_ids = recorded.flags == "--no-trunc",
                             .digests = recorded.flags == "--digests"})
      .write(listing, out);
  return comparable(recordings::lines_of(out.str()));
}

}  // namespace

TEST_CASE("templates give what docker gives for them, line by line") {
  for (const std::string engine :
       {"docker-20.10.24", "docker-26.1.5-containerd", "several-digests"}) {
    std::size_t compared = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(folder / engine / "cli" / "formats")) {
      if (entry.path().filename() == "RECORDED_AT.txt")
        continue;
      const Recorded recorded = read_recorded(entry.path());
      CAPTURE(entry.path().string(), recorded.flags, recorded.format);
      // The time was written down when docker had ended, some seconds after it began.
      const auto noted = recordings::recorded_at(engine, "cli/formats");
      CHECK(our_lines(recorded, engine, noted) == comparable(recorded.lines));
      ++compared;
    }
    CHECK(compared >= 4);
  }
}
