// SPDX-License-Identifier: MIT

// The images of real engines, printed as JSON and read back.

#include "catch.hpp"
#include "parse_images.hpp"
#include "printed_rows.hpp"
#include "recordings.hpp"

using recordings::folder;

TEST_CASE("the rows of recorded engines are read back and print the same bytes") {
  std::size_t rows = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
    const std::string name = file.path().filename().string();
    if (!name.starts_with("images") || file.path().extension() != ".http" ||
        file.path().parent_path().filename() == "refused")
      continue;
    CAPTURE(file.path().string());
    const auto parsed = dkrls_test::parse_images(recordings::read_answer(file.path()).body,
                                                 std::string::npos, {.manifests = true});
    REQUIRE_FALSE(parsed.error);
    const std::string printed = dkrls_test::print_rows(parsed.images);
    const dkrls_test::ReadRows read = dkrls_test::read_rows(printed);
    CHECK(read.problem == "");
    CHECK(dkrls_test::print_rows(read.images) == printed);
    rows += read.images.size();
  }
  CHECK(rows > 300);
}
