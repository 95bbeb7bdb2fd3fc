#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/disk_survey.hpp"

/// What is read of answers about a single image, which are small. An answer of another shape is
/// nullopt.
namespace dkrls::detail {

/// The DiffIDs of an image's layers, the lowest first: RootFS.Layers of GET /images/{name}/json,
/// which engines leave away when there are none.
DKRLS_DECL std::optional<std::vector<std::string>> parse_layers(std::string_view body);

/// The steps of GET /images/{name}/history, the oldest first; engines send the newest first.
DKRLS_DECL std::optional<std::vector<HistoryStep>> parse_history(std::string_view body);

/// The bytes of GET /system/df's BuildCache that images use as well; at most 2^64 - 1.
DKRLS_DECL std::optional<std::uint64_t> parse_shared_build_cache(std::string_view body);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/layer_parser.ipp"
#endif
