#define CATCH_CONFIG_RUNNER  // Catch2 2 builds its runner here, Catch2 3 brings it along
#include "catch.hpp"

int main(int argc, char** argv) {
  return Catch::Session().run(argc, argv);
}
