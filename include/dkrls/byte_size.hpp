#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "dkrls/detail/config.hpp"
#include "dkrls/error.hpp"

namespace dkrls {

/// Reads a number of bytes: "1048576", "100MB", "1.5 GB", "512kB", "100m" (units of 1000) or
/// "100MiB" (units of 1024), in any case, up to exabytes. Fractions of a byte are dropped.
///
/// Errc::invalid_byte_size for other text, Errc::out_of_range above 2^63 - 1.
DKRLS_DECL result<std::uint64_t> parse_byte_size(std::string_view text);

/// Appends a size as docker prints it: units of 1000 and at most `digits` significant digits
/// without trailing zeros, "133MB", "22.1MB", "0B". Unlike docker, what rounds up to 1000 moves on
/// to the next unit: "1MB", never "1e+03kB".
///
/// `digits` is 3 in docker's image list and 4 where docker adds sizes up; it is at least 3.
/// Source of the format: docker/go-units, HumanSizeWithPrecision.
DKRLS_DECL void append_byte_size(std::string& out, std::uint64_t bytes, int digits = 3);

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/byte_size.ipp"
#endif
