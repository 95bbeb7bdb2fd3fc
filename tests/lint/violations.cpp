// SPDX-License-Identifier: MIT

// Not compiled: scripts/lint shows with it that the checks of .clang-tidy are live.

struct bad_type_name {};  // readability-identifier-naming

int count() {
  int never_changes = 3;    // misc-const-correctness
  const char* nothing = 0;  // modernize-use-nullptr
  return nothing == nullptr ? never_changes : 0;
}
