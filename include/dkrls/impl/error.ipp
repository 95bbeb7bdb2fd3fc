#pragma once

#include "dkrls/error.hpp"

namespace dkrls {
namespace detail {

class ErrorCategory final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "dkrls"; }

  std::string message(int value) const override {
    switch (static_cast<Errc>(value)) {
      case Errc::invalid_byte_size:
        return "not a size";
      case Errc::invalid_age:
        return "not an age";
      case Errc::out_of_range:
        return "out of range";
      case Errc::invalid_log_level:
        return "not a log level";
      case Errc::invalid_endpoint:
        return "not an endpoint";
      case Errc::unsupported_endpoint:
        return "endpoint of an unsupported kind";
      case Errc::timed_out:
        return "the engine did not answer in time";
      case Errc::truncated_answer:
        return "the engine's answer was cut short";
      case Errc::malformed_answer:
        return "the engine's answer is not HTTP";
      case Errc::engine_error:
        return "the engine answered with an error";
      case Errc::not_an_image_list:
        return "the engine's answer is not an image list";
      case Errc::unexpected_answer:
        return "the engine's answer is not what was asked for";
      case Errc::engine_too_old:
        return "the engine is too old";
      case Errc::engine_too_new:
        return "the engine is too new";
      case Errc::tls_unavailable:
        return "this program is built without TLS";
      case Errc::tls_failed:
        return "TLS failed";
      case Errc::tls_not_spoken:
        return "the other side does not speak TLS";
      case Errc::tls_expected:
        return "the other side speaks TLS only";
      case Errc::ssh_failed:
        return "ssh failed";
      case Errc::conflicting_engines:
        return "two engines are named";
      case Errc::no_such_context:
        return "there is no such context";
      case Errc::invalid_docker_config:
        return "docker's configuration is broken";
      case Errc::ambiguous_engine:
        return "several engines were found";
      case Errc::invalid_environment:
        return "a variable has an invalid value";
      case Errc::invalid_format:
        return "not a format";
      case Errc::invalid_pattern:
        return "not a pattern";
      case Errc::proxy_failed:
        return "the proxy failed";
      case Errc::invalid_option:
        return "an option cannot be sent";
      case Errc::invalid_platform:
        return "not a platform";
    }
    return "unknown error";
  }
};

}  // namespace detail

DKRLS_DECL const boost::system::error_category& error_category() noexcept {
  static const detail::ErrorCategory category;
  return category;
}

DKRLS_DECL error_code make_error_code(Errc value) noexcept {
  return {static_cast<int>(value), error_category()};
}

DKRLS_DECL void throw_exception_from_error(const ParseError& error, const boost::source_location&) {
  throw Error(error.code, {.message = error.message});
}

}  // namespace dkrls
