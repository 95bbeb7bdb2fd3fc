// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/docker_files/header_fields.hpp"
#include "dkrls/endpoint.hpp"
#include "dkrls/environment.hpp"
#include "dkrls/error.hpp"

/// Reads the parts of docker's configuration files that a client of the engine needs.
/// *Errors:* as in json_file.hpp.
namespace dkrls::detail {

/// Returns the home directory of a user in a passwd file; empty if the user is not there.
DKRLS_DECL std::string home_in_passwd(std::istream& passwd, std::uint64_t user);

/// Returns the home directory of this process's user in the system's list of users; empty if there
/// is none.
///
/// On Linux it reads only /etc/passwd, as docker's static builds do: the C library would load the
/// system's name services into a static program.
DKRLS_DECL std::string home_of_this_user();

/// Returns HOME, or the result of `otherwise` if HOME is unset or empty.
DKRLS_DECL std::string home_directory(
    const Environment& environment,
    const std::function<std::string()>& otherwise = home_of_this_user);

/// Returns XDG_CONFIG_HOME, else ".config" in the home directory; empty if there is no home.
DKRLS_DECL std::string config_home(const Environment& environment);

/// Returns DOCKER_CONFIG, else ".docker" in the home directory; empty if there is no home.
DKRLS_DECL std::string docker_config_directory(
    const Environment& environment,
    const std::function<std::string()>& otherwise = home_of_this_user);

/// Returns the variable's value; empty if it is not set.
DKRLS_DECL std::string variable(const Environment& environment, std::string_view name);

struct DockerConfig {
  std::string file;             ///< the path of config.json, even if the file does not exist
  std::string current_context;  ///< empty for none
  HeaderFields http_headers;    ///< unchecked
};

/// Reads config.json as docker does: a missing or empty file and `null` are an empty configuration,
/// and nothing after the first value matters.
DKRLS_DECL DockerConfig read_docker_config(const std::string& directory);

/// True if the file exists or its existence cannot be checked: reading it then reports the error.
DKRLS_DECL bool is_there(const std::string& path);

/// Returns the paths of the certificate files in a directory. Ignores a certificate without its key
/// and a key without its certificate.
DKRLS_DECL TlsOptions tls_files_in(const std::string& directory);

/// The engine that a context describes.
struct DockerContext {
  std::string meta_file;          ///< the file that describes it
  std::string host;               ///< as in the file; empty for the default endpoint
  std::optional<TlsOptions> tls;  ///< set for any kind of host
};

/// Reads a context from the store, the directory "contexts" (docker/cli, cli/context/store).
///
/// The name of a context's directory is the SHA-256 of the context's name. This function searches
/// for the name in the meta.json files instead. Other contexts may be broken.
///
/// *Errors:* throws Errc::no_such_context with the existing names, and Errc::invalid_docker_config
/// if two contexts have the name or the context has no engine. `named_by` names the source of the
/// name in the message.
DKRLS_DECL DockerContext read_docker_context(const std::string& directory, std::string_view name,
                                             const std::string& named_by);

/// The names of the contexts in a store, sorted, each once.
struct ContextNames {
  std::vector<std::string> names;
  std::optional<Error> trouble;  ///< for the first context that cannot be read
};

/// Returns the names of the contexts in the store. Skips unreadable contexts.
DKRLS_DECL ContextNames names_of_docker_contexts(const std::string& directory);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/docker_files/docker_config.ipp"
#endif
