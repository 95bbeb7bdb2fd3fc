// SPDX-License-Identifier: MIT
#include <sys/stat.h>

#include <dkrls/detail/docker_files/docker_config.hpp>
#include <dkrls/detail/docker_files/json_file.hpp>
#include <sstream>

#include "catch.hpp"
#include "temporary_directory.hpp"
#include "variables.hpp"

using dkrls::Errc;
using dkrls::Error;
using dkrls::HeaderFields;
using dkrls_test::environment_of;
using dkrls_test::TemporaryDirectory;
namespace detail = dkrls::detail;
namespace fs = std::filesystem;

namespace {

/// Reads a config.json with this text.
detail::DockerConfig read(std::string_view text) {
  const TemporaryDirectory directory;
  directory.write("config.json", text);
  return detail::read_docker_config(directory.path());
}

/// Returns the error message for a config.json with this text, without the name of the directory.
std::string refusal_of(std::string_view text) {
  const TemporaryDirectory directory;
  directory.write("config.json", text);
  try {
    (void)detail::read_docker_config(directory.path());
  } catch (const Error& error) {
    CHECK(error.code() == Errc::invalid_docker_config);
    const std::string& message = error.diagnostics().message;
    REQUIRE(message.starts_with(directory / "config.json is broken: "));
    return message.substr((directory / "config.json is broken: ").size());
  }
  return {};
}

/// Returns the error of reading the directory's config.json.
Error failure_of(const std::string& directory) {
  try {
    (void)detail::read_docker_config(directory);
  } catch (const Error& error) {
    return error;
  }
  return {{}, {}};
}

}  // namespace

TEST_CASE("the directory is DOCKER_CONFIG, else in HOME, else in the home of the user") {
  const auto fallback = [] { return std::string("/passwd"); };
  const auto directory = [&](dkrls_test::Variables variables) {
    return detail::docker_config_directory(environment_of(std::move(variables)), fallback);
  };
  CHECK(directory({{"DOCKER_CONFIG", "/c"}, {"HOME", "/h"}}) == "/c");
  CHECK(directory({{"DOCKER_CONFIG", ""}, {"HOME", "/h"}}) == "/h/.docker");
  CHECK(directory({{"HOME", "/h"}}) == "/h/.docker");
  CHECK(directory({{"HOME", ""}}) == "/passwd/.docker");
  CHECK(directory({}) == "/passwd/.docker");
  CHECK(detail::docker_config_directory(environment_of({}), [] { return std::string(); }).empty());
}

TEST_CASE("the home of a user is found in passwd") {
  const std::string passwd =
      "root:x:0:0:root:/root:/bin/bash\n"
      "short:x:7\n"
      "bad:x:7x:7::/bad:/bin/sh\n"
      "\n"
      "me:x:1000:1000:Me, Myself:/home/me:/bin/bash\n"
      "again:x:1000:1000::/home/again:/bin/sh\n"
      "noshell:x:8:8::/home/noshell";
  const auto home = [&](std::uint64_t user) {
    std::istringstream lines(passwd);
    return detail::home_in_passwd(lines, user);
  };
  CHECK(home(0) == "/root");
  CHECK(home(1000) == "/home/me");
  CHECK(home(8) == "/home/noshell");
  CHECK(home(7).empty());
  CHECK(home(100).empty());
}

TEST_CASE("a missing or blank config.json is an empty configuration") {
  const TemporaryDirectory directory;
  const std::string file = directory / "config.json";
  const auto says_nothing = [&](const std::string& where) {
    const detail::DockerConfig config = detail::read_docker_config(where);
    return config.current_context.empty() && config.http_headers.empty();
  };
  CHECK(says_nothing(directory.path()));
  CHECK(says_nothing(directory / "nowhere"));
  CHECK(says_nothing(""));
  CHECK(detail::read_docker_config(directory.path()).file == file);
  for (const std::string_view text : {"", " \t\r\n", "{}", " {}\n"}) {
    directory.write("config.json", text);
    CHECK(says_nothing(directory.path()));
  }
  fs::remove(file);
  fs::create_symlink("/dev/null", file);
  CHECK(says_nothing(directory.path()));
  fs::remove(file);
  fs::create_symlink("nowhere", file);
  CHECK(says_nothing(directory.path()));
}

TEST_CASE("the current context and the headers are read, and nothing else") {
  const auto config = read(R"({
    "auths": {"registry": {"auth": "no base64"}}, "credsStore": 5, "proxies": [null],
    "currentContext": "remote",
    "HttpHeaders": {"X-One": "1", "x-two": "a,b", "X-Null": null, "bad name": "\n"}
  })");
  CHECK(config.current_context == "remote");
  CHECK(config.http_headers ==
        HeaderFields{{"X-One", "1"}, {"x-two", "a,b"}, {"X-Null", ""}, {"bad name", "\n"}});
}

TEST_CASE("keys are matched in any case, and the last of them counts, as in Go") {
  CHECK(read(R"({"CURRENTCONTEXT": "a"})").current_context == "a");
  CHECK(read(R"({"currentcontext": "a", "currentContext": "b"})").current_context == "b");
  CHECK(read(R"({"currentContext": "a", "CurrentContext": "b"})").current_context == "b");
  CHECK(read(R"({"currentContext": "a", "CurrentContext": null})").current_context == "a");
  CHECK(read(R"({"currentContext": "a", "currentContext": "b"})").current_context == "b");
  CHECK(read(R"({"currentContexts": "a", "current_context": "b"})").current_context.empty());
  CHECK(read(R"({"httpheaders": {"A": "1"}})").http_headers == HeaderFields{{"A", "1"}});
  CHECK(read(R"({"currentContext": null, "HttpHeaders": null})").http_headers.empty());
}

TEST_CASE("after the first value of config.json nothing matters, as for docker") {
  using namespace std::string_literals;
  for (const std::string& rest :
       {"}"s, "\n{\"currentContext\": \"b\"}"s, "garbage"s, std::string(1000, '\0'), "\xff"s}) {
    CAPTURE(rest);
    CHECK(read(R"({"currentContext": "a"})" + rest).current_context == "a");
  }
  CHECK(read("null").current_context.empty());
  CHECK(read("null {\"currentContext\": \"a\"}").current_context.empty());
}

TEST_CASE("a config.json that is broken is named, with the line") {
  const struct {
    std::string_view text, words;
  } table[] = {
      {"{", "no JSON at line 1"},
      {"{\n\"currentContext\": \"a\",\n}\n", "no JSON at line 3"},
      {"{\n  \"a\": 1\n  \"b\": 2\n}\n", "no JSON at line 3"},
      {"\xef\xbb\xbf{}", "no JSON at line 1"},
      {"// comment\n{}", "no JSON at line 1"},
      {"[]", "it is no JSON object"},
      {"\"text\"", "it is no JSON object"},
      {R"({"currentContext": 5})", "\"currentContext\" is no text"},
      {R"({"currentContext": ["a"]})", "\"currentContext\" is no text"},
      {R"({"HttpHeaders": "X=1"})", "\"HttpHeaders\" is no object"},
      {R"({"HttpHeaders": {"X": 1}})", "\"HttpHeaders\" has a value that is no text"},
  };
  for (const auto& [text, words] : table) {
    CAPTURE(text);
    const std::string refusal = refusal_of(text);
    CAPTURE(refusal);
    CHECK(refusal.starts_with(words));
  }
}

TEST_CASE("a configuration that is too large or too deep is refused") {
  const std::string all(detail::max_json_file_size - 2, ' ');
  CHECK(refusal_of("{" + all + "}").empty());
  CHECK(refusal_of("{" + all + "} ") == "it has more than 1 MiB");
  CHECK(refusal_of("{" + all + all) == "it has more than 1 MiB");

  const auto nested = [](std::size_t depth) {
    return "{\"a\":" + std::string(depth, '[') + std::string(depth, ']') + "}";
  };
  CHECK(refusal_of(nested(detail::max_json_file_depth - 1)).empty());
  CHECK_FALSE(refusal_of(nested(detail::max_json_file_depth)).empty());
  CHECK_FALSE(refusal_of(nested(100'000)).empty());
}

TEST_CASE("a config.json that cannot be read is named, with the system's reason") {
  namespace errc = boost::system::errc;
  const TemporaryDirectory directory;
  const std::string file = directory / "config.json";
  fs::create_directory(file);
  CHECK(failure_of(directory.path()).code() == errc::is_a_directory);
  CHECK(
      failure_of(directory.path()).diagnostics().message.starts_with("cannot read " + file + ": "));
  fs::remove(file);
  fs::create_symlink("config.json", file);
  CHECK(failure_of(directory.path()).code() == errc::too_many_symbolic_link_levels);
  CHECK(failure_of(directory.write("file", "")).code() == errc::not_a_directory);
}

TEST_CASE("a pipe instead of config.json is refused without a wait") {
  const TemporaryDirectory directory;
  REQUIRE(::mkfifo((directory / "config.json").c_str(), 0600) == 0);
  CHECK(failure_of(directory.path()).code() == Errc::invalid_docker_config);
}

TEST_CASE("a config.json may be reached by a link") {
  const TemporaryDirectory directory;
  directory.write("dotfiles/docker.json", R"({"currentContext": "linked"})");
  fs::create_symlink("dotfiles/docker.json", directory / "config.json");
  CHECK(detail::read_docker_config(directory.path()).current_context == "linked");
}
