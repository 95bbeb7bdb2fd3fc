#pragma once

/// Everything public, in layer order.
#include "dkrls/version.hpp"
//
#include "dkrls/error.hpp"
#include "dkrls/logger.hpp"
//
#include "dkrls/age.hpp"
#include "dkrls/byte_size.hpp"
#include "dkrls/endpoint.hpp"
#include "dkrls/engine_info.hpp"
#include "dkrls/environment.hpp"
#include "dkrls/image.hpp"
#include "dkrls/reference.hpp"
#include "dkrls/terminal_text.hpp"
#include "dkrls/tls_options.hpp"
//
#include "dkrls/engine_choice.hpp"
#include "dkrls/filter.hpp"
#include "dkrls/image_query.hpp"
#include "dkrls/listing.hpp"
#include "dkrls/well_known_sockets.hpp"
//
#include "dkrls/docker_client.hpp"
#include "dkrls/formatter.hpp"
#include "dkrls/locate_engine.hpp"
