// SPDX-License-Identifier: MIT
#pragma once

#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>
#include <boost/system/system_error.hpp>
#include <string>
#include <type_traits>

#include "dkrls/detail/config.hpp"

namespace dkrls {

using error_code = boost::system::error_code;  ///< the error codes of Boost and Asio
using boost::system::result;

/// Errors that dkrls itself detects. Errors of the operating system (no such file, permission
/// denied, ...) keep their own category.
enum class Errc {
  invalid_byte_size = 1,  ///< the text is not a size
  invalid_age,            ///< the text is not an age
  out_of_range,           ///< the value is too large for its type
  invalid_log_level,      ///< the text is not the name of a log level
  invalid_endpoint,       ///< the text is not an endpoint
  unsupported_endpoint,   ///< a well-formed endpoint of a kind this version cannot reach
  timed_out,              ///< the engine was silent for longer than allowed
  truncated_answer,       ///< the connection ended before the end of the answer
  malformed_answer,       ///< the answer is not HTTP
  engine_error,           ///< the engine refused; see Diagnostics
  not_an_image_list,      ///< the answer is not the JSON of an image list; see Diagnostics
  unexpected_answer,      ///< the answer is not the JSON that the request needs; see Diagnostics
  engine_too_old,         ///< the newest API version of the engine is below ours; see Diagnostics
  engine_too_new,         ///< the oldest API version of the engine is above ours; see Diagnostics
  tls_unavailable,        ///< the endpoint needs TLS, but the program has no TlsConnector
  tls_failed,             ///< the TLS handshake failed; see Diagnostics
  tls_not_spoken,         ///< the server does not speak TLS
  tls_expected,           ///< the server accepts only TLS
  ssh_failed,             ///< ssh could not connect; see Diagnostics
  conflicting_engines,    ///< the request names both a host and a context
  no_such_context,        ///< no context has the name; see Diagnostics
  invalid_docker_config,  ///< a file of docker's configuration is invalid; see Diagnostics
  ambiguous_engine,       ///< no engine is named, and several were found; see Diagnostics
  invalid_environment,    ///< an environment variable has an invalid value; see Diagnostics
  invalid_format,         ///< the text is not a format; see FormatProblem
  invalid_pattern,        ///< the text is not a pattern; see ParseError
  proxy_failed,           ///< the HTTP proxy cannot be used; see Diagnostics
  invalid_option,         ///< a client's option cannot be part of a request; see Diagnostics
  invalid_platform,       ///< the text is not a platform; see ParseError
  not_a_row,              ///< a line is not the JSON of a row; see Diagnostics
  callback_failed,        ///< a function that the caller passed in threw; see Diagnostics
};

/// Returns the category of Errc. Its name is "dkrls".
DKRLS_DECL const boost::system::error_category& error_category() noexcept;

/// Converts an Errc into an error_code, so that `error_code ec = Errc::timed_out;` compiles.
DKRLS_DECL error_code make_error_code(Errc value) noexcept;

/// Details of a failure in addition to its error code.
struct Diagnostics {
  /// The HTTP status of the engine's answer; 0 if there was none.
  unsigned http_status = 0;

  /// The engine's own message, or our description of the fault in its answer.
  /// UNTRUSTED: the text may contain anything, including escape sequences. Pass it through
  /// append_printable() before you print it on a terminal.
  std::string message = {};

  /// The request that the engine refused, "GET /info" for example; empty if it refused none.
  std::string request = {};

  /// The endpoint of the engine that a DockerClient asked, see to_string(); empty if the failure is
  /// not that of an engine.
  std::string endpoint = {};
};

/// The exception of the functions that throw. explain() turns it into a line for a user.
class Error : public boost::system::system_error {
 public:
  /// Takes over the details of the failure.
  Error(const error_code& code, Diagnostics diagnostics);

  /// Returns the endpoint, the message and the text of the code, without what is unknown:
  ///
  ///     unix:///var/run/docker.sock: No such file or directory
  ///     tcp://build:2375: the disk is full [the engine answered with an error]
  ///     there is no such day: give a date such as 2026-01-01 [not an age]
  ///
  /// UNTRUSTED: the text includes Diagnostics::message.
  const char* what() const noexcept override { return what_.c_str(); }

  /// The details of the failure.
  /// *Lifetime:* valid as long as this object.
  const Diagnostics& diagnostics() const noexcept { return diagnostics_; }

 private:
  Diagnostics diagnostics_;
  std::string what_;
};

/// Why a text was not understood: the error of a `result<T, ParseError>`.
struct ParseError {
  error_code code;  ///< mostly an Errc

  /// One line: the cause, and what to write instead.
  /// UNTRUSTED: it may quote the text, escape sequences and all.
  std::string message = {};

  friend bool operator==(const ParseError&, const ParseError&) = default;
};

/// Makes `result<T, ParseError>::value()` throw Error.
[[noreturn]] DKRLS_DECL void throw_exception_from_error(const ParseError& error,
                                                        const boost::source_location& where);

}  // namespace dkrls

/// @cond
template <>
struct boost::system::is_error_code_enum<dkrls::Errc> : std::true_type {};
/// @endcond

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/error.ipp"
#endif
