// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dkrls/detail/engine_api/engine_requests.hpp"
#include "dkrls/detail/engine_api/pipelined_requests.hpp"
#include "dkrls/detail/engine_json/inspection_parser.hpp"

namespace dkrls::detail {

/// True if a request needs what only the inspection of an image reports.
inline bool needs_inspection(const ImageRequest& request, const Image& image) {
  return request.tagged || (request.platforms && image.manifests.empty());
}

/// Inspects the images that need it. Erases those that have been removed meanwhile; what the engine
/// refuses to report stays unknown.
inline asio::awaitable<void> inspect_images(const ClientOptions& options,
                                            const AgreedVersion& version,
                                            const ImageRequest& request, Connections& connections,
                                            std::vector<Image>& images) {
  PipelinedRequests requests(options, version);
  std::vector<bool> vanished(images.size());
  std::size_t inspected = 0;
  for (std::size_t i = 0; i < images.size(); ++i)
    if (needs_inspection(request, images[i]) && is_plain_id(images[i].id))
      requests.add("/images/" + images[i].id + "/json",
                   [&, i](unsigned status, const std::optional<std::string>& body) {
                     vanished[i] = status == 404;
                     if (body)
                       add_inspection(*body, images[i]);
                     if (request.progress)
                       request.progress(++inspected, requests.size());
                   });
  co_await requests.send_all(connections);
  std::size_t index = 0;
  std::erase_if(images, [&](const Image&) { return vanished[index++]; });
}

/// Hands the images to `sink`, with all that a request asks for: as they arrive, or after all of
/// them have been inspected.
inline asio::awaitable<void> list_images_for(const ClientOptions& options, Connections& connections,
                                             const AgreedVersion& version,
                                             const ImageRequest& request, const ImageSink& sink,
                                             Diagnostics& diagnostics) {
  HttpConnection& connection = connections.get(0);
  if (!request.platforms && !request.tagged) {
    co_await read_images(options, connection, version, request, sink, diagnostics);
    co_return;
  }
  std::vector<Image> images;
  const ImageSink keep = [&images](const Image& image) { images.push_back(image); };
  co_await read_images(options, connection, version, request, keep, diagnostics);
  co_await inspect_images(options, version, request, connections, images);
  for (const Image& image : images)
    sink(image);
}

}  // namespace dkrls::detail
