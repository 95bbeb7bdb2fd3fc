// SPDX-License-Identifier: MIT
#include <dkrls/detail/format/usage_fields.hpp>
#include <dkrls/formatter.hpp>

#include "formatter_support.hpp"

using dkrls::LowerBoundReason;
using dkrls::RepositoryUsage;
using dkrls_test::lines_of;
using dkrls_test::written;

namespace {

const RepositoryUsage known = {"nginx", 2, 22'104'567, {12'345'678, {}}};
const RepositoryUsage nameless = {"", 1, 0, {0, LowerBoundReason::unknown_size}};

std::string shown(const RepositoryUsage& usage, const std::string& field) {
  return lines_of(written<RepositoryUsage>({usage}, "{{" + field + "}}")).at(0);
}

}  // namespace

TEST_CASE("every field of a repository's usage has a text and a JSON value, certain or not") {
  const struct {
    std::string field, text, json, nameless_text, nameless_json;
  } table[] = {
      {".Repository", "nginx", R"("nginx")", "<none>", "null"},
      {".Images", "2", "2", "1", "1"},
      {".Size", "22.1MB", "22104567", "0B", "0"},
      {".Unique", "12.3MB", R"({"bytes":12345678,"exact":true})", ">=0B",
       R"({"bytes":0,"exact":false,"why":"unknown size"})"},
      {".Bytes", "22104567", "22104567", "0", "0"},
      {".UniqueBytes", "12345678", "12345678", "0", "0"},
  };
  CHECK(std::size(table) == dkrls::detail::usage_fields.size());
  for (const auto& [field, text, json, nameless_text, nameless_json] : table) {
    CAPTURE(field);
    CHECK(shown(known, field) == text);
    CHECK(shown(known, "json " + field) == json);
    CHECK(shown(nameless, field) == nameless_text);
    CHECK(shown(nameless, "json " + field) == nameless_json);
  }
}

TEST_CASE("a figure that is not certain says why") {
  const auto why = [](LowerBoundReason doubt) {
    const std::string json = shown({"a", 1, 1, {1, doubt}}, "json .Unique");
    return json.substr(json.find("why") + 6, json.size() - json.find("why") - 8);
  };
  CHECK(why(LowerBoundReason::history) == "history");
  CHECK(why(LowerBoundReason::blobs) == "blobs");
  CHECK(why(LowerBoundReason::unknown_size) == "unknown size");
  CHECK(why(LowerBoundReason::unknown_layers) == "unknown layers");
}
