// SPDX-License-Identifier: MIT
#include <dkrls/detail/text/json_text.hpp>

#include "catch.hpp"

using namespace dkrls::detail;

namespace {

std::string json(std::string_view text, JsonEscapes escapes = JsonEscapes::needed) {
  std::string out;
  append_json_string(out, text, escapes);
  return out;
}

}  // namespace

TEST_CASE("a text without special characters becomes a JSON string unchanged") {
  CHECK(json("") == R"("")");
  CHECK(json("nginx:1.25-alpine/x") == R"("nginx:1.25-alpine/x")");
  CHECK(json("caf\u00e9 \u4e2d \U0001f433") == "\"caf\u00e9 \u4e2d \U0001f433\"");
}

TEST_CASE("quotes, backslashes and controls are escaped") {
  CHECK(json("\"\\") == R"("\"\\")");
  CHECK(json("\b\f\n\r\t") == R"("\b\f\n\r\t")");
  CHECK(json(std::string("\0\x1b\x7f", 3)) == R"("\u0000\u001b\u007f")");
}

TEST_CASE("terminal controls are escaped, code points beyond 16 bits as two units") {
  CHECK(json("\u009b2J") == R"("\u009b2J")");
  CHECK(json("a\u202eb\u2028\u2029\ufeff") == R"("a\u202eb\u2028\u2029\ufeff")");
  CHECK(json("\U000e0041") == R"("\udb40\udc41")");
}

TEST_CASE("each byte that is not UTF-8 becomes one replacement character") {
  CHECK(json("a\xff\xc3") == R"("a\ufffd\ufffd")");
  CHECK(json("\xed\xa0\x80") == R"("\ufffd\ufffd\ufffd")");  // a surrogate
  CHECK(json("\xc0\xaf") == R"("\ufffd\ufffd")");            // an overlong '/'
}

TEST_CASE("characters of HTML are escaped on request, as Go does") {
  CHECK(json("<none>&\"") == R"("<none>&\"")");
  CHECK(json("<none>&\"", JsonEscapes::html) == R"("\u003cnone\u003e\u0026\"")");
}

TEST_CASE("numbers are written with all their digits") {
  std::string out;
  append_number(out, std::uint64_t{18446744073709551615u});
  out += ' ';
  append_number(out, std::numeric_limits<std::int64_t>::min());
  CHECK(out == "18446744073709551615 -9223372036854775808");
}

TEST_CASE("members of an object are separated by commas") {
  std::string out = "{";
  append_json_key(out, "a");
  append_number(out, std::uint64_t{1});
  append_json_key(out, "b");
  out += "{}}";
  CHECK(out == R"({"a":1,"b":{}})");
}
