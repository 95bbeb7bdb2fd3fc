// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dkrls/detail/config.hpp"

/// Parses small answers: those about a single image, and the build cache.
/// *Errors:* each function returns nullopt for an answer of another shape.
namespace dkrls::detail {

/// A step of an image's history.
/// Source: Engine API, HistoryResponseItem of GET /images/{name}/history.
struct HistoryStep {
  std::uint64_t size = 0;   ///< bytes of its layer; 0 for an empty layer or no layer
  bool makes_layer = true;  ///< false if its command only changes settings

  friend bool operator==(const HistoryStep&, const HistoryStep&) = default;
};

/// True if the command of a history's step only changes settings and makes no layer: it begins with
/// an instruction of a Dockerfile like ENV, as BuildKit ("ENV A=b") or the classic builder
/// ("/bin/sh -c #(nop)  ENV A=b") writes it.
DKRLS_DECL bool only_changes_settings(std::string_view created_by) noexcept;

/// Returns the DiffIDs of an image's layers, the lowest first: RootFS.Layers of GET
/// /images/{name}/json. Engines leave it out if there are no layers.
DKRLS_DECL std::optional<std::vector<std::string>> parse_layers(std::string_view body);

/// Returns the bytes of an image: Size of GET /images/{name}/json. On containerd's store these are
/// the manifest, the configuration and the compressed layers of one platform.
DKRLS_DECL std::optional<std::uint64_t> parse_inspected_size(std::string_view body);

/// Returns the steps of GET /images/{name}/history, the oldest first. Engines send the newest
/// first.
DKRLS_DECL std::optional<std::vector<HistoryStep>> parse_history(std::string_view body);

/// Returns the bytes of the build cache that images share, at most 2^64 - 1: the sum of the records
/// of GET /system/df that are Shared. From API 1.52 on they may be in BuildCacheUsage only.
DKRLS_DECL std::optional<std::uint64_t> parse_shared_build_cache(std::string_view body);

/// Returns the bytes of all layers: LayersSize of GET /system/df. From API 1.52 on they may be in
/// ImageUsage only.
DKRLS_DECL std::optional<std::uint64_t> parse_layers_size(std::string_view body);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/engine_json/layer_parser.ipp"
#endif
