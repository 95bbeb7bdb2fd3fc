// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "dkrls/detail/bare_id.hpp"
#include "dkrls/detail/engine_api/api_version.hpp"
#include "dkrls/detail/engine_json/container_list_parser.hpp"
#include "dkrls/detail/engine_json/engine_info_parser.hpp"
#include "dkrls/detail/engine_json/engine_message.hpp"
#include "dkrls/detail/engine_json/image_list_parser.hpp"
#include "dkrls/detail/net/client_operation.hpp"
#include "dkrls/engine_info.hpp"
#include "dkrls/image.hpp"

/// What several operations of DockerClient ask an engine. All of these throw as HttpConnection
/// does.
namespace dkrls::detail {

/// Returns a refusal in one line: "GET /info was refused (403): forbidden by the proxy". Cuts a
/// long text.
inline std::string refusal_text(const Diagnostics& diagnostics) {
  constexpr std::size_t longest = 500;
  const std::size_t end = std::min(diagnostics.message.find_first_of("\r\n"), longest);
  return diagnostics.request + " was refused (" + std::to_string(diagnostics.http_status) +
         "): " + diagnostics.message.substr(0, end);
}

/// True if an answer refused a request, as a proxy before an engine may: not for a failure of the
/// engine (5xx).
inline bool is_refusal(const boost::system::system_error& error, const Diagnostics& diagnostics) {
  return error.code() == Errc::engine_error && diagnostics.http_status / 100 == 4;
}

/// Reads the body of an answer that reports a failure, and throws it; returns if the answer is a
/// success. `request` is for the message: "GET /info".
inline asio::awaitable<void> expect_success(HttpConnection& connection, const AnswerHead& head,
                                            ApiVersion engine, std::string request,
                                            Diagnostics& diagnostics) {
  diagnostics.http_status = head.status;
  if (head.status == 200)
    co_return;
  diagnostics.request = std::move(request);
  diagnostics.message = engine_message(co_await connection.read_text());
  if (diagnostics.message.empty())
    diagnostics.message = head.reason;
  // The words of Go's net/http, which all engines use.
  if (diagnostics.message == "Client sent an HTTP request to an HTTPS server.")
    throw boost::system::system_error(Errc::tls_expected);
  // Engines of known versions accept all our requests, so 400 from a newer one is about the
  // version.
  const bool too_new = head.status == 400 && engine > newest_api_version;
  throw boost::system::system_error(too_new ? Errc::engine_too_new : Errc::engine_error);
}

/// Asks for the engine's newest API version, as docker does: HEAD /_ping, and GET for engines
/// before 19.03, which know no other.
///
/// An engine that does not know /_ping (404) or fails at it (500) counts as one that does not
/// report its version. Any other refusal is an error: it comes from something before the engine,
/// which is likely to refuse what follows, in words about a version that nobody has asked for.
inline asio::awaitable<ApiVersion> newest_version_of(HttpConnection& connection,
                                                     Diagnostics& diagnostics) {
  AnswerHead head = co_await connection.exchange("HEAD", "/_ping");
  co_await connection.read_text();
  if (head.status != 200) {
    head = co_await connection.exchange("GET", "/_ping");
    if (head.status < 500 && head.status != 404)
      co_await expect_success(connection, head, newest_api_version, "GET /_ping", diagnostics);
    co_await connection.read_text();
  }
  co_return parse_api_version(head.api_version).value_or(oldest_api_version);
}

/// The version to speak, and the newest the engine speaks.
struct AgreedVersion {
  std::string spoken;
  ApiVersion engine;

  /// True if the engine is asked in this version or a newer one.
  bool speaks(ApiVersion version) const { return parse_api_version(spoken) >= version; }
};

inline asio::awaitable<AgreedVersion> agree_on_version(const ClientOptions& options,
                                                       HttpConnection& connection,
                                                       Diagnostics& diagnostics) {
  if (options.api_version)
    co_return AgreedVersion{*options.api_version, newest_api_version};
  const ApiVersion engine = co_await newest_version_of(connection, diagnostics);
  if (engine < oldest_api_version) {
    diagnostics.message = "it speaks API " + to_string(engine) + " at most, at least " +
                          to_string(oldest_api_version) + " is needed";
    throw boost::system::system_error(Errc::engine_too_old);
  }
  options.logger.log(LogLevel::debug, "the engine speaks API " + to_string(engine));
  co_return AgreedVersion{to_string(std::min(engine, newest_api_version)), engine};
}

/// GETs a path of the API. Throws unless the answer is a success; its body is still to be read.
inline asio::awaitable<void> get(const ClientOptions& options, HttpConnection& connection,
                                 const AgreedVersion& version, std::string_view path,
                                 Diagnostics& diagnostics) {
  const std::string target = "/v" + version.spoken + std::string(path);
  options.logger.log(LogLevel::debug, "GET " + target);
  const AnswerHead head = co_await connection.exchange("GET", target);
  const std::string_view without_query = path.substr(0, path.find('?'));
  co_await expect_success(connection, head, version.engine,
                          std::string("GET ").append(without_query), diagnostics);
}

/// Logs that an engine refuses a request that the operation can do without. `text` is the body of
/// the answer.
inline void log_refusal(const ClientOptions& options, LogLevel level, const std::string& path,
                        const AnswerHead& head, const std::string& text) {
  const std::string message = engine_message(text);
  options.logger.log(level, refusal_text({.http_status = head.status,
                                          .message = message.empty() ? head.reason : message,
                                          .request = "GET " + path.substr(0, path.find('?'))}));
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

/// The number of containers of any state that were made from each image, by its bare ID.
using ContainerCounts = std::unordered_map<std::string, std::uint64_t>;

/// Counts the containers in their own list. The engine's count in the list of images is not used:
/// it is 0 for containers that were made before Docker 26, and it has a container for every image
/// that shares its manifest, although Docker refuses to remove only the image that it was made
/// from.
inline asio::awaitable<ContainerCounts> count_containers(const ClientOptions& options,
                                                         HttpConnection& connection,
                                                         const AgreedVersion& version,
                                                         Diagnostics& diagnostics) {
  co_await get(options, connection, version, "/containers/json?all=1", diagnostics);
  ContainerCounts counts;
  ContainerListParser parser(
      [&counts](std::string_view image_id) { ++counts[std::string(bare_id(image_id))]; });
  co_await read_list(connection, parser, diagnostics);
  co_return counts;
}

/// The same; if the engine refuses, logs a warning and returns nullopt.
inline asio::awaitable<std::optional<ContainerCounts>> count_containers_if_permitted(
    const ClientOptions& options, HttpConnection& connection, const AgreedVersion& version,
    Diagnostics& diagnostics) {
  try {
    co_return co_await count_containers(options, connection, version, diagnostics);
  } catch (const boost::system::system_error& error) {
    if (!is_refusal(error, diagnostics))
      throw;
  }
  options.logger.log(LogLevel::warning, refusal_text(diagnostics));
  diagnostics = {};
  co_return std::nullopt;
}

/// Returns the path of the list of images with the parameters that an engine of this version knows.
inline std::string image_list_path(const ImageRequest& request, const AgreedVersion& version) {
  std::string path = "/images/json";
  const auto add = [&path](bool wanted, std::string_view parameter) {
    if (wanted)
      path.append(path.find('?') == std::string::npos ? "?" : "&").append(parameter);
  };
  add(request.intermediate, "all=1");
  add(request.shared_sizes, "shared-size=1");
  add((request.manifests || request.platforms) && version.speaks({1, 47}), "manifests=1");
  return path;
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
  if (request.containers && request.containers_optional)
    counts = co_await count_containers_if_permitted(options, connection, version, diagnostics);
  else if (request.containers)
    counts = co_await count_containers(options, connection, version, diagnostics);

  const std::string path = image_list_path(request, version);
  co_await get(options, connection, version, path, diagnostics);
  std::size_t images = 0;
  Image counted;
  ImageListParser parser(
      [&](const Image& image) {
        ++images;
        if (!request.containers) {
          sink(image);
          return;
        }
        counted = image;
        if (counts) {
          const auto found = counts->find(std::string(bare_id(image.id)));
          counted.containers = found == counts->end() ? 0 : found->second;
        }
        sink(counted);
      },
      {.labels = request.labels,
       .shared_size = request.shared_sizes,
       .manifests = request.manifests || request.platforms,
       .host = options.host_name});
  co_await read_list(connection, parser, diagnostics);
  log_images(options, images);
}

/// GETs a path whose answer is one JSON document, and passes it to `parse`.
///
/// *Errors:* Errc::unexpected_answer if the document is too long or `parse` returns false.
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

/// Reads the description of an engine. Without GET /info, which a proxy may refuse, the description
/// has the part of GET /version only, and a warning says so.
inline asio::awaitable<EngineInfo> read_info(const ClientOptions& options,
                                             HttpConnection& connection,
                                             const AgreedVersion& version,
                                             Diagnostics& diagnostics) {
  EngineInfo info;
  co_await read_version(options, connection, version, info, diagnostics);
  try {
    co_await read_system_info(options, connection, version, info, diagnostics);
  } catch (const boost::system::system_error& error) {
    if (!is_refusal(error, diagnostics))
      throw;
    options.logger.log(LogLevel::warning, refusal_text(diagnostics));
    diagnostics = {.http_status = 200};
  }
  co_return info;
}

}  // namespace dkrls::detail
