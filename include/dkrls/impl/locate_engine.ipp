// SPDX-License-Identifier: MIT
#pragma once

#include <sys/stat.h>

#include <algorithm>
#include <deque>
#include <filesystem>

#include "dkrls/detail/docker_files/podman_service.hpp"
#include "dkrls/detail/docker_files/well_known_sockets.hpp"
#include "dkrls/detail/net/client_operation.hpp"
#include "dkrls/detail/net/options_of.hpp"
#include "dkrls/detail/net/run_all.hpp"
#include "dkrls/locate_engine.hpp"

namespace dkrls {
namespace detail {

inline bool is_missing_default(const EngineChoice& choice) {
  const auto* const socket = std::get_if<UnixEndpoint>(&choice.endpoint);
  std::error_code ec;
  return choice.is_default && socket != nullptr && !std::filesystem::exists(socket->path, ec) &&
         !ec;
}

/// A place that is tried, and whether an engine answers there.
struct Trial {
  EngineCandidate candidate;
  bool answers = false;
};

inline asio::awaitable<void> try_candidate(ClientOptions options, Trial& trial) {
  options.endpoint = trial.candidate.endpoint;
  options.timeout = std::chrono::seconds(2);
  try {
    co_await DockerClient(std::move(options)).async_ping(asio::use_awaitable);
    trial.answers = true;
  } catch (const Error& error) {
    if (error.code() == asio::error::operation_aborted)
      throw;
  } catch (...) {  // thrown by the logger
    throw CallbackException{std::current_exception()};
  }
}

inline std::string in_words(const EngineCandidate& candidate) {
  return to_string(candidate.endpoint) + " (" + candidate.what + ")";
}

}  // namespace detail

DKRLS_DECL std::string engine_identity(const Endpoint& endpoint) {
  const auto* const socket = std::get_if<UnixEndpoint>(&endpoint);
  struct stat status {};
  if (socket == nullptr || ::stat(socket->path.c_str(), &status) != 0)
    return to_string(endpoint);
  return "inode " + std::to_string(status.st_ino) + " of device " + std::to_string(status.st_dev);
}

DKRLS_DECL std::vector<EngineCandidate> engine_candidates(const Environment& environment) {
  std::vector<EngineCandidate> candidates;
  if (auto podman = detail::podman_service(environment))
    candidates.push_back({std::move(podman->endpoint), "podman (" + podman->named_by + ")"});
  const std::string of_podman =
      candidates.empty() ? "" : engine_identity(candidates.front().endpoint);
  for (detail::WellKnownSocket& socket : detail::find_sockets(detail::socket_places(environment)))
    if (engine_identity(UnixEndpoint{socket.path}) != of_podman)
      candidates.push_back({UnixEndpoint{std::move(socket.path)}, std::move(socket.what)});
  return candidates;
}

namespace detail {

inline asio::awaitable<void> try_all(const ClientOptions& options, std::deque<Trial>& trials) {
  Work work;
  work.reserve(trials.size());
  for (Trial& trial : trials)
    work.push_back(try_candidate(options, trial));
  co_await run_all(std::move(work));
}

/// Makes the only engine that answers the located one.
/// *Errors:* throws Errc::ambiguous_engine if several answer.
inline void use_answering_engine(const std::deque<Trial>& trials, LocatedEngine& located) {
  std::string names;
  for (const auto& [candidate, answers] : trials) {
    if (!answers) {
      located.tried.push_back(in_words(candidate));
      continue;
    }
    located.options.endpoint = candidate.endpoint;
    located.named_by = "found: " + candidate.what;
    names.append(names.empty() ? "" : ", ").append(in_words(candidate));
  }
  const auto answers = [](const Trial& trial) { return trial.answers; };
  if (std::count_if(trials.begin(), trials.end(), answers) > 1)
    throw Error(Errc::ambiguous_engine, {.message = std::move(names)});
}

/// Locates an engine. Throws failures as Error, or as system_error if it is cancelled.
inline asio::awaitable<void> run_search(EngineSearch search, LocatedEngine& located) {
  const EngineChoice choice = choose_engine(search.request, search.environment);
  located.named_by = choice.named_by;
  located.named = !choice.is_default;
  located.options = options_of(choice, std::move(search.options));
  if (!is_missing_default(choice))
    co_return;
  std::deque<Trial> trials;
  for (EngineCandidate& candidate : engine_candidates(search.environment))
    trials.push_back({std::move(candidate)});
  co_await try_all(located.options, trials);
  use_answering_engine(trials, located);
}

/// Runs a search to its end, as run_operation() runs an operation of a client.
inline asio::awaitable<Outcome> search_to_end(EngineSearch search, LocatedEngine& located) {
  co_await asio::post(asio::use_awaitable);
  Outcome outcome;
  search.environment = throwing_callback_exception(std::move(search.environment));
  try {
    co_await run_search(std::move(search), located);
  } catch (const CallbackException& error) {
    set_thrown(error.thrown, outcome);
  } catch (const Error& error) {
    outcome = {error.code(), error.diagnostics()};
  } catch (const boost::system::system_error& error) {
    outcome.ec = error.code();
  } catch (...) {
    set_thrown(std::current_exception(), outcome);
  }
  co_return outcome;
}

DKRLS_DECL void start_search(
    const boost::asio::any_io_executor& executor, EngineSearch search, const FailureReport& report,
    boost::asio::any_completion_handler<void(error_code, LocatedEngine)> handler) {
  const auto located = std::make_shared<LocatedEngine>();
  spawn_work(executor, search_to_end(std::move(search), *located), std::move(handler),
             complete_with(located, report));
}

}  // namespace detail

DKRLS_DECL LocatedEngine locate_engine(const EngineRequest& request, const Environment& environment,
                                       ClientOptions options, error_code& ec,
                                       Diagnostics& diagnostics) {
  LocatedEngine located;
  detail::run_blocking(detail::search_to_end({request, environment, std::move(options)}, located),
                       ec, diagnostics);
  return ec ? LocatedEngine() : located;
}

DKRLS_DECL LocatedEngine locate_engine(const EngineRequest& request, const Environment& environment,
                                       const ClientOptions& options) {
  return detail::or_throw([&](error_code& ec, Diagnostics& diagnostics) {
    return locate_engine(request, environment, options, ec, diagnostics);
  });
}

}  // namespace dkrls
