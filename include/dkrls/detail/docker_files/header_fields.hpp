#pragma once

#include <string_view>

#include "dkrls/detail/config.hpp"
#include "dkrls/endpoint.hpp"
#include "dkrls/error.hpp"

namespace dkrls::detail {

/// Makes fields to send of pairs from outside. Of a name that comes twice, in whatever case, the
/// last value counts. What belongs to the connection (Host, User-Agent, Content-Length,
/// Transfer-Encoding, Trailer) is left out, as Go's net/http does for docker.
///
/// Throws dkrls::Error with `code` for what cannot stand in a header; `where` names where the pairs
/// are from.
DKRLS_DECL HeaderFields checked_header_fields(const HeaderFields& pairs, Errc code,
                                              std::string_view where);

/// The pairs of DOCKER_CUSTOM_HEADERS as docker reads them: one record of CSV (RFC 4180) with a
/// "name=value" in each field, such as `X=1,"Y=a,b"`. Blanks around names are dropped, those of
/// values are not.
///
/// Throws dkrls::Error(Errc::invalid_environment).
DKRLS_DECL HeaderFields parse_custom_headers(std::string_view text);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/docker_files/header_fields.ipp"
#endif
