// SPDX-License-Identifier: MIT
#include <dkrls/detail/text/base64.hpp>

#include "catch.hpp"

using dkrls::detail::base64;

TEST_CASE("Base64 is that of RFC 4648") {
  CHECK(base64("").empty());
  CHECK(base64("f") == "Zg==");
  CHECK(base64("fo") == "Zm8=");
  CHECK(base64("foo") == "Zm9v");
  CHECK(base64("foob") == "Zm9vYg==");
  CHECK(base64("fooba") == "Zm9vYmE=");
  CHECK(base64("foobar") == "Zm9vYmFy");
  CHECK(base64("\xff\xfe\xfb") == "//77");
  CHECK(base64("user:p\xc3\xa4ss") == "dXNlcjpww6Rzcw==");
}
