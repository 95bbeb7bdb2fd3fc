// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/detail/net/short_form.hpp"
#include "dkrls/docker_client.hpp"
#include "dkrls/engine_choice.hpp"

namespace dkrls {

/// A place where an engine may listen although nothing names it.
struct EngineCandidate {
  Endpoint endpoint;  ///< its address
  std::string what;   ///< "rootless Docker", "colima (profile work)"; see append_printable()

  friend bool operator==(const EngineCandidate&, const EngineCandidate&) = default;
};

/// Returns the places of engines other than the default: what podman's variables CONTAINER_HOST and
/// CONTAINER_CONNECTION name, then the existing sockets of rootless Docker, Docker Desktop, colima,
/// Rancher Desktop, OrbStack, Lima and podman. Each socket is there once. Does not check whether an
/// engine listens.
///
/// Docker itself does not search for engines: these programs install contexts, but the user may
/// have switched or removed the context.
DKRLS_DECL std::vector<EngineCandidate> engine_candidates(const Environment& environment);

/// Returns a key for an endpoint. Two endpoints have the same key if they are equal, or if the
/// paths of their sockets lead to the same file. An engine may have several keys all the same, by
/// two names of its host for example.
DKRLS_DECL std::string engine_identity(const Endpoint& endpoint);

/// A chosen or found engine.
struct LocatedEngine {
  /// Ready for a DockerClient.
  ClientOptions options;

  /// The source of the endpoint, see EngineChoice::named_by; "found: rootless Docker" if a search
  /// found it.
  std::string named_by;

  /// True if choose_engine() found a name for the engine, see EngineChoice::is_default.
  bool named = false;

  /// The places that were tried and did not answer; empty if no search was needed.
  std::vector<std::string> tried;
};

namespace detail {

/// What locate_engine() goes by.
struct EngineSearch {
  EngineRequest request;
  Environment environment;
  ClientOptions options;
};

DKRLS_DECL void start_search(
    const boost::asio::any_io_executor& executor, EngineSearch search, const FailureReport& report,
    boost::asio::any_completion_handler<void(error_code, LocatedEngine)> handler);

}  // namespace detail

/// Chooses an engine as docker does, see choose_engine(). If nothing names an engine and the
/// default socket does not exist, tries the places of other engines, see engine_candidates(), all
/// at the same time and for two seconds, and returns the one that answers. Returns the default if
/// none answers: an operation on it then reports the error. Keeps host_name, tls_connector,
/// timeout, ssh_batch_mode and logger of `options`, and replaces everything else.
///
/// *Errors:* those of choose_engine(), and Errc::ambiguous_engine if several engines answer;
/// `diagnostics.message` then names them. What `environment` throws passes through.
DKRLS_DECL LocatedEngine locate_engine(const EngineRequest& request, const Environment& environment,
                                       ClientOptions options, error_code& ec,
                                       Diagnostics& diagnostics);

/// Likewise.
/// *Errors:* throws Error.
DKRLS_DECL LocatedEngine locate_engine(const EngineRequest& request, const Environment& environment,
                                       const ClientOptions& options = {});

/// The asynchronous full form; completes with void(error_code, LocatedEngine). Everything about
/// executors, lifetime, exceptions and cancellation is as for a DockerClient.
///
/// *Threads:* `executor` also calls `environment` and reads docker's files, which blocks it for
/// that time.
template <class CompletionToken>
auto async_locate_engine(boost::asio::any_io_executor executor, const EngineRequest& request,
                         const Environment& environment, ClientOptions options,
                         Diagnostics& diagnostics, CompletionToken&& token) {
  return boost::asio::async_initiate<CompletionToken, void(error_code, LocatedEngine)>(
      [](auto handler, const boost::asio::any_io_executor& on, const detail::EngineSearch& search,
         const detail::FailureReport& report) {
        detail::start_search(on, search, report, std::move(handler));
      },
      token, std::move(executor), detail::EngineSearch{request, environment, std::move(options)},
      detail::FailureReport{&diagnostics});
}

/// The asynchronous short form; completes with void(std::exception_ptr, LocatedEngine). In a
/// coroutine give `request` a name first, see DockerClient.
template <class CompletionToken>
auto async_locate_engine(const EngineRequest& request, const Environment& environment,
                         const ClientOptions& options, CompletionToken&& token) {
  return detail::initiate_short_form<void(std::exception_ptr, LocatedEngine)>(
      [search = detail::EngineSearch{request, environment, options}](
          const auto& executor, const auto& report, auto handler) {
        detail::start_search(executor, search, report, std::move(handler));
      },
      std::forward<CompletionToken>(token));
}

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/locate_engine.ipp"
#endif
