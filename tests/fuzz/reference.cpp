// SPDX-License-Identifier: MIT

// References: the parts of a reference join to the same reference, and prefixes match by
// characters.

#include <dkrls/reference.hpp>
#include <string>

#include "fuzz.hpp"

using namespace dkrls_fuzz;

namespace {

std::string join(const dkrls::Reference& reference) {
  std::string text(reference.repository);
  if (!reference.tag.empty())
    text.append(":").append(reference.tag);
  if (!reference.digest.empty())
    text.append("@").append(reference.digest);
  return text;
}

/// True if the parts of the reference can be joined unambiguously: a familiar repository name
/// without
/// ':', '<' and '>', a tag without '/', ':', '<' and '>', and a digest without "<none>".
bool is_orderly(const dkrls::Reference& reference) {
  const std::string_view name = reference.repository;
  return !name.empty() && name.find_first_of(":<>") == std::string_view::npos &&
         dkrls::familiar_name(name) == name &&
         reference.tag.find_first_of("/:<>") == std::string_view::npos &&
         reference.digest.find("<none>") == std::string_view::npos;
}

void check(std::string_view text) {
  const dkrls::Reference reference = dkrls::parse_reference(text);
  for (const std::string_view part : {reference.repository, reference.tag, reference.digest})
    expect(part.empty() || (part.data() >= text.data() &&
                            part.data() + part.size() <= text.data() + text.size()),
           "parts are views into the text");
  if (!is_orderly(reference))
    return;
  const std::string joined = join(reference);
  expect(dkrls::parse_reference(joined) == reference, "the joined text splits into the same parts");
}

void check_prefix(std::string_view repository, std::string_view prefix) {
  const std::string_view name = dkrls::familiar_name(repository);
  expect(dkrls::repository_starts_with(name, ""), "every name starts with the empty prefix");
  if (!prefix.starts_with("docker.io/") && !prefix.starts_with("index.docker.io/"))
    expect(dkrls::repository_starts_with(name, prefix) == name.starts_with(prefix),
           "a prefix is compared character by character");
  // A name that matches a prefix also matches a shorter one, if both include the domain.
  if (prefix.size() > std::string_view("index.docker.io/").size() &&
      dkrls::repository_starts_with(name, prefix))
    expect(dkrls::repository_starts_with(name, prefix.substr(0, prefix.size() - 1)),
           "a shorter prefix matches, too");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto parts = split(text_of(data, size), 2);
  check(parts[0]);
  check_prefix(parts[0], parts[1]);
  return 0;
}
