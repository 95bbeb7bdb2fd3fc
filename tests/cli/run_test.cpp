// SPDX-License-Identifier: MIT

// The command inside this process, where the time and the streams are the test's.

#include <sys/stat.h>
#include <unistd.h>
#include <run.hpp>

#include <filesystem>
#include <sstream>
#include <system_error>

#include "catch.hpp"
#include "cli_support.hpp"
#include "image_json.hpp"

namespace {

using namespace dkrls_test;
using namespace std::chrono_literals;

constexpr std::chrono::sys_seconds now{1'700'000'000s};

/// Names the engine and hides what docker's configuration on this machine says.
dkrls::Environment environment_of(const FakeEngine& engine) {
  return [url = engine.url()](std::string_view name) -> std::optional<std::string> {
    if (name == "DOCKER_HOST")
      return url;
    if (name == "DOCKER_CONFIG")
      return "/nonexistent";
    return std::nullopt;
  };
}

Finished run(const Arguments& arguments, const FakeEngine& engine) {
  std::ostringstream out;
  std::ostringstream err;
  const dkr_ls::ExitCode code =
      dkr_ls::run(arguments, {environment_of(engine), [] { return now; }, out, err});
  return {out.str(), err.str(), static_cast<int>(code)};
}

/// An engine with one image, made `age` before now, of `bytes`.
class OneImage : public FakeEngine {
 public:
  OneImage(std::chrono::seconds age, std::uint64_t bytes) {
    on("GET /images/json",
       images(image_list_json({{.id = "sha256:0123456789abcdef",
                                .tags = Texts{"a:1"},
                                .created = (now - age).time_since_epoch().count(),
                                .size = static_cast<std::int64_t>(bytes)}})));
  }
};

bool lists(const Arguments& arguments, const FakeEngine& engine) {
  return run(arguments, engine).out.find("0123456789ab") != std::string::npos;
}

/// Fails as a full disk does.
class FullDisk : public std::stringbuf {
 protected:
  std::streamsize xsputn(const char*, std::streamsize) override { fail(); }
  int sync() override { fail(); }

 private:
  [[noreturn]] static void fail() { throw std::system_error(ENOSPC, std::generic_category()); }
};

}  // namespace

TEST_CASE("The flag --minAge leaves out an image of exactly that age") {
  CHECK_FALSE(lists({"tags", "--minAge", "20"}, OneImage(20 * 24h, 1)));
  CHECK(lists({"tags", "--minAge", "20"}, OneImage(20 * 24h + 1s, 1)));
  CHECK_FALSE(lists({"tags", "--minAge", "36h"}, OneImage(36h, 1)));
  CHECK_FALSE(lists({"tags", "--minAge", "0"}, OneImage(0s, 1)));
  CHECK_FALSE(lists({"tags", "--minAge", "0"}, OneImage(-1h, 1)));
}

TEST_CASE("The flag --minSize leaves out an image of exactly that size") {
  CHECK_FALSE(lists({"tags", "--minSize", "100MB"}, OneImage(1h, 100'000'000)));
  CHECK(lists({"tags", "--minSize", "100MB"}, OneImage(1h, 100'000'001)));
  CHECK_FALSE(lists({"tags", "--minSize", "0"}, OneImage(1h, 0)));
}

TEST_CASE("ages are relative to the given time") {
  CHECK(run({"tags"}, OneImage(3h, 1)).out.find("   3 hours ago   ") != std::string::npos);
}

TEST_CASE("an output that fails is reported with its reason") {
  const OneImage engine(1h, 1);
  FullDisk buffer;
  std::ostream out(&buffer);
  out.exceptions(std::ios::badbit);
  std::ostringstream err;
  CHECK(dkr_ls::run(Arguments{"tags"}, {environment_of(engine), [] { return now; }, out, err}) ==
        dkr_ls::ExitCode::failure);
  CHECK(err.str() == "Error: cannot write the output: No space left on device\n");
}

TEST_CASE("an error of the system that is none of the output is not reported as one") {
  const std::errc reason = GENERATE(std::errc::permission_denied, std::errc::broken_pipe);
  const dkrls::Environment unreadable = [reason](std::string_view) -> std::optional<std::string> {
    throw std::filesystem::filesystem_error("cannot read", "/some/file",
                                            std::make_error_code(reason));
  };
  std::ostringstream out;
  std::ostringstream err;
  CHECK(dkr_ls::run(Arguments{"tags"}, {unreadable, [] { return now; }, out, err}) ==
        dkr_ls::ExitCode::failure);
  CHECK(err.str().find("/some/file") != std::string::npos);
  CHECK(err.str().find("cannot write the output") == std::string::npos);
}

TEST_CASE("without permission for the socket the error names it and the group to join") {
  const FakeEngine engine;
  REQUIRE(::chmod(engine.path().c_str(), 0) == 0);
  constexpr uid_t nobody = 65534;
  const bool privileged = ::geteuid() == 0;  // and may use every socket
  if (privileged)
    REQUIRE(::seteuid(nobody) == 0);
  const Finished finished = run({"tags"}, engine);
  if (privileged)
    REQUIRE(::seteuid(0) == 0);
  CHECK(finished.err == "Error: permission denied at " + engine.url() +
                            ": run as root, or join the socket's group (\"usermod -aG docker "
                            "$USER\") and log in again\n");
  CHECK(finished.status == 1);
}
