// SPDX-License-Identifier: MIT

// The command as docker's plugin. tests/plugin_test.sh runs it with docker itself.

#include <plugin.hpp>

#include <boost/json/parse.hpp>

#include "catch.hpp"
#include "cli_support.hpp"
#include "temporary_directory.hpp"
#include "variables.hpp"

namespace {

using namespace dkrls_test;
using dkr_ls::PluginCall;

PluginCall understand(const Arguments& arguments) {
  return dkr_ls::understand_plugin_call(arguments);
}

/// The command under its name as a plugin.
class Plugin {
 public:
  explicit Plugin(const FakeEngine& engine) : host_("DOCKER_HOST=" + engine.url()) {
    std::filesystem::create_symlink(std::filesystem::absolute(DKR_LS), directory_ / "docker-ls");
  }

  Finished run(Arguments arguments) const {
    arguments.insert(arguments.begin(), directory_ / "docker-ls");
    return run_process(std::move(arguments), {host_});
  }

 private:
  TemporaryDirectory directory_;
  std::string host_;
};

}  // namespace

TEST_CASE("the name of the process makes it a plugin") {
  CHECK(dkr_ls::is_plugin("docker-ls"));
  CHECK(dkr_ls::is_plugin("/usr/lib/docker/cli-plugins/docker-ls"));
  CHECK_FALSE(dkr_ls::is_plugin("dkr-ls"));
  CHECK_FALSE(dkr_ls::is_plugin("docker-ls/dkr-ls"));
  CHECK_FALSE(dkr_ls::is_plugin("docker"));
  CHECK_FALSE(dkr_ls::is_plugin(""));
}

TEST_CASE("docker's own flags become ours, and \"ls\" is dropped") {
  const auto [call, arguments] = GENERATE(table<Arguments, Arguments>(
      {{{"ls"}, {}},
       {{"ls", "tags", "--minAge", "30"}, {"tags", "--minAge", "30"}},
       {{"ls", "--help"}, {"--help"}},
       {{"ls", "ls"}, {"ls"}},
       {{"help", "ls"}, {"help"}},
       {{"help", "ls", "tags"}, {"help", "tags"}},
       {{"__complete", "ls", "tags", "--m"}, {"__complete", "tags", "--m"}},
       {{"__complete", "ls", ""}, {"__complete", ""}},
       {{"--context", "x", "ls", "tags"}, {"--context", "x", "tags"}},
       {{"--context=x", "ls", "tags"}, {"--context", "x", "tags"}},
       {{"-c", "x", "ls", "tags"}, {"--context", "x", "tags"}},
       {{"-cx", "ls", "tags"}, {"--context", "x", "tags"}},
       {{"-c=x", "ls", "tags"}, {"--context", "x", "tags"}},
       {{"-c", "ls", "ls", "tags"}, {"--context", "ls", "tags"}},
       {{"--context=", "ls", "tags"}, {"tags"}},
       {{"-H", "unix:///a", "ls", "tags"}, {"--host", "unix:///a", "tags"}},
       {{"--host=unix:///a", "ls", "-H", "b"}, {"--host", "unix:///a", "-H", "b"}},
       {{"-D", "ls", "tags"}, {"--log-level", "DEBUG", "tags"}},
       {{"--debug", "ls", "tags"}, {"--log-level", "DEBUG", "tags"}},
       {{"--debug=false", "ls", "tags"}, {"tags"}},
       {{"-l", "warn", "ls", "tags"}, {"--log-level", "warn", "tags"}},
       {{"-Dcx", "ls", "tags"}, {"--log-level", "DEBUG", "--context", "x", "tags"}},
       // Not docker's form: a user runs the plugin directly.
       {{"tags", "--sum"}, {"tags", "--sum"}},
       {{"--timeout", "1", "tags"}, {"--timeout", "1", "tags"}},
       {{"-x", "ls"}, {"-x", "ls"}},
       {{"--context"}, {"--context"}},
       {{"-c"}, {"-c"}},
       {{"docker-cli-plugin-metadata"}, {"docker-cli-plugin-metadata"}},
       {{}, {}}}));
  CAPTURE(call);
  CHECK(understand(call).arguments == arguments);
}

TEST_CASE("docker's flags for TLS and its configuration act like its variables") {
  const auto variables = [](const Arguments& call) { return understand(call).variables; };
  CHECK(variables({"ls"}).empty());
  CHECK(variables({"--tls", "ls"}) == Variables{{"DOCKER_TLS", "1"}});
  CHECK(variables({"--tls=false", "ls"}) == Variables{{"DOCKER_TLS", ""}});
  CHECK(variables({"--tlsverify", "ls"}) ==
        Variables{{"DOCKER_TLS", "1"}, {"DOCKER_TLS_VERIFY", "1"}});
  CHECK(variables({"--tlsverify=0", "ls"}) ==
        Variables{{"DOCKER_TLS", "1"}, {"DOCKER_TLS_VERIFY", ""}});
  CHECK(variables({"--config", "/c", "ls"}) == Variables{{"DOCKER_CONFIG", "/c"}});

  const PluginCall call =
      understand({"--tlscacert", "/a", "--tlscert=/b", "--tlskey", "/c", "ls", "tags"});
  CHECK(call.certificates.ca == "/a");
  CHECK(call.certificates.cert == "/b");
  CHECK(call.certificates.key == "/c");
  CHECK(call.arguments == Arguments{"tags"});
}

TEST_CASE("the plugin prints its metadata for docker") {
  const FakeEngine engine;
  const Finished finished = Plugin(engine).run({"docker-cli-plugin-metadata"});
  const auto metadata = boost::json::parse(finished.out).as_object();
  CHECK(metadata.at("SchemaVersion") == "0.1.0");
  CHECK_FALSE(metadata.at("Vendor").as_string().empty());
  CHECK_FALSE(metadata.at("Version").as_string().empty());
  CHECK_FALSE(metadata.at("ShortDescription").as_string().empty());
  CHECK(finished.err.empty());
  CHECK(finished.status == 0);
}

TEST_CASE("the plugin prints the same as the command") {
  const ExampleEngine engine;
  const FakeEngine other;
  const Finished expected = run_dkr_ls({"tags", "--prefix", "nginx"}, engine);
  const Plugin plugin(other);
  for (const Arguments& arguments :
       std::vector<Arguments>{{"-H", engine.url(), "ls", "tags", "--prefix", "nginx"},
                              {"ls", "tags", "--prefix", "nginx", "--host", engine.url()}}) {
    CAPTURE(arguments);
    const Finished finished = plugin.run(arguments);
    CHECK(finished.out == expected.out);
    CHECK(finished.err.empty());
    CHECK(finished.status == 0);
  }
  CHECK(other.connections() == 0);
}

TEST_CASE("help and errors of the plugin name \"docker ls\"") {
  const FakeEngine engine;
  const Plugin plugin(engine);
  for (const Arguments& arguments : std::vector<Arguments>{
           {"ls"}, {"ls", "--help"}, {"help", "ls", "tags"}, {"ls", "repos", "-h"}}) {
    CAPTURE(arguments);
    const Finished finished = plugin.run(arguments);
    CHECK(finished.out.find("\n  docker ls ") != std::string::npos);
    CHECK(finished.out.find("dkr-ls ") == std::string::npos);
    CHECK(finished.status == 0);
  }
  const Finished refused = plugin.run({"ls", "tags", "--nonsense"});
  CHECK(refused.err.starts_with(
      "Error: unknown flag: --nonsense\nUsage:\n  docker ls tags [PATTERN...] [flags]\n"));
  CHECK(refused.out.empty());
  CHECK(refused.status == 2);
}
