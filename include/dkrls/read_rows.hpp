// SPDX-License-Identifier: MIT
#pragma once

#include <iosfwd>

#include "dkrls/detail/config.hpp"
#include "dkrls/error.hpp"
#include "dkrls/image.hpp"

namespace dkrls {

/// Reads images back from the rows that a Formatter wrote as JSON, one object a line, on this or on
/// other machines; docs/json.md lists the keys. Calls `sink` with each row as an image that has the
/// reference of the row. It holds one row of each host at a time.
///
/// - A key that is absent or null is unknown, so filters that need it list nothing. Only "id",
///   "repository" and "tag" must be there. Other keys are ignored.
/// - The lines of a row with several digests follow each other, apart from rows of other hosts, and
///   become one image.
/// - Image::host is the row's "host". If a row has none, it is what the text before the row names:
///   "name | {", "task@node | {" of docker, "[pod/name/container] {" of kubectl, "host: {" of pdsh,
///   or ansible's line "host | CHANGED | rc=0 >>" above the row.
/// - Empty lines and totals are skipped.
///
/// *Errors:* Errc::not_a_row for any other line, which `diagnostics` names by its number;
/// io_error if `in` is bad. The sink may have seen some of the images before that line. What `in`
/// or the sink throws passes through.
DKRLS_DECL void read_rows(std::istream& in, const ImageSink& sink, error_code& ec,
                          Diagnostics& diagnostics);

/// Likewise.
/// *Errors:* throws Error.
DKRLS_DECL void read_rows(std::istream& in, const ImageSink& sink);

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/read_rows.ipp"
#endif
