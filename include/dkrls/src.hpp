#pragma once

/// The bodies of dkrls, for the one translation unit that compiles them under
/// DKRLS_SEPARATE_COMPILATION; see detail/config.hpp.
#ifndef DKRLS_SEPARATE_COMPILATION
#error "define DKRLS_SEPARATE_COMPILATION for the whole program, or do without dkrls/src.hpp"
#endif

#include "dkrls/impl/age.ipp"
#include "dkrls/impl/byte_size.ipp"
#include "dkrls/impl/docker_client.ipp"
#include "dkrls/impl/docker_config.ipp"
#include "dkrls/impl/endpoint.ipp"
#include "dkrls/impl/engine_choice.ipp"
#include "dkrls/impl/engine_info_parser.ipp"
#include "dkrls/impl/engine_message.ipp"
#include "dkrls/impl/error.ipp"
#include "dkrls/impl/filter.ipp"
#include "dkrls/impl/formatter.ipp"
#include "dkrls/impl/header_fields.ipp"
#include "dkrls/impl/http_connection.ipp"
#include "dkrls/impl/image.ipp"
#include "dkrls/impl/image_list_parser.ipp"
#include "dkrls/impl/image_query.ipp"
#include "dkrls/impl/json_file.ipp"
#include "dkrls/impl/listing.ipp"
#include "dkrls/impl/locate_engine.ipp"
#include "dkrls/impl/logger.ipp"
#include "dkrls/impl/reference.ipp"
#include "dkrls/impl/ssh_transport.ipp"
#include "dkrls/impl/terminal_text.ipp"
#include "dkrls/impl/well_known_sockets.ipp"
