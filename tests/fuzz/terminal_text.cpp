// Text for terminals: nothing that acts on one comes through, and what is harmless is left alone.

#include <dkrls/terminal_text.hpp>
#include <string>

#include "fuzz.hpp"

using namespace dkrls_fuzz;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of(data, size);
  std::string shown;
  dkrls::append_printable(shown, text);
  expect(dkrls::is_printable(shown), "what comes out is printable");
  expect(dkrls::is_printable(text) == (shown == text), "what is printable stays as it is");
  for (const char c : shown)
    expect(static_cast<unsigned char>(c) >= ' ' && c != '\x7f', "no control character is left");
  std::string again;
  dkrls::append_printable(again, shown);
  expect(again == shown, "once is enough");
  expect(dkrls::display_width(shown) <= shown.size(), "no byte takes more than one cell");
  return 0;
}
