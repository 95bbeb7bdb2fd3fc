// SPDX-License-Identifier: MIT

// The reader of rows: any text is read or refused with a line and a fault, and rows that are read
// print the same bytes again.

#include <string>

#include "fuzz.hpp"
#include "printed_rows.hpp"

using namespace dkrls_fuzz;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const dkrls_test::ReadRows read = dkrls_test::read_rows(std::string(text_of(data, size)));
  expect(!read.error == read.problem.empty(), "a refusal says what is wrong, and nothing else");
  if (read.error)
    expect(read.problem.starts_with("line "), "a refusal names a line");
  for (const dkrls::Image& image : read.images)
    expect(!image.id.empty(), "every image has an ID");

  const std::string printed = dkrls_test::print_rows(read.images);
  const dkrls_test::ReadRows again = dkrls_test::read_rows(printed);
  expect(!again.error, "what is printed can be read");
  expect(dkrls_test::print_rows(again.images) == printed, "what is read prints the same bytes");
  return 0;
}
