// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "dkrls/detail/config.hpp"
#include "dkrls/error.hpp"

namespace dkrls {

/// An operating system and a processor that an image is built for. A text that the engine did not
/// send is empty.
/// Source: OCI image specification, "platform" of a descriptor.
struct Platform {
  std::string os = {};            ///< "linux"
  std::string architecture = {};  ///< "arm64"
  std::string variant = {};       ///< "v8"
  std::string os_version = {};    ///< "10.0.20348.2113", of Windows

  friend bool operator==(const Platform&, const Platform&) = default;
};

/// Returns "linux/arm64/v8", or "linux/amd64" if there is no variant.
DKRLS_DECL std::string to_string(const Platform& platform);

/// Parses "OS/ARCHITECTURE" or "OS/ARCHITECTURE/VARIANT", in any case. As in docker, x86_64 is
/// amd64, aarch64 is arm64, i386 is 386, armhf is arm/v7, armel is arm/v6, and arm/7 is arm/v7.
/// *Errors:* Errc::invalid_platform for other text.
DKRLS_DECL result<Platform, ParseError> parse_platform(std::string_view text);

/// True if `platform` is what `wanted` asks for: it has the same OS and architecture, and the same
/// variant if `wanted` has one. As in containerd, arm64 without a variant is v8, arm is v7 and
/// amd64 is v1.
DKRLS_DECL bool fits(const Platform& platform, const Platform& wanted) noexcept;

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/platform.ipp"
#endif
