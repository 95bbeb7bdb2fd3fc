// SPDX-License-Identifier: MIT
#pragma once

#include <dkrls/age.hpp>
#include <string>
#include <string_view>

#include "cli/settings.hpp"

/// The values of the flags that choose images. Each function is a Flag::Apply or a Flag::remedy.
namespace dkr_ls {

inline constexpr std::string_view age_values =
    "a number of days such as 20 or 1.5, an age such as 36h, 20d, 3w or 1d12h, or a date such as "
    "2026-01-01";

template <std::optional<dkrls::AgeLimit> Settings::*member>
bool set_age(std::string_view value, Settings& settings) {
  const auto limit = dkrls::parse_age_limit(value);
  if (limit)
    settings.*member = *limit;
  return limit.has_value();
}

std::string age_remedy(std::string_view value);

/// False for a text that begins no repository's name.
bool add_prefix(std::string_view value, Settings& settings);

/// Names the flag or argument that does what was probably meant.
std::string prefix_remedy(std::string_view value);

bool add_excluded(std::string_view value, Settings& settings);
std::string pattern_remedy(std::string_view value);

/// "K", "K=V", "!K" or "K!=V".
bool add_label(std::string_view value, Settings& settings);

/// "linux/arm64" or "linux/arm/v7".
bool add_platform(std::string_view value, Settings& settings);
std::string platform_remedy(std::string_view value);

}  // namespace dkr_ls
