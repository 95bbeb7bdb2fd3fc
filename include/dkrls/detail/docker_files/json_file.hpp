#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "dkrls/detail/config.hpp"
#include "dkrls/error.hpp"

/// Small JSON files as Go's encoding/json reads them into a struct: keys in any case, null as if it
/// were not there.
///
/// Failures are thrown as dkrls::Error with a sentence that names the file:
/// Errc::invalid_docker_config for what cannot be understood, an error of the system for a file
/// that cannot be read.
namespace dkrls::detail {

/// The most bytes, and the deepest nesting, that are taken for configuration.
inline constexpr std::size_t max_json_file_size = 1024 * 1024;
inline constexpr std::size_t max_json_file_depth = 32;

[[noreturn]] DKRLS_DECL void refuse_json_file(const std::string& path, const std::string& problem);

[[noreturn]] DKRLS_DECL void fail_to_read(const std::string& path, const error_code& ec);

/// The object in a file; nullopt when the file is not there, an empty object when nothing is in it.
DKRLS_DECL std::optional<boost::json::object> read_json_file(const std::string& path);

/// The text of a key; empty when it is not there. `path` is for the sentence of a failure.
DKRLS_DECL std::string get_string(const boost::json::object& object, std::string_view key,
                                  const std::string& path);

/// The truth of a key; false when it is not there.
DKRLS_DECL bool get_bool(const boost::json::object& object, std::string_view key,
                         const std::string& path);

/// The object of a key; nullptr when it is not there. Valid as long as `object`.
DKRLS_DECL const boost::json::object* get_object(const boost::json::object& object,
                                                 std::string_view key, const std::string& path);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/docker_files/json_file.ipp"
#endif
