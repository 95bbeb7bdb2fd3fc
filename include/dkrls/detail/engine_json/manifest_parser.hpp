// SPDX-License-Identifier: MIT
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/image.hpp"

namespace dkrls::detail {

/// Reads Manifests of an image of GET /images/json. Returns nullopt if a value of interest has the
/// wrong type; an absent one is empty, false or 0.
/// Source: Engine API, ImageManifestSummary.
DKRLS_DECL std::optional<std::vector<ImageManifest>> parse_manifests(
    const boost::json::value& listed);

/// The document that the name of an image points at.
struct ImageTarget {
  bool is_index = false;   ///< an index of manifests, not a single manifest
  std::uint64_t size = 0;  ///< bytes of it alone
};

/// Reads Descriptor of an image of GET /images/json. Returns nullopt if a value has the wrong type.
/// Source: OCI image specification, descriptor.
DKRLS_DECL std::optional<ImageTarget> parse_descriptor(const boost::json::value& descriptor);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/engine_json/manifest_parser.ipp"
#endif
