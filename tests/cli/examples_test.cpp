// SPDX-License-Identifier: MIT

// The examples of the help, typed into a shell one after the other.

#include <cli/commands.hpp>

#include <sstream>

#include "catch.hpp"
#include "cli_support.hpp"
#include "example_layers.hpp"
#include "temporary_directory.hpp"

namespace {

using namespace dkrls_test;

/// A home with the command, and a fake docker that only prints its arguments.
class Home {
 public:
  Home() {
    directory_.write(".config/fish/completions/empty", "");
    const std::string docker = directory_.write("bin/docker", "#!/bin/sh\necho docker \"$@\"\n");
    std::filesystem::permissions(docker, std::filesystem::perms::owner_all);
    std::filesystem::create_symlink(DKR_LS, directory_ / "bin/dkr-ls");
  }

  /// Runs a command line. It fails if any part of it fails.
  Finished type(const std::string& line, const FakeEngine& engine) const {
    return run_process({"env", "-i", "HOME=" + directory_.path(), "DOCKER_HOST=" + engine.url(),
                        "PATH=" + (directory_ / "bin") + ":/usr/bin:/bin", "bash", "--norc", "-o",
                        "pipefail", "-c", line});
  }

 private:
  TemporaryDirectory directory_;
};

}  // namespace

TEST_CASE("the examples of the help work in a shell") {
  ExampleEngine engine;
  serve_example_layers(engine);
  const Home home;
  std::string examples(dkr_ls::root_command.examples);
  for (const dkr_ls::Command& command : dkr_ls::commands())
    examples += command.examples;
  std::istringstream lines(examples);
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    const Finished finished = home.type(line, engine);
    CHECK(finished.err == "");
    CHECK(finished.status == 0);
  }
}
