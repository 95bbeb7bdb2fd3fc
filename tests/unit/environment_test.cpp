// SPDX-License-Identifier: MIT
#include <dkrls/environment.hpp>

#include "catch.hpp"
#include "stand_in.hpp"

using dkrls_test::SetVariable;

TEST_CASE("the environment of the process has its variables, at the time of the call") {
  const dkrls::Environment environment = dkrls::process_environment();
  {
    const SetVariable variable("DKRLS_TEST_VARIABLE", "a value");
    CHECK(environment("DKRLS_TEST_VARIABLE") == "a value");
    CHECK(environment(std::string_view("DKRLS_TEST_VARIABLE_AND_MORE").substr(0, 19)) == "a value");
    const SetVariable empty("DKRLS_TEST_VARIABLE", "");
    CHECK(environment("DKRLS_TEST_VARIABLE") == "");
  }
  CHECK(environment("DKRLS_TEST_VARIABLE") == std::nullopt);
  CHECK(environment("") == std::nullopt);
}
