// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <dkrls/age.hpp>
#include <dkrls/image.hpp>
#include <dkrls/logger.hpp>
#include <dkrls/pattern.hpp>
#include <dkrls/platform.hpp>
#include <dkrls/repository.hpp>
#include <dkrls/row.hpp>

namespace dkr_ls {

/// A label that images must have, or must not have, with a value or with any value.
struct LabelChoice {
  std::string key;
  std::optional<std::string> value;
  bool absent = false;
};

/// An engine that the command line names.
struct EngineName {
  enum class Kind { host, context };

  Kind kind = Kind::host;
  std::string name;  ///< the URL or the context's name, as given

  friend bool operator==(const EngineName&, const EngineName&) = default;
};

/// The values of all flags of a command line.
struct Settings {
  bool help = false;
  bool version = false;
  dkrls::LogLevel log_level = dkrls::LogLevel::warning;
  std::vector<EngineName> engines;  ///< in their order
  bool all_contexts = false;
  std::chrono::seconds timeout{120};
  std::optional<std::string> rows;  ///< the file of rows to list; "-" is standard input

  // The selection.
  std::optional<dkrls::AgeLimit> min_age;
  std::optional<dkrls::AgeLimit> max_age;
  std::optional<std::uint64_t> min_size;
  std::optional<std::uint64_t> max_size;
  std::vector<std::string> prefixes;
  std::vector<dkrls::Pattern> excluded;
  std::vector<LabelChoice> labels;
  std::vector<dkrls::Platform> platforms;
  std::optional<bool> dangling;
  bool used = false;
  bool unused = false;
  bool intermediate = false;
  std::optional<std::size_t> keep;
  std::optional<std::size_t> max_tags;

  dkrls::ImageDate date = dkrls::ImageDate::created;  ///< for ages, --keep, --maxTags and the order

  // The order.
  dkrls::SortKey sort_key = dkrls::SortKey::created;
  dkrls::RepositoryKey repository_key = dkrls::RepositoryKey::created;
  bool reverse = false;

  // The output.
  std::string format = "table";
  bool quiet = false;
  bool digests = false;
  bool in_full = false;  ///< nothing shortened: neither IDs nor what is wider than the terminal
  bool heading = true;
  std::string host_name;  ///< empty for none
  bool long_listing = false;
  std::optional<bool> sum;  ///< nullopt means true if --reclaim is given
  bool unique = false;
  std::optional<bool> platform_column;  ///< nullopt means true if --platform is given
  bool reclaim = false;
};

}  // namespace dkr_ls
