// SPDX-License-Identifier: MIT

// Text for terminals: printable output contains no terminal control, and harmless text is
// unchanged.

#include <dkrls/terminal_text.hpp>
#include <string>

#include "fuzz.hpp"

using namespace dkrls_fuzz;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of(data, size);
  std::string shown;
  dkrls::append_printable(shown, text);
  expect(dkrls::is_printable(shown), "the output is printable");
  expect(dkrls::is_printable(text) == (shown == text), "printable text stays unchanged");
  for (const char c : shown)
    expect(static_cast<unsigned char>(c) >= ' ' && c != '\x7f', "no control character is left");
  std::string again;
  dkrls::append_printable(again, shown);
  expect(again == shown, "printable output does not change again");
  expect(dkrls::display_width(shown) <= shown.size(), "no byte takes more than one cell");
  return 0;
}
