// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "dkrls/detail/config.hpp"
#include "dkrls/endpoint.hpp"
#include "dkrls/error.hpp"

namespace dkrls::detail {

/// Checks names and values of the user and returns the header fields to send. If a name comes
/// twice, in any case, the last value counts. Leaves out the fields of the connection (Host,
/// User-Agent, Content-Length, Transfer-Encoding, Trailer), as Go's net/http does for docker.
///
/// *Errors:* throws dkrls::Error with `code` for a name or value that is invalid in a header;
/// `where` names the source of the pairs in the message.
DKRLS_DECL HeaderFields checked_header_fields(const HeaderFields& pairs, Errc code,
                                              std::string_view where);

/// Parses DOCKER_CUSTOM_HEADERS as docker does: one record of CSV (RFC 4180) with "name=value" in
/// each field, for example `X=1,"Y=a,b"`. Drops blanks around names, keeps those around values.
///
/// *Errors:* throws dkrls::Error(Errc::invalid_environment).
DKRLS_DECL HeaderFields parse_custom_headers(std::string_view text);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/docker_files/header_fields.ipp"
#endif
