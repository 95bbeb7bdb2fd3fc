#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "dkrls/detail/engine_api/api_version.hpp"
#include "dkrls/detail/engine_api/container_list_parser.hpp"
#include "dkrls/detail/engine_api/engine_info_parser.hpp"
#include "dkrls/detail/engine_api/engine_message.hpp"
#include "dkrls/detail/engine_api/image_list_parser.hpp"
#include "dkrls/detail/net/client_operation.hpp"
#include "dkrls/engine_info.hpp"
#include "dkrls/image.hpp"

/// What several operations of DockerClient ask an engine. All of these throw as HttpConnection
/// does.
namespace dkrls::detail {

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

/// Logs that an engine refuses a request that the operation can do without.
inline void log_refusal(const ClientOptions& options, const std::string& path,
                        const AnswerHead& head, const std::string& text) {
  options.logger.log(LogLevel::info, "the engine does not answer " + path + ": " +
                                         std::to_string(head.status) + " " + engine_message(text));
}

/// Reads a list into a parser. Throws; what is wrong with the list goes to the Diagnostics.
inline asio::awaitable<void> read_list(HttpConnection& connection, ListParser& parser,
                                       Diagnostics& diagnostics) {
  try {
    co_await connection.read_list(parser);
  } catch (const boost::system::system_error&) {
    diagnostics.message = parser.problem();
    throw;
  }
}

/// How many containers of any state were made from each image, by its ID.
using ContainerCounts = std::unordered_map<std::string, std::uint64_t>;

/// Engines from this version on count themselves. Source: Engine API, version history.
inline constexpr ApiVersion first_counting_version = {1, 51};

inline asio::awaitable<ContainerCounts> count_containers(const ClientOptions& options,
                                                         HttpConnection& connection,
                                                         const AgreedVersion& version,
                                                         Diagnostics& diagnostics) {
  co_await get(options, connection, version, "/containers/json?all=1", diagnostics);
  ContainerCounts counts;
  ContainerListParser parser(
      [&counts](std::string_view image_id) { ++counts[std::string(image_id)]; });
  co_await read_list(connection, parser, diagnostics);
  co_return counts;
}

inline void log_images(const ClientOptions& options, std::size_t images) {
  options.logger.log(LogLevel::info, "the engine at " + to_string(options.endpoint) + " lists " +
                                         std::to_string(images) +
                                         (images == 1 ? " image" : " images"));
}

/// Hands the images that are asked for to `sink`.
inline asio::awaitable<void> read_images(const ClientOptions& options, HttpConnection& connection,
                                         const AgreedVersion& version, const ImageRequest& request,
                                         const ImageSink& sink, Diagnostics& diagnostics) {
  std::optional<ContainerCounts> counts;
  if (request.containers && parse_api_version(version.spoken) < first_counting_version)
    counts = co_await count_containers(options, connection, version, diagnostics);

  std::string path = request.intermediate ? "/images/json?all=1" : "/images/json";
  if (request.shared_sizes)
    path += request.intermediate ? "&shared-size=1" : "?shared-size=1";
  co_await get(options, connection, version, path, diagnostics);
  std::size_t images = 0;
  Image counted;
  ImageListParser parser(
      [&](const Image& image) {
        ++images;
        if (!counts || image.containers) {
          sink(image);
          return;
        }
        counted = image;
        const auto found = counts->find(image.id);
        counted.containers = found == counts->end() ? 0 : found->second;
        sink(counted);
      },
      {.labels = request.labels, .shared_size = request.shared_sizes});
  co_await read_list(connection, parser, diagnostics);
  log_images(options, images);
}

/// GETs a path whose answer is one JSON document, and passes it to `parse`.
///
/// Errors: Errc::unexpected_answer if the document is too long or `parse` returns false.
template <class Parse>
asio::awaitable<void> read_description(const ClientOptions& options, HttpConnection& connection,
                                       const AgreedVersion& version, std::string_view path,
                                       Parse parse, Diagnostics& diagnostics) {
  constexpr std::size_t longest = 4 * 1024 * 1024;
  co_await get(options, connection, version, path, diagnostics);
  const std::optional<std::string> text = co_await connection.read_document(longest);
  if (text && parse(*text))
    co_return;
  diagnostics.message = "GET " + std::string(path) +
                        (text ? " is not the description of an engine" : " has 4 MiB or more");
  throw boost::system::system_error(Errc::unexpected_answer);
}

/// Reads the part of an engine's description that GET /version has.
inline asio::awaitable<void> read_version(const ClientOptions& options, HttpConnection& connection,
                                          const AgreedVersion& version, EngineInfo& info,
                                          Diagnostics& diagnostics) {
  co_await read_description(
      options, connection, version, "/version",
      [&info](std::string_view text) { return parse_version(text, info); }, diagnostics);
}

/// Reads the part that GET /info has.
inline asio::awaitable<void> read_system_info(const ClientOptions& options,
                                              HttpConnection& connection,
                                              const AgreedVersion& version, EngineInfo& info,
                                              Diagnostics& diagnostics) {
  co_await read_description(
      options, connection, version, "/info",
      [&info](std::string_view text) { return parse_system_info(text, info); }, diagnostics);
}

inline asio::awaitable<EngineInfo> read_info(const ClientOptions& options,
                                             HttpConnection& connection,
                                             const AgreedVersion& version,
                                             Diagnostics& diagnostics) {
  EngineInfo info;
  co_await read_version(options, connection, version, info, diagnostics);
  co_await read_system_info(options, connection, version, info, diagnostics);
  co_return info;
}

}  // namespace dkrls::detail
