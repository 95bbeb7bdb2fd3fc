#pragma once

#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>
#include <boost/system/system_error.hpp>
#include <string>
#include <type_traits>

#include "dkrls/detail/config.hpp"

namespace dkrls {

using error_code = boost::system::error_code;
using boost::system::result;

/// What dkrls itself detects. Errors of the operating system (no such file, permission denied, ...)
/// are passed on unmapped, in their own category.
enum class Errc {
  invalid_byte_size = 1,  ///< the text is not a size
  invalid_age,            ///< the text is not an age
  out_of_range,           ///< the value does not fit the type that holds it
  invalid_log_level,      ///< the text names no log level
  invalid_endpoint,       ///< the text is not an endpoint
  unsupported_endpoint,   ///< a well-formed endpoint of a kind this version cannot reach
  timed_out,              ///< the engine was silent for longer than allowed
  truncated_answer,       ///< the connection ended before the answer did
  malformed_answer,       ///< what arrived is not HTTP
  engine_error,           ///< the engine refused; see Diagnostics
  not_an_image_list,      ///< the answer is not the JSON of an image list; see Diagnostics
  unexpected_answer,      ///< the answer is not the JSON that was asked for; see Diagnostics
  engine_too_old,         ///< the newest API version of the engine is below ours; see Diagnostics
  engine_too_new,         ///< the oldest API version of the engine is above ours; see Diagnostics
  tls_unavailable,        ///< the endpoint wants TLS, and the program has no TlsConnector
  tls_failed,             ///< TLS was not agreed on; see Diagnostics
  tls_not_spoken,         ///< what listens does not speak TLS
  tls_expected,           ///< what listens speaks TLS only
  ssh_failed,             ///< ssh did not get through; see Diagnostics
  conflicting_engines,    ///< a host and a context are asked for at once
  no_such_context,        ///< no context has the name; see Diagnostics
  invalid_docker_config,  ///< a file of docker's configuration is broken; see Diagnostics
  ambiguous_engine,       ///< nobody named an engine, and several were found; see Diagnostics
  invalid_environment,    ///< a variable has a value it cannot have; see Diagnostics
  invalid_format,         ///< the text is not a format; see FormatProblem
};

/// The category of Errc; its name is "dkrls".
DKRLS_DECL const boost::system::error_category& error_category() noexcept;

/// Lets `error_code ec = Errc::timed_out;` work.
DKRLS_DECL error_code make_error_code(Errc value) noexcept;

/// What is known about a failure beyond its error code.
struct Diagnostics {
  /// The HTTP status of the engine's answer, 0 when there was none.
  unsigned http_status = 0;

  /// The engine's own words, or our description of where its answer went wrong.
  /// UNTRUSTED: it may hold anything, escape sequences too. Pass it through append_printable()
  /// before it reaches a terminal.
  std::string message;
};

/// What the throwing functions throw. what() holds the untrusted message, too.
class Error : public boost::system::system_error {
 public:
  Error(const error_code& code, Diagnostics diagnostics)
      // Value and category only: a source location in Asio's depths helps no reader of what().
      : system_error(error_code(code.value(), code.category()), diagnostics.message),
        diagnostics_(std::move(diagnostics)) {}

  /// What came with the error; valid as long as this object.
  const Diagnostics& diagnostics() const noexcept { return diagnostics_; }

 private:
  Diagnostics diagnostics_;
};

}  // namespace dkrls

template <>
struct boost::system::is_error_code_enum<dkrls::Errc> : std::true_type {};

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/error.ipp"
#endif
