#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dkrls/detail/config.hpp"

/// Reads small answers whole: those about a single image, and the build cache. A function returns
/// nullopt for an answer of another shape.
namespace dkrls::detail {

/// A step of how an image was built.
/// Source: Engine API, HistoryResponseItem of GET /images/{name}/history.
struct HistoryStep {
  std::uint64_t size = 0;   ///< bytes of the layer it made; 0 for an empty layer and for none
  bool makes_layer = true;  ///< false if its words say that it only changes settings

  friend bool operator==(const HistoryStep&, const HistoryStep&) = default;
};

/// Whether a step of a history says in so many words that it made no layer: it begins like an
/// instruction of a Dockerfile that only changes settings, as BuildKit ("ENV A=b") or the classic
/// builder ("/bin/sh -c #(nop)  ENV A=b") writes it down.
DKRLS_DECL bool only_changes_settings(std::string_view created_by) noexcept;

/// The DiffIDs of an image's layers, the lowest first: RootFS.Layers of GET /images/{name}/json,
/// which engines leave out if there are none.
DKRLS_DECL std::optional<std::vector<std::string>> parse_layers(std::string_view body);

/// The steps of GET /images/{name}/history, the oldest first; engines send the newest first.
DKRLS_DECL std::optional<std::vector<HistoryStep>> parse_history(std::string_view body);

/// The bytes of the build cache that images share, at most 2^64 - 1: the records of GET /system/df
/// that are Shared.
DKRLS_DECL std::optional<std::uint64_t> parse_shared_build_cache(std::string_view body);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/engine_api/layer_parser.ipp"
#endif
