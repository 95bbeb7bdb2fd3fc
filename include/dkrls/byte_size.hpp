#pragma once

#include <cstdint>
#include <string_view>

#include "dkrls/byte_size_text.hpp"
#include "dkrls/detail/config.hpp"
#include "dkrls/error.hpp"

namespace dkrls {

/// Reads a number of bytes: "1048576", "100MB", "1.5 GB", "512kB", "100m" (units of 1000) or
/// "100MiB" (units of 1024), in any case, up to exabytes. Fractions of a byte are dropped.
///
/// Errc::invalid_byte_size for other text, Errc::out_of_range above 2^63 - 1.
DKRLS_DECL result<std::uint64_t> parse_byte_size(std::string_view text);

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/byte_size.ipp"
#endif
