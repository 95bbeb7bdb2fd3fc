// SPDX-License-Identifier: MIT
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "dkrls/detail/config.hpp"
#include "dkrls/error.hpp"

/// Reads small JSON files as Go's encoding/json reads them into a struct: keys in any case, and
/// null means absent.
///
/// *Errors:* throws dkrls::Error with a message that names the file: Errc::invalid_docker_config
/// for invalid contents, an error of the system for an unreadable file.
namespace dkrls::detail {

/// The limits for the size and the nesting of a configuration file.
inline constexpr std::size_t max_json_file_size = 1024 * 1024;
inline constexpr std::size_t max_json_file_depth = 32;

[[noreturn]] DKRLS_DECL void refuse_json_file(const std::string& path, const std::string& problem);

[[noreturn]] DKRLS_DECL void fail_to_read(const std::string& path, const error_code& ec);

/// What may follow the JSON in a file: nothing but blanks, as for Go's json.Unmarshal, or anything,
/// as for its json.Decoder.
enum class AfterJson { refused, ignored };

/// Returns the object in a file; nullopt if there is no such file, an empty object if the file is
/// empty or holds `null`.
DKRLS_DECL std::optional<boost::json::object> read_json_file(const std::string& path,
                                                             AfterJson rest);

/// Returns the string of a key; empty if it is absent. `path` is for the error message.
DKRLS_DECL std::string get_string(const boost::json::object& object, std::string_view key,
                                  const std::string& path);

/// Returns the boolean of a key; false if it is absent.
DKRLS_DECL bool get_bool(const boost::json::object& object, std::string_view key,
                         const std::string& path);

/// Returns the object of a key; nullptr if it is absent.
/// *Lifetime:* valid as long as `object`.
DKRLS_DECL const boost::json::object* get_object(const boost::json::object& object,
                                                 std::string_view key, const std::string& path);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/docker_files/json_file.ipp"
#endif
