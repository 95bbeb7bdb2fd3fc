#pragma once

/// Includes every public header, in the order of the layers.
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
#include "dkrls/platform.hpp"
#include "dkrls/reference.hpp"
#include "dkrls/repository.hpp"
#include "dkrls/terminal_text.hpp"
//
#include "dkrls/disk_summary.hpp"
#include "dkrls/disk_usage.hpp"
#include "dkrls/engine_choice.hpp"
#include "dkrls/filter.hpp"
#include "dkrls/image_query.hpp"
#include "dkrls/listing.hpp"
#include "dkrls/pattern.hpp"
#include "dkrls/row.hpp"
//
#include "dkrls/disk_summary_formatter.hpp"
#include "dkrls/docker_client.hpp"
#include "dkrls/field.hpp"
#include "dkrls/format.hpp"
#include "dkrls/format_options.hpp"
#include "dkrls/format_problem.hpp"
#include "dkrls/formatter.hpp"
#include "dkrls/locate_engine.hpp"
#include "dkrls/read_rows.hpp"
