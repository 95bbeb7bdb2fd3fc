// SPDX-License-Identifier: MIT
#include <dkrls/detail/text/natural_order.hpp>
#include <string>
#include <vector>

#include "catch.hpp"

using dkrls::detail::compare_naturally;

TEST_CASE("names with numbers are in natural order") {
  // Each name comes before all later ones.
  const std::vector<std::string> ordered = {"",
                                            "1",
                                            "2",
                                            "10",
                                            "10a",
                                            "10b",
                                            "1000000000000000000000000",  // beyond every integer
                                            "1000000000000000000000001",
                                            "V1",
                                            "app",
                                            "app-2",
                                            "app-10",
                                            "app1",
                                            "app2",
                                            "app10",
                                            "v",
                                            "v0",
                                            "v00",
                                            "v1",
                                            "v1.2",
                                            "v1.2-rc2",
                                            "v1.2-rc10",
                                            "v1.10",
                                            "v01.11",
                                            "v9",
                                            "v10",
                                            "\xc3\xa4"};
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    for (std::size_t j = 0; j < ordered.size(); ++j) {
      CAPTURE(ordered[i], ordered[j]);
      const int compared = compare_naturally(ordered[i], ordered[j]);
      CHECK((compared < 0) == (i < j));
      CHECK((compared > 0) == (i > j));
    }
  }
}

TEST_CASE("leading zeros decide only if everything else is equal") {
  CHECK(compare_naturally("a01b", "a1b") < 0);
  CHECK(compare_naturally("a1b", "a01b") > 0);
  CHECK(compare_naturally("a01c", "a1b") > 0);
  CHECK(compare_naturally("a00", "a0") > 0);
}
