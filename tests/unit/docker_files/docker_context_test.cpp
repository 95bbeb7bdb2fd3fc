// SPDX-License-Identifier: MIT
#include <algorithm>
#include <dkrls/detail/docker_files/docker_config.hpp>

#include "catch.hpp"
#include "temporary_directory.hpp"

using dkrls::Errc;
using dkrls::Error;
using dkrls::detail::DockerContext;
using dkrls::detail::read_docker_context;
using dkrls_test::TemporaryDirectory;
namespace fs = std::filesystem;

namespace {

/// Files that docker itself wrote: the contexts remote, sshctx and skip.
const std::string recorded = TEST_DATA_DIR "/data/docker-config";
const std::string remote_id = "b71199ebd070b36beab7317920c2c2f1d777df8d05e5527d8458fda57cb17a7a";

std::string context_json(std::string_view name, std::string_view host) {
  return R"({"Name":")" + std::string(name) + R"(","Endpoints":{"docker":{"Host":")" +
         std::string(host) + R"("}}})";
}

/// Returns the error of reading a context.
Error failure_of(const std::string& directory, std::string_view name) {
  try {
    (void)read_docker_context(directory, name, "CONTEXT");
  } catch (const Error& error) {
    return error;
  }
  return {{}, {}};
}

/// Returns the error message for the meta.json of the context "x"; empty if there is none.
std::string refusal_of(std::string_view meta) {
  const TemporaryDirectory directory;
  const std::string file = directory.write("contexts/meta/1/meta.json", meta);
  const Error failure = failure_of(directory.path(), "x");
  if (!failure.code())
    return {};
  CHECK(failure.code() == Errc::invalid_docker_config);
  const std::string& message = failure.diagnostics().message;
  const std::size_t at = message.find(file + " is broken: ");
  REQUIRE(at != std::string::npos);
  return message.substr(at + file.size() + 12);
}

}  // namespace

TEST_CASE("the contexts that docker wrote are read") {
  const DockerContext remote = read_docker_context(recorded, "remote", "");
  CHECK(remote.host == "tcp://127.0.0.1:2376");
  CHECK(remote.meta_file == recorded + "/contexts/meta/" + remote_id + "/meta.json");
  const std::string tls = recorded + "/contexts/tls/" + remote_id + "/docker/";
  CHECK(remote.tls == dkrls::TlsOptions{true, tls + "ca.pem", tls + "cert.pem", tls + "key.pem"});

  const DockerContext ssh = read_docker_context(recorded, "sshctx", "");
  CHECK(ssh.host == "ssh://u@h");
  CHECK_FALSE(ssh.tls);

  const DockerContext skip = read_docker_context(recorded, "skip", "");
  CHECK(skip.host == "tcp://h:2376");
  CHECK(skip.tls == dkrls::TlsOptions{.verify = false});
}

TEST_CASE("TLS is on for a context with a TLS directory, even an empty one") {
  const TemporaryDirectory directory;
  directory.write("contexts/meta/1/meta.json", context_json("x", "tcp://h"));
  const std::string tls = directory / "contexts/tls/1/docker";
  const auto options = [&] { return read_docker_context(directory.path(), "x", "").tls; };

  fs::create_directories(directory / "contexts/tls/1/kubernetes");
  CHECK_FALSE(options());
  fs::create_directory(tls);
  CHECK(options() == dkrls::TlsOptions());
  directory.write("contexts/tls/1/docker/cert.pem", "");
  CHECK(options() == dkrls::TlsOptions());
  directory.write("contexts/tls/1/docker/key.pem", "");
  CHECK(options() == dkrls::TlsOptions{true, "", tls + "/cert.pem", tls + "/key.pem"});
  fs::remove(tls + "/cert.pem");
  directory.write("contexts/tls/1/docker/ca.pem", "");
  CHECK(options() == dkrls::TlsOptions{true, tls + "/ca.pem", "", ""});
}

TEST_CASE("keys are matched in any case, but endpoints by their names") {
  const TemporaryDirectory directory;
  const auto host = [&](std::string_view meta) {
    directory.write("contexts/meta/1/meta.json", meta);
    return read_docker_context(directory.path(), "x", "").host;
  };
  CHECK(host(R"({"name":"x","ENDPOINTS":{"docker":{"host":"unix:///a"}}})") == "unix:///a");
  CHECK(host(R"({"Name":"x","Metadata":{"GODEBUG":"a=1"},"Endpoints":
                 {"kubernetes":{"Host":5},"Docker":{"Host":"b"},"docker":{"Host":"c"}}})") == "c");
  CHECK(host(R"({"Name":"x","Endpoints":{"docker":{}}})").empty());
  CHECK(host(R"({"Name":"x","Endpoints":{"docker":{"Host":null,"SkipTLSVerify":null}}})").empty());
}

TEST_CASE("contexts are found in directories of any name, deeper ones and linked ones too") {
  const TemporaryDirectory directory;
  directory.write("contexts/meta/some name/meta.json", context_json("a", "unix:///a"));
  directory.write("contexts/meta/deep/er/meta.json", context_json("b", "unix:///b"));
  directory.write("contexts/tls/deep/er/docker/ca.pem", "");
  directory.write("dotfiles/meta.json", context_json("c", "unix:///c"));
  fs::create_directory_symlink("../../dotfiles", directory / "contexts/meta/link");
  fs::create_directory_symlink(".", directory / "contexts/meta/round");
  fs::create_directory_symlink("nowhere", directory / "contexts/meta/dangling");
  directory.write("contexts/meta/file", "");
  directory.write("contexts/meta/empty/else.json", "");

  const auto found = [&](std::string_view name) {
    return read_docker_context(directory.path(), name, "");
  };
  CHECK(found("a").host == "unix:///a");
  CHECK(found("b").host == "unix:///b");
  CHECK(found("b").tls->ca_file == directory / "contexts/tls/deep/er/docker/ca.pem");
  CHECK(found("c").host == "unix:///c");
}

TEST_CASE("a missing context is reported with the existing ones") {
  const Error failure = failure_of(recorded, "nosuch");
  CHECK(failure.code() == Errc::no_such_context);
  CHECK(failure.diagnostics().message ==
        "CONTEXT is not in " + recorded +
            "/contexts; the contexts there are: default, remote, skip, sshctx");

  const TemporaryDirectory directory;
  for (const std::string& where : {directory.path(), directory / "nowhere"})
    CHECK(failure_of(where, "x").diagnostics().message ==
          "CONTEXT is not in " + where + "/contexts; the contexts there are: default");
  CHECK(failure_of("", "x").code() == Errc::no_such_context);
  CHECK(failure_of(recorded, "Remote").code() == Errc::no_such_context);
  CHECK(failure_of(recorded, "").code() == Errc::no_such_context);
  CHECK(failure_of(recorded, "../meta/" + remote_id).code() == Errc::no_such_context);
}

TEST_CASE("of very many contexts, the error names some") {
  const TemporaryDirectory directory;
  for (int i = 0; i < 25; ++i) {
    const std::string name = "c" + std::to_string(100 + i);
    directory.write("contexts/meta/" + name + "/meta.json", context_json(name, "unix:///x"));
  }
  const std::string message = failure_of(directory.path(), "x").diagnostics().message;
  CHECK(message.find("default, c100, c101") != std::string::npos);
  CHECK(message.ends_with(", c119 and 5 more"));
}

TEST_CASE("a broken context is an error only for itself") {
  const TemporaryDirectory directory;
  directory.write("contexts/meta/1/meta.json", "{");
  directory.write("contexts/meta/2/meta.json", context_json("good", "unix:///good"));
  fs::create_directories(directory / "contexts/meta/3/meta.json");
  CHECK(read_docker_context(directory.path(), "good", "").host == "unix:///good");

  const Error failure = failure_of(directory.path(), "other");
  CHECK(failure.code() == Errc::invalid_docker_config);
  CHECK(failure.diagnostics().message.starts_with("CONTEXT cannot be found: " + directory.path() +
                                                  "/contexts/meta/1/meta.json is broken: "));
}

TEST_CASE("the error for a broken context describes the fault") {
  const struct {
    std::string_view meta, words;
  } table[] = {
      {R"({"Name":"x"})", "\"Endpoints\" has no \"docker\""},
      {R"({"Name":"x","Endpoints":null})", "\"Endpoints\" has no \"docker\""},
      {R"({"Name":"x","Endpoints":{"Docker":{}}})", "\"Endpoints\" has no \"docker\""},
      {R"({"Name":"x","Endpoints":{"docker":"h"}})", "\"Endpoints\" has no \"docker\""},
      {R"({"Name":"x","Endpoints":["docker"]})", "\"Endpoints\" is no object"},
      {R"({"Name":"x","Endpoints":{"docker":{"Host":1}}})", "\"Host\" is no text"},
      {R"({"Name":"x","Endpoints":{"docker":{"SkipTLSVerify":"no"}}})",
       "\"SkipTLSVerify\" is neither true nor false"},
      {R"({"Name":5})", "\"Name\" is no text"},
      {R"([])", "it is no JSON object"},
      {R"({"Name":)", "no JSON at line 1"},
  };
  for (const auto& [meta, words] : table) {
    CAPTURE(meta);
    const std::string refusal = refusal_of(meta);
    CAPTURE(refusal);
    CHECK(refusal.starts_with(words));
  }
  CHECK(refusal_of(context_json("x", "anything")).empty());
}

TEST_CASE("a meta.json without a name is named as the broken file") {
  const std::string text = GENERATE("", "{}", "null", R"({"Name": ""})", R"({"Name": null})");
  CAPTURE(text);
  const TemporaryDirectory directory;
  const std::string meta = directory.write("contexts/meta/1/meta.json", text);
  try {
    (void)read_docker_context(directory.path(), "x", "context \"x\" (--context)");
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.code() == Errc::invalid_docker_config);
    CHECK(error.diagnostics().message ==
          "context \"x\" (--context) cannot be found: " + meta + " is broken: it has no \"Name\"");
  }
  const auto listed = dkrls::detail::names_of_docker_contexts(directory.path());
  CHECK(listed.names.empty());
  REQUIRE(listed.trouble);
  CHECK(listed.trouble->diagnostics().message == meta + " is broken: it has no \"Name\"");
}

TEST_CASE("nothing may follow the JSON of a meta.json") {
  const TemporaryDirectory directory;
  directory.write("contexts/meta/1/meta.json", R"({"Name":"x","Endpoints":{"docker":{}}}})");
  CHECK_THROWS_AS(read_docker_context(directory.path(), "x", "x"), Error);
}

TEST_CASE("two contexts of the same name are refused") {
  const TemporaryDirectory directory;
  directory.write("contexts/meta/1/meta.json", context_json("x", "unix:///1"));
  directory.write("contexts/meta/2/meta.json", context_json("x", "unix:///2"));
  const Error failure = failure_of(directory.path(), "x");
  CHECK(failure.code() == Errc::invalid_docker_config);
  CHECK(failure.diagnostics().message.find("CONTEXT is there twice") != std::string::npos);
}

TEST_CASE("the error for an unreadable store names it") {
  const TemporaryDirectory directory;
  const std::string meta = directory.write("contexts/meta", "a file");
  const Error failure = failure_of(directory.path(), "x");
  CHECK(failure.code() == boost::system::errc::not_a_directory);
  CHECK(failure.diagnostics().message.starts_with("CONTEXT cannot be found: cannot read " + meta));
}

TEST_CASE("context_names() returns all readable contexts, sorted") {
  using dkrls::detail::names_of_docker_contexts;
  CHECK(names_of_docker_contexts(recorded).names ==
        std::vector<std::string>{"remote", "skip", "sshctx"});
  CHECK(names_of_docker_contexts("").names.empty());
  CHECK(names_of_docker_contexts("/nonexistent").names.empty());

  const TemporaryDirectory directory;
  directory.write("contexts/meta/1/meta.json", context_json("b", "h"));
  directory.write("contexts/meta/2/meta.json", context_json("a", "h"));
  directory.write("contexts/meta/3/meta.json", context_json("a", "h"));
  directory.write("contexts/meta/4/meta.json", "{");
  directory.write("contexts/meta/5/meta.json", R"({"Name":7})");
  CHECK(names_of_docker_contexts(directory.path()).names == std::vector<std::string>{"a", "b"});
  const auto trouble = names_of_docker_contexts(directory.path()).trouble;
  REQUIRE(trouble);
  CHECK(trouble->code() == dkrls::Errc::invalid_docker_config);
  CHECK(trouble->diagnostics().message.find("contexts/meta/4/meta.json") != std::string::npos);
  CHECK_FALSE(names_of_docker_contexts(recorded).trouble);
}
