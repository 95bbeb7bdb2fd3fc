// SPDX-License-Identifier: MIT
#define CATCH_CONFIG_RUNNER  // Catch2 2 compiles its runner here; Catch2 3 has it in a library
#include "catch.hpp"

int main(int argc, char** argv) {
  return Catch::Session().run(argc, argv);
}
