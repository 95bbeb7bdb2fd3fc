// SPDX-License-Identifier: MIT

// Docker's configuration: config.json, the meta.json of a context, DOCKER_CUSTOM_HEADERS and
// DOCKER_HOST, with NUL between them. The result is an engine, or an error with a message.

#include <dkrls/engine_choice.hpp>
#include <string>

#include "fuzz.hpp"
#include "temporary_directory.hpp"
#include "variables.hpp"

using namespace dkrls_fuzz;

namespace {

void check(const dkrls::EngineRequest& request, const dkrls::Environment& environment) {
  dkrls::error_code ec;
  dkrls::Diagnostics diagnostics;
  const dkrls::EngineChoice choice = dkrls::choose_engine(request, environment, ec, diagnostics);
  expect(ec.failed() != diagnostics.message.empty(), "a failure comes with a sentence");
  if (ec)
    return;
  expect(!choice.named_by.empty(), "the choice reports what named the engine");
  expect(dkrls::parse_endpoint(to_string(choice.endpoint)) ==
             dkrls::result<dkrls::Endpoint, dkrls::ParseError>(choice.endpoint),
         "the chosen endpoint prints and parses");
  for (const auto& [name, value] : choice.headers)
    expect((name + value).find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos,
           "no header breaks a request");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const dkrls_test::TemporaryDirectory directory;
  const auto parts = split(text_of(data, size), 4);
  directory.write("config.json", parts[0]);
  directory.write("contexts/meta/any/meta.json", parts[1]);
  dkrls_test::Variables variables = {{"DOCKER_CONFIG", directory.path()}};
  if (!parts[2].empty())
    variables["DOCKER_CUSTOM_HEADERS"] = parts[2];
  check({}, dkrls_test::environment_of(variables));
  check({.context = "fuzz"}, dkrls_test::environment_of(variables));
  if (!parts[3].empty())
    variables["DOCKER_HOST"] = parts[3];
  check({}, dkrls_test::environment_of(variables));
  return 0;
}
