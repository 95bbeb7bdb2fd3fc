// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/error.hpp>
#include <boost/system/errc.hpp>
#include <chrono>
#include <filesystem>
#include <optional>
#include <variant>

#include "dkrls/explain.hpp"
#include "dkrls/terminal_text.hpp"

namespace dkrls {
namespace detail {

/// What explain() knows about a failed operation.
struct FailedOperation {
  const error_code& ec;
  const Diagnostics& diagnostics;
  const RemedyWords& words;
  const Endpoint& endpoint;
  std::string place;            // the endpoint in words, with the proxy on the way to it
  std::string also_tried = {};  // can follow a sentence
  std::optional<std::chrono::seconds> timeout = {};
};

inline constexpr std::size_t longest_quotation = 400;

inline bool is_within_code_point(const std::string& text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0u) == 0x80u;
}

/// Returns the first 400 bytes of an engine's message.
inline std::string beginning_of(const std::string& message) {
  if (message.size() <= longest_quotation)
    return message;
  std::size_t end = longest_quotation;
  while (end > 0 && is_within_code_point(message, end))
    --end;
  return message.substr(0, end) + "...";
}

/// Returns the last 400 bytes of ssh's output: the reason comes last, after banners and warnings.
inline std::string end_of(const std::string& message) {
  if (message.size() <= longest_quotation)
    return message;
  std::size_t begin = message.size() - longest_quotation;
  while (is_within_code_point(message, begin))
    ++begin;
  return "..." + message.substr(begin);
}

/// Returns a text in parentheses behind a blank; empty for an empty one.
inline std::string in_parentheses(const std::string& text) {
  return text.empty() ? text : " (" + text + ")";
}

/// Returns the other places that were tried, in words that can follow a sentence; empty for none.
inline std::string also_tried(const LocatedEngine& engine) {
  std::string text;
  for (const std::string& place : engine.tried)
    text.append(text.empty() ? "nor does one answer at " : ", ").append(place);
  return in_parentheses(text);
}

/// Returns the endpoint in words, with the proxy on the way to it.
inline std::string place_of(const ClientOptions& options) {
  std::string text = to_string(options.endpoint);
  if (options.proxy && std::holds_alternative<TcpEndpoint>(options.endpoint))
    text += " by the proxy " + to_string(*options.proxy) + " (" + options.proxy->named_by + ")";
  return text;
}

/// Explains why nobody listens at the path of a socket.
inline std::string explain_path(const std::string& path, const RemedyWords& words) {
  if (path.starts_with('@'))
    return "nobody listens at that name; start Docker, or correct the name";
  std::error_code ec;
  const std::filesystem::file_status status = std::filesystem::status(path, ec);
  if (std::filesystem::is_directory(status))
    return "that is a directory, not a socket; Docker makes one if a container mounts a socket "
           "that is not there: remove it and start Docker";
  if (std::filesystem::is_regular_file(status))
    return "that is a file, not a socket; name the engine's socket with " + words.address;
  return "the socket is there but nobody listens; start Docker (\"systemctl start docker\")";
}

/// Explains why there is no connection to a socket; empty for failures of another kind.
inline std::string explain_socket(const FailedOperation& failed, const std::string& path) {
  namespace errc = boost::system::errc;
  if (failed.ec == errc::no_such_file_or_directory)
    return "no engine at " + failed.place + ": there is no such socket" + failed.also_tried +
           "; start Docker, or name the engine with " + failed.words.engine;
  if (failed.ec == errc::connection_refused)
    return "no engine at " + failed.place + ": " + explain_path(path, failed.words);
  if (failed.ec == errc::permission_denied)
    return "permission denied at " + failed.place +
           ": run as root, or join the socket's group (\"usermod -aG docker $USER\") and log in "
           "again";
  return {};
}

/// Explains why there is no connection, or none anymore; empty for failures of another kind.
inline std::string explain_connection(const FailedOperation& failed) {
  namespace errc = boost::system::errc;
  if (failed.ec == errc::connection_refused)
    return "no engine at " + failed.place +
           ": nobody listens at that port; start the engine there, or correct the port";
  if (failed.ec.category() == boost::asio::error::get_netdb_category())
    return "no engine at " + failed.place + ": the host's name is not known (" +
           failed.ec.message() + "); correct it, or use the address";
  if (failed.ec == errc::connection_reset || failed.ec == errc::broken_pipe)
    return "the engine at " + failed.place + " broke the connection off (" + failed.ec.message() +
           "); try again";
  return {};
}

/// Explains a failure of a proxy, of TLS or of ssh; empty for failures of another kind.
inline std::string explain_transport(const FailedOperation& failed) {
  const std::string& message = failed.diagnostics.message;
  if (failed.ec == Errc::proxy_failed)
    return "no way to " + failed.place + ": " + beginning_of(message) +
           "; correct the variable, or list the engine's host in NO_PROXY";
  if (failed.ec == Errc::tls_failed)
    return "no trusted connection to " + failed.place + ": " + beginning_of(message) +
           "; check the certificates in DOCKER_CERT_PATH or of the context";
  if (failed.ec == Errc::tls_not_spoken)
    return "what listens at " + failed.place +
           " does not speak TLS; unset DOCKER_TLS_VERIFY and DOCKER_TLS, or correct the port";
  if (failed.ec == Errc::tls_expected)
    return "the engine at " + failed.place +
           " wants TLS; set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH, or use a context that has "
           "the certificates";
  if (failed.ec == Errc::ssh_failed)
    return "ssh did not reach the engine at " + failed.place + ": " + end_of(message) +
           "; \"ssh HOST docker version\" must work without a question";
  return {};
}

inline std::string explain_silence(const FailedOperation& failed) {
  const std::string how_long =
      failed.timeout ? std::to_string(failed.timeout->count()) + " s" : "too long";
  const std::string& timeout = failed.words.timeout;
  return "the engine at " + failed.place + " was silent for " + how_long + "; try again" +
         (timeout.empty() ? "" : ", or wait longer with " + timeout);
}

/// Explains an answer with a status other than 200.
inline std::string explain_refusal(const FailedOperation& failed) {
  const Diagnostics& diagnostics = failed.diagnostics;
  const std::string status = std::to_string(diagnostics.http_status);
  const bool refused = diagnostics.http_status / 100 == 4;
  return "the engine at " + failed.place +
         (refused ? " refused " + diagnostics.request + " (" + status + "): "
                  : " answered " + diagnostics.request + " with " + status + ": ") +
         beginning_of(diagnostics.message.substr(0, diagnostics.message.find_first_of("\r\n")));
}

/// Explains an answer that is not HTTP. `line` is its first line.
inline std::string explain_no_http(const FailedOperation& failed, const std::string& line) {
  if (std::holds_alternative<SshEndpoint>(failed.endpoint) && !line.empty())
    return "ssh to " + failed.place + " printed \"" + line +
           "\" before the engine's answer; a start-up file of the shell there (~/.bashrc, for "
           "example) must print nothing for commands";
  return "what listens at " + failed.place + " does not speak HTTP as an engine does" +
         (line.empty() ? "" : " (it begins with \"" + line + "\")") +
         "; is this the address of a Docker engine?";
}

/// Explains a missing or an unusable answer; empty for failures of another kind.
inline std::string explain_answer(const FailedOperation& failed, const std::string& message) {
  if (failed.ec == Errc::timed_out)
    return explain_silence(failed);
  if (failed.ec == Errc::truncated_answer)
    return "the engine at " + failed.place + " hung up before its answer was complete" +
           in_parentheses(message) + "; try again";
  if (failed.ec == Errc::malformed_answer)
    return explain_no_http(failed, message);
  if (failed.ec == Errc::not_an_image_list)
    return "the answer from " + failed.place + " is not an image list (" + message +
           "); is this the address of a Docker engine?";
  if (failed.ec == Errc::unexpected_answer)
    return "an answer from " + failed.place + " is not what was asked for (" + message +
           "); is this the address of a Docker engine?";
  if (failed.ec == Errc::engine_error)
    return explain_refusal(failed);
  if (failed.ec == Errc::engine_too_old)
    return "the engine at " + failed.place + " is too old: " + message + "; upgrade Docker";
  if (failed.ec == Errc::engine_too_new)
    return "the engine at " + failed.place + " is too new for this " + failed.words.program + " (" +
           message + "); upgrade " + failed.words.program;
  return {};
}

inline std::string explain_operation(const FailedOperation& failed) {
  const std::string message = beginning_of(failed.diagnostics.message);
  std::string text;
  if (const auto* const socket = std::get_if<UnixEndpoint>(&failed.endpoint))
    text = explain_socket(failed, socket->path);
  if (text.empty())
    text = explain_connection(failed);
  if (text.empty())
    text = explain_transport(failed);
  if (text.empty())
    text = explain_answer(failed, message);
  if (text.empty())
    text = "cannot ask the engine at " + failed.place + ": " + failed.ec.message() +
           in_parentheses(message);
  return text;
}

/// Explains a failure before an engine was asked. Its message is a sentence of our own.
inline std::string explain_choice(const error_code& ec, const Diagnostics& diagnostics,
                                  const RemedyWords& words) {
  if (ec == Errc::ambiguous_engine)
    return "several engines are running and none is named: " + diagnostics.message +
           "; choose one with " + words.address;
  return diagnostics.message.empty() ? ec.message() : diagnostics.message;
}

}  // namespace detail

DKRLS_DECL std::string explain(const error_code& ec, const Diagnostics& diagnostics,
                               const LocatedEngine& engine, const RemedyWords& words) {
  if (diagnostics.endpoint.empty() && !diagnostics.message.empty())
    return printable(detail::explain_choice(ec, diagnostics, words));
  const ClientOptions& options = engine.options;
  return printable(detail::explain_operation({ec, diagnostics, words, options.endpoint,
                                              detail::place_of(options), detail::also_tried(engine),
                                              options.timeout}));
}

DKRLS_DECL std::string explain(const error_code& ec, const Diagnostics& diagnostics,
                               const ClientOptions& options, const RemedyWords& words) {
  LocatedEngine engine;
  engine.options = options;
  return explain(ec, diagnostics, engine, words);
}

DKRLS_DECL std::string explain(const Error& error, const RemedyWords& words) {
  const Diagnostics& diagnostics = error.diagnostics();
  const auto endpoint = parse_endpoint(diagnostics.endpoint);
  if (!endpoint)  // it is empty
    return printable(detail::explain_choice(error.code(), diagnostics, words));
  return printable(detail::explain_operation(
      {error.code(), diagnostics, words, *endpoint, diagnostics.endpoint}));
}

}  // namespace dkrls
