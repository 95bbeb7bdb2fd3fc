// SPDX-License-Identifier: MIT

// The program dkr-ls-example-engine.

#include "catch.hpp"
#include "cli_support.hpp"

namespace {

using namespace dkrls_test;

/// Starts the example engine at a new socket, runs a line of bash when it is ready, ends it with
/// SIG$2, and reports what is left.
Finished with_example_engine(const std::string& line, const std::string& signal) {
  const std::string script =
      "directory=$(mktemp -d) && socket=$directory/example.sock || exit\n"
      "exec 3< <(exec \"$0\" \"$socket\"); engine=$!\n"
      "read -r ready <&3; echo \"${ready//$socket/SOCKET}\"\n" +
      line +
      "\nkill -\"$2\" $engine; wait $engine; echo \"status $?\"\n"
      "[[ ! -e $socket ]] && echo 'socket gone'; rm -r \"$directory\"";
  return run_process({"bash", "--norc", "-c", script, EXAMPLE_ENGINE, DKR_LS, signal});
}

}  // namespace

TEST_CASE("the example engine serves the example listing and leaves nothing behind") {
  const std::string signal = GENERATE("TERM", "INT");
  const std::string listing = run_dkr_ls({"tags"}, ExampleEngine()).out;
  const Finished finished = with_example_engine("\"$1\" -H \"unix://$socket\" tags", signal);
  CHECK(finished.out ==
        "An example engine listens at unix://SOCKET\n" + listing + "status 0\nsocket gone\n");
  CHECK(finished.err.empty());
}

TEST_CASE("the example engine refuses a socket that is in use") {
  const ExampleEngine other;
  const Finished finished = run_process({EXAMPLE_ENGINE, other.path()});
  CHECK(finished.err.starts_with("Error: cannot listen at " + other.path() + ": "));
  CHECK(finished.status == 1);
  CHECK(run_dkr_ls({"repos"}, other).status == 0);
}

TEST_CASE("the example engine requires a path") {
  const Finished finished = run_process({EXAMPLE_ENGINE});
  CHECK(finished.err == "Usage:\n  dkr-ls-example-engine SOCKET\n");
  CHECK(finished.status == 2);
}
