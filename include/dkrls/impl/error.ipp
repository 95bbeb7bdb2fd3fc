// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

#include "dkrls/error.hpp"

namespace dkrls {
namespace detail {

struct ErrorText {
  Errc error;
  const char* words;
};

inline constexpr ErrorText error_texts[] = {
    {Errc::invalid_byte_size, "not a size"},
    {Errc::invalid_age, "not an age"},
    {Errc::out_of_range, "out of range"},
    {Errc::invalid_log_level, "not a log level"},
    {Errc::invalid_endpoint, "not an endpoint"},
    {Errc::unsupported_endpoint, "endpoint of an unsupported kind"},
    {Errc::timed_out, "the engine did not answer in time"},
    {Errc::truncated_answer, "the engine's answer was cut short"},
    {Errc::malformed_answer, "the engine's answer is not HTTP"},
    {Errc::engine_error, "the engine answered with an error"},
    {Errc::not_an_image_list, "the engine's answer is not an image list"},
    {Errc::unexpected_answer, "the engine's answer is not what was asked for"},
    {Errc::engine_too_old, "the engine is too old"},
    {Errc::engine_too_new, "the engine is too new"},
    {Errc::tls_unavailable, "this program is built without TLS"},
    {Errc::tls_failed, "TLS failed"},
    {Errc::tls_not_spoken, "the other side does not speak TLS"},
    {Errc::tls_expected, "the other side speaks TLS only"},
    {Errc::ssh_failed, "ssh failed"},
    {Errc::conflicting_engines, "two engines are named"},
    {Errc::no_such_context, "there is no such context"},
    {Errc::invalid_docker_config, "docker's configuration is broken"},
    {Errc::ambiguous_engine, "several engines were found"},
    {Errc::invalid_environment, "a variable has an invalid value"},
    {Errc::invalid_format, "not a format"},
    {Errc::invalid_pattern, "not a pattern"},
    {Errc::proxy_failed, "the proxy failed"},
    {Errc::invalid_option, "an option cannot be sent"},
    {Errc::invalid_platform, "not a platform"},
    {Errc::not_a_row, "a line is not a row of dkr-ls"},
    {Errc::callback_failed, "a function of the program threw an exception"},
};

class ErrorCategory final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "dkrls"; }

  std::string message(int value) const override {
    for (const ErrorText& text : error_texts)
      if (static_cast<int>(text.error) == value)
        return text.words;
    return "unknown error";
  }
};

/// Returns the text of Error::what().
inline std::string what_of(const error_code& code, const Diagnostics& diagnostics) {
  const std::string words = code.message();
  std::string text = diagnostics.endpoint;
  if (!text.empty())
    text += ": ";
  if (diagnostics.message.find(words) != std::string::npos)
    return text.append(diagnostics.message);  // "cannot read /x: Permission denied"
  if (diagnostics.message.empty())
    return text.append(words);
  return text.append(diagnostics.message).append(" [").append(words).append("]");
}

}  // namespace detail

DKRLS_DECL const boost::system::error_category& error_category() noexcept {
  static const detail::ErrorCategory category;
  return category;
}

DKRLS_DECL error_code make_error_code(Errc value) noexcept {
  return {static_cast<int>(value), error_category()};
}

// Value and category only: a source location inside Asio does not help anyone.
DKRLS_DECL Error::Error(const error_code& code, Diagnostics diagnostics)
    : system_error(error_code(code.value(), code.category())),
      diagnostics_(std::move(diagnostics)),
      what_(detail::what_of(code, diagnostics_)) {}

DKRLS_DECL void throw_exception_from_error(const ParseError& error, const boost::source_location&) {
  throw Error(error.code, {.message = error.message});
}

}  // namespace dkrls
