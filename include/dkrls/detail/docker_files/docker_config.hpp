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

/// The files of docker's configuration, as far as they concern a client of the engine. Failures are
/// thrown as in json_file.hpp.
namespace dkrls::detail {

/// The home of a user in the lines of a passwd file; empty when it is not there.
DKRLS_DECL std::string home_in_passwd(std::istream& passwd, std::uint64_t user);

/// The home that the system's list of users gives this process's user; empty when it has none.
///
/// On Linux that is /etc/passwd and nothing else, as for docker's own static builds: to ask the C
/// library would load the system's name services into a static program.
DKRLS_DECL std::string home_of_this_user();

/// HOME, or what `otherwise` says when that is unset or empty.
DKRLS_DECL std::string home_directory(
    const Environment& environment,
    const std::function<std::string()>& otherwise = home_of_this_user);

/// DOCKER_CONFIG, else ".docker" in the home directory; empty when there is no home.
DKRLS_DECL std::string docker_config_directory(
    const Environment& environment,
    const std::function<std::string()>& otherwise = home_of_this_user);

/// The variable's value; empty when it is not set.
DKRLS_DECL std::string variable(const Environment& environment, std::string_view name);

struct DockerConfig {
  std::string file;             ///< where it is, whether it is there or not
  std::string current_context;  ///< empty for none
  HeaderFields http_headers;    ///< as they stand there, unchecked
};

/// Reads config.json. One that is not there, or has nothing in it, says nothing.
DKRLS_DECL DockerConfig read_docker_config(const std::string& directory);

/// Whether there is a file, or something that may hide one: what else is wrong shows when it is
/// read.
DKRLS_DECL bool is_there(const std::string& path);

/// The certificate files of a directory, those that are there. A certificate without its key, or a
/// key without its certificate, is as good as none.
DKRLS_DECL TlsOptions tls_files_in(const std::string& directory);

/// What a context says of its engine.
struct DockerContext {
  std::string meta_file;          ///< where that is written
  std::string host;               ///< as it is written; empty for the default endpoint
  std::optional<TlsOptions> tls;  ///< whatever the host is
};

/// Reads a context from the store, the directory "contexts" (docker/cli, cli/context/store).
///
/// A context is kept in a directory whose name is the SHA-256 of the context's, but meta.json has
/// the name, too, and that is what is looked for. Other contexts may be broken.
///
/// Throws Errc::no_such_context with the names there are, and Errc::invalid_docker_config for a
/// name that two contexts have or one that has no engine. `named_by` says who wants the context.
DKRLS_DECL DockerContext read_docker_context(const std::string& directory, std::string_view name,
                                             const std::string& named_by);

/// The names of the contexts in the store, sorted and each once. What cannot be read is left out.
DKRLS_DECL std::vector<std::string> names_of_docker_contexts(const std::string& directory);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/docker_files/docker_config.ipp"
#endif
