// SPDX-License-Identifier: MIT

// Formats: an invalid template is refused with a column inside it. A valid one prints a listing
// with hostile names without an unexpected line break, and JSON output is valid JSON.

#include <boost/json/parse.hpp>
#include <dkrls/formatter.hpp>
#include <dkrls/image_query.hpp>
#include <dkrls/terminal_text.hpp>
#include <sstream>
#include <string>

#include "fuzz.hpp"

using namespace dkrls_fuzz;

namespace {

using Formatter = dkrls::Formatter<dkrls::Row>;

/// Returns two images whose texts are the input: one with few fields, one with all.
std::vector<dkrls::Image> images_of(std::string_view text) {
  dkrls::Image image;
  image.id = "sha256:" + std::string(text);
  image.repo_tags = {std::string(text) + ":" + std::string(text)};
  image.repo_digests = {"a@" + std::string(text)};
  image.labels = std::vector<dkrls::Label>{{std::string(text), std::string(text)}};
  dkrls::Image other = image;
  other.id = "other";
  other.created = std::chrono::sys_seconds(std::chrono::seconds(1'600'000'000));
  other.size = 1'234'567;
  other.containers = 2;
  return {image, other};
}

std::string show(const dkrls::ImageFormat& format, const dkrls::Listing& listing) {
  const std::chrono::sys_seconds now{std::chrono::seconds(1'700'000'000)};
  std::ostringstream out;
  dkrls::FormatOptions options{.now = now};
  if (format.has_place_for_total())
    options.total = listing.total();
  Formatter(format, options).write(listing, out);
  return out.str();
}

void check_json(const dkrls::Listing& listing) {
  std::istringstream lines(show(dkrls::ImageFormat::json(), listing));
  for (std::string line; std::getline(lines, line);) {
    boost::json::error_code ec;
    const boost::json::value value = boost::json::parse(line, ec);
    expect(!ec && value.is_object(), "each line of JSON is an object");
    expect(dkrls::is_printable(line), "JSON does not act on a terminal");
  }
}

/// Checks that the table has a heading, a line for each row, and a total.
void check_table(const dkrls::Listing& listing) {
  std::istringstream lines(show(dkrls::ImageFormat(), listing));
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count)
    expect(dkrls::is_printable(line), "no row acts on a terminal");
  expect(count == listing.size() + 2, "a heading, a line for each row, and a total");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto parts = split(text_of(data, size), 2);
  const dkrls::Listing listing = dkrls::ImageQuery().keep_images().select(images_of(parts[1]));
  check_json(listing);
  check_table(listing);

  dkrls::FormatProblem problem;
  const auto format = dkrls::ImageFormat::parse(parts[0], dkrls::ImageFormat(), problem);
  expect(format.has_value() == problem.message.empty(), "a refusal has a reason");
  if (!format) {
    expect(problem.column >= 1 && problem.column <= parts[0].size() + 1,
           "the reason is somewhere in the text");
    return 0;
  }
  expect(show(*format, listing) == show(*format, listing), "the same listing prints the same");
  return 0;
}
