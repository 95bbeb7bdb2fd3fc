#pragma once

#include <algorithm>

#include "dkrls/detail/api_version.hpp"
#include "dkrls/detail/client_operation.hpp"
#include "dkrls/detail/engine_info_parser.hpp"
#include "dkrls/detail/engine_message.hpp"
#include "dkrls/docker_client.hpp"

namespace dkrls {
namespace detail {

/// Asks for the engine's newest API version, as docker does: HEAD /_ping, and GET for engines
/// before 19.03, which know no other.
inline asio::awaitable<ApiVersion> newest_version_of(HttpConnection& connection) {
  AnswerHead head = co_await connection.exchange("HEAD", "/_ping");
  co_await connection.read_text();
  if (head.status != 200) {
    head = co_await connection.exchange("GET", "/_ping");
    co_await connection.read_text();
  }
  co_return parse_api_version(head.api_version).value_or(oldest_api_version);
}

/// The version to speak, and the newest the engine speaks.
struct AgreedVersion {
  std::string spoken;
  ApiVersion engine;
};

inline asio::awaitable<AgreedVersion> agree_on_version(const ClientOptions& options,
                                                       HttpConnection& connection,
                                                       Diagnostics& diagnostics) {
  if (options.api_version)
    co_return AgreedVersion{*options.api_version, newest_api_version};
  const ApiVersion engine = co_await newest_version_of(connection);
  if (engine < oldest_api_version) {
    diagnostics.message = "it speaks API " + to_string(engine) + " at most, at least " +
                          to_string(oldest_api_version) + " is needed";
    throw boost::system::system_error(Errc::engine_too_old);
  }
  options.logger.log(LogLevel::debug, "the engine speaks API " + to_string(engine));
  co_return AgreedVersion{to_string(std::min(engine, newest_api_version)), engine};
}

/// Throws what an answer means that is no success, and reads its body for that.
inline asio::awaitable<void> expect_success(HttpConnection& connection, const AnswerHead& head,
                                            ApiVersion engine, Diagnostics& diagnostics) {
  diagnostics.http_status = head.status;
  if (head.status == 200)
    co_return;
  diagnostics.message = engine_message(co_await connection.read_text());
  if (diagnostics.message.empty())
    diagnostics.message = head.reason;
  // The words of Go's net/http, which all engines are served by.
  if (diagnostics.message == "Client sent an HTTP request to an HTTPS server.")
    throw boost::system::system_error(Errc::tls_expected);
  // A request without parameters can only be bad for its version.
  const bool too_new = head.status == 400 && engine > newest_api_version;
  throw boost::system::system_error(too_new ? Errc::engine_too_new : Errc::engine_error);
}

/// GETs a path of the API. Throws unless the answer is a success; its body is still to be read.
inline asio::awaitable<void> get(const ClientOptions& options, HttpConnection& connection,
                                 const AgreedVersion& version, std::string_view path,
                                 Diagnostics& diagnostics) {
  const std::string target = "/v" + version.spoken + std::string(path);
  options.logger.log(LogLevel::debug, "GET " + target);
  const AnswerHead head = co_await connection.exchange("GET", target);
  co_await expect_success(connection, head, version.engine, diagnostics);
}

inline Operation listing_operation(ImageSink sink) {
  return [sink = std::move(sink)](const ClientOptions& options, HttpConnection& connection,
                                  Diagnostics& diagnostics) -> asio::awaitable<void> {
    const AgreedVersion version = co_await agree_on_version(options, connection, diagnostics);
    co_await get(options, connection, version, "/images/json", diagnostics);
    std::size_t images = 0;
    ImageListParser parser([&](const Image& image) {
      ++images;
      sink(image);
    });
    try {
      co_await connection.read_images(parser);
    } catch (const boost::system::system_error&) {
      diagnostics.message = parser.problem();
      throw;
    }
    options.logger.log(LogLevel::info, "the engine at " + to_string(options.endpoint) + " lists " +
                                           std::to_string(images) +
                                           (images == 1 ? " image" : " images"));
  };
}

inline Operation info_operation(EngineInfo& info) {
  return [&info](const ClientOptions& options, HttpConnection& connection,
                 Diagnostics& diagnostics) -> asio::awaitable<void> {
    const AgreedVersion version = co_await agree_on_version(options, connection, diagnostics);
    co_await get(options, connection, version, "/version", diagnostics);
    bool understood = parse_version(co_await connection.read_text(), info);
    if (understood) {
      co_await get(options, connection, version, "/info", diagnostics);
      understood = parse_system_info(co_await connection.read_text(), info);
    }
    if (!understood) {
      diagnostics.message = "not what an engine says of itself";
      throw boost::system::system_error(Errc::malformed_answer);
    }
  };
}

inline Operation ping_operation() {
  return [](const ClientOptions&, HttpConnection& connection,
            Diagnostics& diagnostics) -> asio::awaitable<void> {
    const AnswerHead head = co_await connection.exchange("GET", "/_ping");
    co_await expect_success(connection, head, newest_api_version, diagnostics);
    co_await connection.read_text();
  };
}

/// Completes a handler with a result that the operation has put where `result` points.
template <class Result>
auto complete_with(std::shared_ptr<Result> result, Diagnostics* diagnostics) {
  return [result = std::move(result), diagnostics](auto handler, Outcome outcome) {
    *diagnostics = std::move(outcome.diagnostics);
    if (outcome.ec)
      *result = Result();
    std::move(handler)(outcome.ec, std::move(*result));
  };
}

inline auto complete_without_result(Diagnostics* diagnostics) {
  return [diagnostics](auto handler, Outcome outcome) {
    *diagnostics = std::move(outcome.diagnostics);
    std::move(handler)(outcome.ec);
  };
}

/// Calls a function's error-code form and throws what it reports.
template <class Function>
auto or_throw(Function function) {
  error_code ec;
  Diagnostics diagnostics;
  auto result = function(ec, diagnostics);
  if (ec)
    throw Error(ec, std::move(diagnostics));
  return result;
}

}  // namespace detail

DKRLS_DECL void DockerClient::start_listing(const Start& start, ImageSink sink, Handler<> handler) {
  detail::spawn_operation(start.options, start.executor, detail::listing_operation(std::move(sink)),
                          std::move(handler), detail::complete_without_result(start.diagnostics));
}

DKRLS_DECL void DockerClient::start_listing(const Start& start,
                                            Handler<std::vector<Image>> handler) {
  const auto images = std::make_shared<std::vector<Image>>();
  detail::spawn_operation(
      start.options, start.executor,
      detail::listing_operation([images](const Image& image) { images->push_back(image); }),
      std::move(handler), detail::complete_with(images, start.diagnostics));
}

DKRLS_DECL void DockerClient::start_info(const Start& start, Handler<EngineInfo> handler) {
  const auto info = std::make_shared<EngineInfo>();
  detail::spawn_operation(start.options, start.executor, detail::info_operation(*info),
                          std::move(handler), detail::complete_with(info, start.diagnostics));
}

DKRLS_DECL void DockerClient::start_ping(const Start& start, Handler<> handler) {
  detail::spawn_operation(start.options, start.executor, detail::ping_operation(),
                          std::move(handler), detail::complete_without_result(start.diagnostics));
}

DKRLS_DECL void DockerClient::for_each_image(ImageSink sink, error_code& ec,
                                             Diagnostics& diagnostics) const {
  detail::run_blocking(options_, detail::listing_operation(std::move(sink)), ec, diagnostics);
}

DKRLS_DECL void DockerClient::for_each_image(ImageSink sink) const {
  detail::or_throw([&](error_code& ec, Diagnostics& diagnostics) {
    for_each_image(std::move(sink), ec, diagnostics);
    return true;
  });
}

DKRLS_DECL std::vector<Image> DockerClient::list_images(error_code& ec,
                                                        Diagnostics& diagnostics) const {
  std::vector<Image> images;
  for_each_image([&images](const Image& image) { images.push_back(image); }, ec, diagnostics);
  if (ec)
    images.clear();
  return images;
}

DKRLS_DECL std::vector<Image> DockerClient::list_images() const {
  return detail::or_throw(
      [this](error_code& ec, Diagnostics& diagnostics) { return list_images(ec, diagnostics); });
}

DKRLS_DECL EngineInfo DockerClient::engine_info(error_code& ec, Diagnostics& diagnostics) const {
  EngineInfo info;
  detail::run_blocking(options_, detail::info_operation(info), ec, diagnostics);
  return ec ? EngineInfo() : info;
}

DKRLS_DECL EngineInfo DockerClient::engine_info() const {
  return detail::or_throw(
      [this](error_code& ec, Diagnostics& diagnostics) { return engine_info(ec, diagnostics); });
}

DKRLS_DECL void DockerClient::ping(error_code& ec, Diagnostics& diagnostics) const {
  detail::run_blocking(options_, detail::ping_operation(), ec, diagnostics);
}

DKRLS_DECL void DockerClient::ping() const {
  detail::or_throw([this](error_code& ec, Diagnostics& diagnostics) {
    ping(ec, diagnostics);
    return true;
  });
}

}  // namespace dkrls
