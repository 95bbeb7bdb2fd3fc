// SPDX-License-Identifier: MIT
#pragma once

#include <boost/system/errc.hpp>

#include "dkrls/detail/docker_files/docker_config.hpp"
#include "dkrls/detail/docker_files/header_fields.hpp"
#include "dkrls/detail/docker_files/http_proxy.hpp"
#include "dkrls/detail/engine_api/api_version.hpp"
#include "dkrls/detail/text/ascii.hpp"
#include "dkrls/engine_choice.hpp"

namespace dkrls {
namespace detail {

/// The context of this name is not in the store: it means DOCKER_HOST or the default endpoint.
inline constexpr std::string_view default_context = "default";

/// A context's name and the source of the name.
struct NamedContext {
  std::string name;
  std::string named_by;
};

/// Returns the chosen context; nullopt if there is none or it is "default".
inline std::optional<NamedContext> choose_context(const EngineRequest& request,
                                                  const Environment& environment,
                                                  const DockerConfig& config) {
  const auto named = [](const std::string& name, const std::string& by) {
    return NamedContext{name, "context \"" + name + "\" (" + by + ")"};
  };
  if (request.context && !request.context->empty())
    return named(*request.context, "--context");
  if (request.host || !variable(environment, "DOCKER_HOST").empty())
    return std::nullopt;
  if (const std::string name = variable(environment, "DOCKER_CONTEXT"); !name.empty())
    return named(name, "DOCKER_CONTEXT");
  if (!config.current_context.empty())
    return named(config.current_context, "currentContext of " + config.file);
  return std::nullopt;
}

/// Parses an endpoint whose source is `named_by`.
inline Endpoint parse_named_endpoint(const std::string& text, const std::string& named_by) {
  const auto endpoint = parse_endpoint(text);
  if (!endpoint)
    throw Error(endpoint.error().code,
                {0, named_by + " is \"" + text + "\", which is " +
                        (endpoint.error().code == Errc::unsupported_endpoint ? "not supported: "
                                                                             : "no endpoint: ") +
                        endpoint.error().message});
  return *endpoint;
}

/// Returns the variable that turns TLS on; empty if there is none. Any value turns it on, even "0".
inline std::string_view tls_switch(const Environment& environment) {
  for (const std::string_view name : {"DOCKER_TLS_VERIFY", "DOCKER_TLS"})
    if (!variable(environment, name).empty())
      return name;
  return {};
}

/// Returns the TLS options of the variables. Like docker, requires a CA even without verification.
inline TlsOptions tls_of_environment(const CertificateFiles& named, const Environment& environment,
                                     const std::string& config_directory) {
  std::string directory = variable(environment, "DOCKER_CERT_PATH");
  if (directory.empty())
    directory = config_directory;
  TlsOptions tls = tls_files_in(directory);
  tls.verify = tls_switch(environment) == "DOCKER_TLS_VERIFY";
  for (const auto& [file, instead] :
       {std::pair(&tls.ca_file, &named.ca), std::pair(&tls.cert_file, &named.cert),
        std::pair(&tls.key_file, &named.key)})
    if (!instead->empty())
      *file = *instead;
  if (tls.ca_file.empty())
    throw Error(make_error_code(boost::system::errc::no_such_file_or_directory),
                {0, "there is no " + directory + "/ca.pem, which TLS needs (" +
                        std::string(tls_switch(environment)) +
                        "); name its directory with DOCKER_CERT_PATH"});
  return tls;
}

/// Chooses the engine of a context. Ignores the TLS variables.
inline void choose_by_context(const NamedContext& named, const std::string& config_directory,
                              EngineChoice& choice) {
  DockerContext context = read_docker_context(config_directory, named.name, named.named_by);
  choice.named_by = named.named_by;
  choice.is_default = false;
  if (!context.host.empty())
    choice.endpoint = parse_named_endpoint(
        context.host, "\"Host\" of " + named.named_by + " in " + context.meta_file);
  if (std::holds_alternative<TcpEndpoint>(choice.endpoint))
    choice.tls = std::move(context.tls);
}

/// Chooses the engine of --host, DOCKER_HOST or the default.
inline void choose_by_host(const EngineRequest& request, const Environment& environment,
                           const std::string& config_directory, EngineChoice& choice) {
  constexpr std::uint16_t tls_port = 2376;
  const std::string_view tls_by = tls_switch(environment);
  const std::string docker_host = variable(environment, "DOCKER_HOST");
  const bool is_blank = docker_host.find_first_not_of(" \t\r\n\v\f") == std::string::npos;
  if (request.host || !is_blank) {
    choice.named_by = request.host ? "--host" : "DOCKER_HOST";
    choice.is_default = false;
    choice.endpoint = parse_named_endpoint(request.host.value_or(docker_host), choice.named_by);
  } else if (!tls_by.empty()) {
    choice.named_by = "the default with " + std::string(tls_by);
    choice.is_default = false;
    choice.endpoint = TcpEndpoint{.port = tls_port};
  }
  if (!tls_by.empty() && std::holds_alternative<TcpEndpoint>(choice.endpoint))
    choice.tls = tls_of_environment(request.certificates, environment, config_directory);
}

/// Refuses names of "HttpHeaders" that differ only in case, as docker does: they are one field, and
/// which of the values were sent would be chance.
inline void refuse_two_spellings(const HeaderFields& fields, const std::string& where) {
  for (auto field = fields.begin(); field != fields.end(); ++field)
    for (auto other = fields.begin(); other != field; ++other)
      if (equals_ignoring_case(field->first, other->first))
        throw Error(Errc::invalid_docker_config,
                    {0, where + " has one header twice, as \"" + other->first + "\" and \"" +
                            field->first + "\"; keep one of them"});
}

inline HeaderFields choose_headers(const Environment& environment, const DockerConfig& config) {
  const std::string custom = variable(environment, "DOCKER_CUSTOM_HEADERS");
  if (!custom.empty())
    return checked_header_fields(parse_custom_headers(custom), Errc::invalid_environment,
                                 "DOCKER_CUSTOM_HEADERS");
  const std::string where = "\"HttpHeaders\" of " + config.file;
  refuse_two_spellings(config.http_headers, where);
  return checked_header_fields(config.http_headers, Errc::invalid_docker_config, where);
}

/// True if a flag or a variable names the engine, so that config.json cannot name another one.
inline bool is_named_without_config(const EngineRequest& request, const Environment& environment) {
  return request.host || (request.context && !request.context->empty()) ||
         !variable(environment, "DOCKER_HOST").empty() ||
         !variable(environment, "DOCKER_CONTEXT").empty();
}

/// Reads config.json. If it is broken and cannot name another engine, sets a warning, as docker
/// does.
inline DockerConfig read_config_or_warn(const std::string& directory, const EngineRequest& request,
                                        const Environment& environment, std::string& warning) {
  try {
    return read_docker_config(directory);
  } catch (const Error& error) {
    if (!is_named_without_config(request, environment))
      throw;
    warning = error.diagnostics().message + "; going on without its \"HttpHeaders\"";
    return {};
  }
}

inline std::optional<std::string> choose_api_version(const Environment& environment) {
  const std::string text = variable(environment, "DOCKER_API_VERSION");
  if (text.empty())
    return std::nullopt;
  const auto version =
      parse_api_version(std::string_view(text).substr(text.starts_with('v') ? 1 : 0));
  if (!version)
    throw Error(Errc::invalid_environment,
                {0, "DOCKER_API_VERSION is \"" + text +
                        "\", which is no version; give one such as 1.41, or unset it"});
  return to_string(*version);
}

/// True if something names the engine of the context "default", or its socket is there.
inline bool has_default_engine(const Environment& environment) {
  for (const std::string_view name : {"DOCKER_HOST", "DOCKER_TLS_VERIFY", "DOCKER_TLS"})
    if (!variable(environment, name).empty())
      return true;
  return variable(environment, "DOCKER_CONTEXT") == default_context ||
         is_there(UnixEndpoint().path);
}

}  // namespace detail

DKRLS_DECL EngineChoice choose_engine(const EngineRequest& request,
                                      const Environment& environment) {
  const bool has_context = request.context && !request.context->empty();
  if (request.host && has_context)
    throw Error(Errc::conflicting_engines,
                {0, "--host and --context both name an engine; give one of them"});
  const std::string directory = detail::docker_config_directory(environment);
  EngineChoice choice;
  const detail::DockerConfig config =
      detail::read_config_or_warn(directory, request, environment, choice.warning);
  const auto context = detail::choose_context(request, environment, config);
  if (context && context->name != detail::default_context) {
    detail::choose_by_context(*context, directory, choice);
  } else {
    detail::choose_by_host(request, environment, directory, choice);
    if (context && choice.is_default) {
      choice.named_by = context->named_by;
      choice.is_default = false;
    }
  }
  choice.headers = detail::choose_headers(environment, config);
  choice.api_version = detail::choose_api_version(environment);
  if (const auto* const tcp = std::get_if<TcpEndpoint>(&choice.endpoint))
    choice.proxy = detail::choose_http_proxy(*tcp, choice.tls.has_value(), environment);
  return choice;
}

DKRLS_DECL EngineChoice choose_engine(const EngineRequest& request, const Environment& environment,
                                      error_code& ec, Diagnostics& diagnostics) {
  try {
    EngineChoice choice = choose_engine(request, environment);
    ec = {};
    diagnostics = {};
    return choice;
  } catch (const Error& error) {
    ec = error.code();
    diagnostics = error.diagnostics();
    return {};
  }
}

DKRLS_DECL std::vector<std::string> context_names(const Environment& environment) {
  std::vector<std::string> names =
      detail::names_of_docker_contexts(detail::docker_config_directory(environment)).names;
  names.insert(names.begin(), std::string(detail::default_context));
  return names;
}

DKRLS_DECL std::vector<std::string> contexts_with_engine(const Environment& environment,
                                                         error_code& ec, Diagnostics& diagnostics) {
  auto [names, trouble] =
      detail::names_of_docker_contexts(detail::docker_config_directory(environment));
  ec = trouble ? trouble->code() : error_code();
  diagnostics = trouble ? trouble->diagnostics() : Diagnostics();
  if (detail::has_default_engine(environment))
    names.insert(names.begin(), std::string(detail::default_context));
  return names;
}

}  // namespace dkrls
