// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "dkrls/detail/format/fields.hpp"
#include "dkrls/detail/format/figure_text.hpp"
#include "dkrls/disk_usage.hpp"
#include "dkrls/field.hpp"
#include "dkrls/format_options.hpp"

namespace dkrls::detail {

struct UsageLine {
  const RepositoryUsage* usage = nullptr;
};

inline std::string_view usage_name(UsageLine& line) {
  return or_none(line.usage->name);
}
inline void append_usage_name_json(std::string& out, UsageLine& line) {
  append_json_or_null(out, line.usage->name);
}

template <auto RepositoryUsage::*count>
void append_usage_count(std::string& out, UsageLine& line) {
  append_number(out, std::uint64_t{line.usage->*count});
}

inline void append_usage_size(std::string& out, UsageLine& line) {
  append_byte_size(out, line.usage->size);
}

inline void append_usage_unique(std::string& out, UsageLine& line) {
  append_figure(out, line.usage->unique);
}
inline void append_usage_unique_json(std::string& out, UsageLine& line) {
  append_figure_json(out, line.usage->unique);
}
inline void append_usage_unique_bytes(std::string& out, UsageLine& line) {
  append_number(out, line.usage->unique.bytes);
}

// clang-format off
inline constexpr std::array<FieldTraits<UsageField, UsageLine>, 6> usage_fields = {{
    {UsageField::repository,   "Repository",  "REPOSITORY",   "repository", false, usage_name, nullptr,                                      append_usage_name_json},
    {UsageField::images,       "Images",      "IMAGES",       "images",     false, nullptr,    append_usage_count<&RepositoryUsage::images>, append_usage_count<&RepositoryUsage::images>},
    {UsageField::size,         "Size",        "SIZE",         "size",       false, nullptr,    append_usage_size,                            append_usage_count<&RepositoryUsage::size>},
    {UsageField::unique,       "Unique",      "UNIQUE",       "unique",     false, nullptr,    append_usage_unique,                          append_usage_unique_json},
    {UsageField::bytes,        "Bytes",       "BYTES",        "",           false, nullptr,    append_usage_count<&RepositoryUsage::size>,   append_usage_count<&RepositoryUsage::size>},
    {UsageField::unique_bytes, "UniqueBytes", "UNIQUE BYTES", "",           false, nullptr,    append_usage_unique_bytes,                    append_usage_unique_bytes},
}};
// clang-format on
static_assert(are_in_order(usage_fields));

template <>
struct RecordTraits<RepositoryUsage> {
  using Line = UsageLine;

  static constexpr auto& fields = usage_fields;
  static constexpr std::array columns = {UsageField::repository, UsageField::images,
                                         UsageField::size, UsageField::unique};
  static constexpr std::array names = {UsageField::repository};

  template <class Format>
  static Line line(const Format&, const FormatOptions&) {
    return {};
  }

  template <class Write>
  static void for_each_line(const RepositoryUsage& usage, Line& line, Write write) {
    line.usage = &usage;
    write();
  }
};

}  // namespace dkrls::detail
