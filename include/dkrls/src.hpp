#pragma once

/// The bodies of dkrls, for the one translation unit that compiles them under
/// DKRLS_SEPARATE_COMPILATION; see detail/config.hpp.
#ifndef DKRLS_SEPARATE_COMPILATION
#error "define DKRLS_SEPARATE_COMPILATION for the whole program, or do without dkrls/src.hpp"
#endif

#include "dkrls/impl/age.ipp"
#include "dkrls/impl/byte_size.ipp"
#include "dkrls/impl/docker_client.ipp"
#include "dkrls/impl/endpoint.ipp"
#include "dkrls/impl/engine_message.ipp"
#include "dkrls/impl/error.ipp"
#include "dkrls/impl/filter.ipp"
#include "dkrls/impl/formatter.ipp"
#include "dkrls/impl/http_connection.ipp"
#include "dkrls/impl/image.ipp"
#include "dkrls/impl/image_list_parser.ipp"
#include "dkrls/impl/image_query.ipp"
#include "dkrls/impl/listing.ipp"
#include "dkrls/impl/logger.ipp"
#include "dkrls/impl/reference.ipp"
#include "dkrls/impl/terminal_text.ipp"
