// SPDX-License-Identifier: MIT
#include <dkrls/detail/format/repository_fields.hpp>
#include <dkrls/formatter.hpp>

#include "formatter_support.hpp"

using dkrls::Repository;
using dkrls::RepositoryFormat;
using dkrls_test::at;
using dkrls_test::lines_of;
using dkrls_test::written;

namespace {

constexpr std::int64_t newest = 1'767'323'045;  // 2026-01-02 03:04:05
const dkrls::FormatOptions two_days_later = {.now = at(newest + 2 * 86'400)};

const Repository known = {"nginx", 3, 2, at(newest), at(newest - 30 * 86'400), 22'104'567, 3};
const Repository nameless = {"", 0, 1, std::nullopt, std::nullopt, 0};

std::string shown(const Repository& repository, const std::string& field) {
  return lines_of(written<Repository>({repository}, "{{" + field + "}}", two_days_later)).at(0);
}

}  // namespace

TEST_CASE("repositories are a table like that of images") {
  CHECK(written<Repository>({known, nameless}, RepositoryFormat(), two_days_later) ==
        // clang-format off
        "REPOSITORY          TAGS                IMAGES              NEWEST              OLDEST              SIZE\n"
        "nginx               3                   2                   2 days ago          4 weeks ago         22.1MB\n"
        "<none>              0                   1                   N/A                 N/A                 0B\n");
  // clang-format on
}

TEST_CASE("every field of a repository has a text and a JSON value, even if unknown") {
  const struct {
    std::string field, text, json, unknown_text, unknown_json;
  } table[] = {
      {".Repository", "nginx", R"("nginx")", "<none>", "null"},
      {".Tags", "3", "3", "0", "0"},
      {".Images", "2", "2", "1", "1"},
      {".Newest", "2 days ago", R"("2026-01-02T03:04:05Z")", "N/A", "null"},
      {".Oldest", "4 weeks ago", R"("2025-12-03T03:04:05Z")", "N/A", "null"},
      {".Size", "22.1MB", "22104567", "0B", "0"},
      {".Bytes", "22104567", "22104567", "0", "0"},
      {".NewestUnix", "1767323045", "1767323045", "N/A", "null"},
      {".OldestUnix", "1764731045", "1764731045", "N/A", "null"},
      {".Hosts", "3", "3", "1", "1"},
  };
  CHECK(std::size(table) == dkrls::detail::repository_fields.size());
  for (const auto& [field, text, json, unknown_text, unknown_json] : table) {
    CAPTURE(field);
    CHECK(shown(known, field) == text);
    CHECK(shown(known, "json " + field) == json);
    CHECK(shown(nameless, field) == unknown_text);
    CHECK(shown(nameless, "json " + field) == unknown_json);
  }
}

TEST_CASE("a repository is one JSON object, by either name of the format") {
  const std::string objects =
      R"({"repository":"nginx","tags":3,"images":2,"newest":"2026-01-02T03:04:05Z",)"
      R"("oldest":"2025-12-03T03:04:05Z","size":22104567,"hosts":3})"
      "\n"
      R"({"repository":null,"tags":0,"images":1,"newest":null,"oldest":null,"size":0,"hosts":1})"
      "\n";
  CHECK(written<Repository>({known, nameless}, "json") == objects);
  CHECK(written<Repository>({known, nameless}, "{{json .}}") == objects);
}

TEST_CASE("the total of repositories is the total of their images") {
  dkrls::FormatOptions options = two_days_later;
  options.total = dkrls::Total{2, 22'104'567};
  CHECK(lines_of(written<Repository>({known}, RepositoryFormat(), options)).back() ==
        std::string(80, ' ') + "TOTAL               22.1MB");
  CHECK(lines_of(written<Repository>({known}, "json", options)).back() ==
        R"({"total":{"images":2,"size":22104567}})");
}
