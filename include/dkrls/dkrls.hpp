// SPDX-License-Identifier: MIT
#pragma once

/// Includes every public header but dkrls/tls.hpp, which needs OpenSSL, in the order of the layers.
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
#include "dkrls/explain.hpp"
#include "dkrls/field.hpp"
#include "dkrls/format.hpp"
#include "dkrls/format_options.hpp"
#include "dkrls/format_problem.hpp"
#include "dkrls/formatter.hpp"
#include "dkrls/locate_engine.hpp"
#include "dkrls/read_rows.hpp"

/// @mainpage
///
/// dkrls lists the container images of Docker engines, selects from them, and works out what
/// removing them frees.
///
/// - dkrls::DockerClient asks an engine; dkrls::choose_engine() and dkrls::locate_engine() find the
///   one that docker would ask.
/// - dkrls::ImageQuery selects images by a dkrls::Filter and makes a dkrls::Listing of its rows.
/// - dkrls::DiskUsage reports what removing the rows of a listing frees.
/// - dkrls::Formatter prints rows as a table, as JSON or by a template of docker's.
/// - dkrls::read_rows() reads rows back that other machines printed.
///
/// Structs are plain values: they own their data, except dkrls::Reference and the texts of
/// dkrls::FormatOptions and dkrls::ScreenOptions, and several threads may read them at the same
/// time. Functions outside classes have no state, so they may run at the same time. A class says of
/// itself what differs.
///
/// *Errors:* parsers of text return a `result`. Operations report a dkrls::error_code and
/// dkrls::Diagnostics, or throw dkrls::Error. Running out of memory throws std::bad_alloc.

/// @namespace dkrls
/// All public names of the library.
