// SPDX-License-Identifier: MIT

// Command lines, with NUL between the arguments: each is accepted or refused with a message, and
// completion answers all of them.

#include <cli/command_line.hpp>
#include <cli/completion.hpp>
#include <string>

#include "fuzz.hpp"

using namespace dkrls_fuzz;

namespace {

std::vector<std::string> arguments_of(std::string_view text) {
  std::vector<std::string> arguments;
  while (!text.empty()) {
    const std::size_t end = text.find('\0');
    arguments.emplace_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return arguments;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<std::string> arguments = arguments_of(text_of(data, size));
  try {
    const dkr_ls::Invocation invocation = dkr_ls::parse_command_line(arguments);
    expect(invocation.arguments.size() <= invocation.command->max_arguments,
           "no argument is left over");
    expect(invocation.settings.timeout.count() >= 0, "no timeout is negative");
  } catch (const dkr_ls::UsageError& error) {
    expect(*error.what() != '\0', "a refusal says what is wrong");
  }
  const auto nothing_live = [](dkr_ls::Flag::Live, const dkr_ls::Settings&) {
    return std::vector<std::string>();
  };
  const std::string candidates = dkr_ls::complete(arguments, nothing_live);
  expect(candidates.ends_with(dkr_ls::end_of_candidates) ||
             candidates == dkr_ls::end_that_offers_files,
         "completion ends as the protocol wants it");
  return 0;
}
