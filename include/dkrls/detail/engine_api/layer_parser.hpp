#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/disk_survey.hpp"

/// What is read of answers whole: those about a single image, which are small, and the disk usage.
/// An answer of another shape is nullopt.
namespace dkrls::detail {

/// Whether a step of a history says in so many words that it made no layer: it begins like an
/// instruction of a Dockerfile that only changes settings, as BuildKit ("ENV A=b") or the classic
/// builder ("/bin/sh -c #(nop)  ENV A=b") writes it down.
DKRLS_DECL bool only_changes_settings(std::string_view created_by) noexcept;

/// The DiffIDs of an image's layers, the lowest first: RootFS.Layers of GET /images/{name}/json,
/// which engines leave away when there are none.
DKRLS_DECL std::optional<std::vector<std::string>> parse_layers(std::string_view body);

/// The steps of GET /images/{name}/history, the oldest first; engines send the newest first.
DKRLS_DECL std::optional<std::vector<HistoryStep>> parse_history(std::string_view body);

/// What an engine says of the space it uses.
struct EngineDiskUsage {
  /// The bytes of the build cache that images use as well; at most 2^64 - 1.
  std::uint64_t shared_build_cache = 0;

  /// What all images hold; nullopt when it did not say, as it is with 0.
  std::optional<std::uint64_t> layers_size = {};

  /// The list of images beside that, as GET /images/json would have it; nullopt for none.
  std::optional<std::string> images = {};

  /// The IDs of the images that containers were made from, in any order and more than once; nullopt
  /// when it did not say.
  std::optional<std::vector<std::string>> images_of_containers = {};

  friend bool operator==(const EngineDiskUsage&, const EngineDiskUsage&) = default;
};

/// The parts of GET /system/df that are of interest.
DKRLS_DECL std::optional<EngineDiskUsage> parse_disk_usage(std::string_view body);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/engine_api/layer_parser.ipp"
#endif
