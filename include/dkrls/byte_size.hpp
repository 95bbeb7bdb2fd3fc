// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "dkrls/detail/config.hpp"
#include "dkrls/error.hpp"

namespace dkrls {

/// Returns the bytes that a text names: "1048576", "100MB", "1.5 GB", ".3kB", "100m" (units of
/// 1000) or "100MiB" (units of 1024), in any case, up to exabytes. Drops fractions of a byte.
///
/// *Errors:* Errc::invalid_byte_size for other text, Errc::out_of_range above 2^63 - 1.
DKRLS_DECL result<std::uint64_t> parse_byte_size(std::string_view text);

/// Appends a size in docker's form: units of 1000 and at most `digits` significant digits without
/// trailing zeros, "133MB", "22.1MB", "0B". Unlike docker's, a size that rounds to 1000 moves on to
/// the next unit: "1MB", never "1e+03kB".
///
/// `digits` is at least 3. docker prints 3 in its list of images and 4 in sums.
/// Source: docker/go-units, HumanSizeWithPrecision.
DKRLS_DECL void append_byte_size(std::string& out, std::uint64_t bytes, int digits = 3);

/// Returns the text of append_byte_size().
DKRLS_DECL std::string format_byte_size(std::uint64_t bytes, int digits = 3);

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/byte_size.ipp"
#endif
