// SPDX-License-Identifier: MIT
#pragma once

namespace dkrls::detail {

/// True if the code point can move, hide or reorder text on a terminal: C0 and C1 controls, soft
/// hyphen, zero-width and bidirectional controls, line separators, interlinear and tag characters.
constexpr bool acts_on_terminal(char32_t c) noexcept {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x61c || c == 0x180e ||
         (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) ||
         (c >= 0xe0000 && c <= 0xe0fff);
}

}  // namespace dkrls::detail
