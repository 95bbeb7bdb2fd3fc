// SPDX-License-Identifier: MIT
#include <dkrls/dkrls.hpp>

std::string from_two() {
  std::string age;
  dkrls::append_age(age, std::chrono::days(15));
  return age;
}
