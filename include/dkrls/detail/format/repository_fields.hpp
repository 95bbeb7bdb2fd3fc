// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "dkrls/detail/format/fields.hpp"
#include "dkrls/field.hpp"
#include "dkrls/format_options.hpp"
#include "dkrls/repository.hpp"

namespace dkrls::detail {

struct RepositoryLine {
  const FormatOptions& options;
  const Repository* repository = nullptr;
};

inline std::string_view repository_name(RepositoryLine& line) {
  return or_none(line.repository->name);
}
inline void append_repository_name_json(std::string& out, RepositoryLine& line) {
  append_json_or_null(out, line.repository->name);
}

template <auto Repository::*count>
void append_count(std::string& out, RepositoryLine& line) {
  append_number(out, std::uint64_t{line.repository->*count});
}

template <Time Repository::*time>
void append_age_of(std::string& out, RepositoryLine& line) {
  append_age_or_unknown(out, line.repository->*time, line.options.now);
}
template <Time Repository::*time>
void append_time_json(std::string& out, RepositoryLine& line) {
  append_json_time(out, line.repository->*time);
}
template <Time Repository::*time>
void append_unix(std::string& out, RepositoryLine& line) {
  append_unix_time_or(out, line.repository->*time, unknown);
}
template <Time Repository::*time>
void append_unix_json(std::string& out, RepositoryLine& line) {
  append_unix_time_or(out, line.repository->*time, "null");
}

inline void append_repository_size(std::string& out, RepositoryLine& line) {
  append_byte_size(out, line.repository->size);
}

// clang-format off
inline constexpr std::array<FieldTraits<RepositoryField, RepositoryLine>, 10> repository_fields = {{
    {RepositoryField::repository,  "Repository", "REPOSITORY",  "repository", false, repository_name,             nullptr,                          append_repository_name_json},
    {RepositoryField::tags,        "Tags",       "TAGS",        "tags",       false, nullptr,                     append_count<&Repository::tags>,   append_count<&Repository::tags>},
    {RepositoryField::images,      "Images",     "IMAGES",      "images",     false, nullptr,                     append_count<&Repository::images>, append_count<&Repository::images>},
    {RepositoryField::newest,      "Newest",     "NEWEST",      "newest",     false, nullptr,                     append_age_of<&Repository::newest>,     append_time_json<&Repository::newest>},
    {RepositoryField::oldest,      "Oldest",     "OLDEST",      "oldest",     false, nullptr,                     append_age_of<&Repository::oldest>,     append_time_json<&Repository::oldest>},
    {RepositoryField::size,        "Size",       "SIZE",        "size",       false, nullptr,                     append_repository_size,            append_count<&Repository::size>},
    {RepositoryField::bytes,       "Bytes",      "BYTES",       "",           false, nullptr,                     append_count<&Repository::size>,   append_count<&Repository::size>},
    {RepositoryField::newest_unix, "NewestUnix", "NEWEST UNIX", "",           false, nullptr,                     append_unix<&Repository::newest>,  append_unix_json<&Repository::newest>},
    {RepositoryField::oldest_unix, "OldestUnix", "OLDEST UNIX", "",           false, nullptr,                     append_unix<&Repository::oldest>,  append_unix_json<&Repository::oldest>},
    {RepositoryField::hosts,       "Hosts",      "HOSTS",       "hosts",      false, nullptr,                     append_count<&Repository::hosts>,  append_count<&Repository::hosts>},
}};
// clang-format on
static_assert(are_in_order(repository_fields));

template <>
struct RecordTraits<Repository> {
  using Line = RepositoryLine;

  static constexpr auto& fields = repository_fields;
  static constexpr std::array columns = {RepositoryField::repository, RepositoryField::tags,
                                         RepositoryField::images,     RepositoryField::newest,
                                         RepositoryField::oldest,     RepositoryField::size};
  static constexpr std::array names = {RepositoryField::repository};

  template <class Format>
  static Line line(const Format&, const FormatOptions& options) {
    return {options};
  }

  template <class Write>
  static void for_each_line(const Repository& repository, Line& line, Write write) {
    line.repository = &repository;
    write();
  }
};

}  // namespace dkrls::detail
