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
#include "dkrls/reference.hpp"
#include "dkrls/image.hpp"
#include "dkrls/terminal_text.hpp"
//
#include "dkrls/filter.hpp"
#include "dkrls/listing.hpp"
#include "dkrls/image_query.hpp"
//
#include "dkrls/formatter.hpp"
#include "dkrls/docker_client.hpp"
