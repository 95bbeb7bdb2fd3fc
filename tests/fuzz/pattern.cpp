// SPDX-License-Identifier: MIT

// Patterns: a name matches itself, and what a pattern matches, "**" matches, too.

#include <dkrls/pattern.hpp>
#include <dkrls/reference.hpp>
#include <string>

#include "fuzz.hpp"

using namespace dkrls_fuzz;

namespace {

dkrls::Image image_with_tag(std::string_view tag) {
  dkrls::Image image;
  image.id = "sha256:" + std::string(64, 'a');
  image.repo_tags.emplace_back(tag);
  return image;
}

void check(std::string_view text, std::string_view name) {
  const auto pattern = dkrls::parse_pattern(text);
  if (!pattern) {
    expect(!pattern.error().message.empty(), "a refusal has a reason");
    return;
  }
  expect(pattern->text() == text, "a pattern keeps its text");
  const dkrls::Image image = image_with_tag(name);
  const dkrls::Reference reference = dkrls::parse_reference(image.repo_tags.front());
  static const dkrls::Pattern everything = dkrls::parse_pattern("**").value();
  if (pattern->matches(image, reference))
    expect(everything.matches(image, reference), "** matches what another pattern matches");
}

void check_name(std::string_view name) {
  const auto pattern = dkrls::parse_pattern(name);
  if (!pattern || name.find_first_of("*?[\\@") != std::string_view::npos || name.ends_with('/'))
    return;
  const dkrls::Image image = image_with_tag(name);
  const dkrls::Reference reference = dkrls::parse_reference(image.repo_tags.front());
  if (dkrls::is_repository_name(reference.repository))
    expect(pattern->matches(image, reference), "a name matches itself");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto parts = split(text_of(data, size), 2);
  check(parts[0], parts[1]);
  check_name(parts[1]);
  return 0;
}
