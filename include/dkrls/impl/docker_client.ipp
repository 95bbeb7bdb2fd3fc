// SPDX-License-Identifier: MIT
#pragma once

#include "dkrls/detail/disk/survey_operation.hpp"
#include "dkrls/detail/engine_api/engine_requests.hpp"
#include "dkrls/detail/engine_api/inspected_list.hpp"
#include "dkrls/detail/net/client_operation.hpp"
#include "dkrls/detail/net/options_of.hpp"
#include "dkrls/docker_client.hpp"
#include "dkrls/engine_choice.hpp"
#include "dkrls/environment.hpp"

namespace dkrls {
namespace detail {

inline Operation listing_operation(ImageRequest request, ImageSink sink) {
  request.progress = throwing_callback_exception(std::move(request.progress));
  sink = throwing_callback_exception(std::move(sink));
  return [request = std::move(request), sink = std::move(sink)](
             const ClientOptions& options, Connections& connections,
             Diagnostics& diagnostics) -> asio::awaitable<void> {
    const AgreedVersion version =
        co_await agree_on_version(options, connections.get(0), diagnostics);
    co_await list_images_for(options, connections, version, request, sink, diagnostics);
  };
}

inline Operation info_operation(EngineInfo& info) {
  return [&info](const ClientOptions& options, Connections& connections,
                 Diagnostics& diagnostics) -> asio::awaitable<void> {
    HttpConnection& connection = connections.get(0);
    const AgreedVersion version = co_await agree_on_version(options, connection, diagnostics);
    info = co_await read_info(options, connection, version, diagnostics);
  };
}

inline Operation ping_operation() {
  return [](const ClientOptions&, Connections& connections,
            Diagnostics& diagnostics) -> asio::awaitable<void> {
    HttpConnection& connection = connections.get(0);
    const AnswerHead head = co_await connection.exchange("GET", "/_ping");
    co_await expect_success(connection, head, newest_api_version, "GET /_ping", diagnostics);
    co_await connection.read_text();
  };
}

}  // namespace detail

DKRLS_DECL DockerClient DockerClient::from_environment(ClientOptions options) {
  return DockerClient(
      detail::options_of(choose_engine({}, process_environment()), std::move(options)));
}

DKRLS_DECL void DockerClient::start_listing(const Start& start, const ImageRequest& request,
                                            ImageSink sink, Handler<> handler) {
  detail::spawn_work(
      start.executor,
      detail::run_operation(start.options, detail::listing_operation(request, std::move(sink))),
      std::move(handler), detail::complete_without_result(start.report));
}

DKRLS_DECL void DockerClient::start_listing(const Start& start, const ImageRequest& request,
                                            Handler<std::vector<Image>> handler) {
  const auto images = std::make_shared<std::vector<Image>>();
  detail::spawn_work(
      start.executor,
      detail::run_operation(
          start.options, detail::listing_operation(
                             request, [images](const Image& image) { images->push_back(image); })),
      std::move(handler), detail::complete_with(images, start.report));
}

DKRLS_DECL void DockerClient::start_info(const Start& start, Handler<EngineInfo> handler) {
  const auto info = std::make_shared<EngineInfo>();
  detail::spawn_work(start.executor,
                     detail::run_operation(start.options, detail::info_operation(*info)),
                     std::move(handler), detail::complete_with(info, start.report));
}

DKRLS_DECL void DockerClient::start_disk_usage(const Start& start, DiskUsageRequest request,
                                               Handler<DiskUsage> handler) {
  const auto usage = std::make_shared<DiskUsage>();
  detail::spawn_work(start.executor,
                     detail::run_operation(
                         start.options, detail::disk_usage_operation(std::move(request), *usage)),
                     std::move(handler), detail::complete_with(usage, start.report));
}

DKRLS_DECL void DockerClient::start_ping(const Start& start, Handler<> handler) {
  detail::spawn_work(start.executor, detail::run_operation(start.options, detail::ping_operation()),
                     std::move(handler), detail::complete_without_result(start.report));
}

DKRLS_DECL void DockerClient::for_each_image(const ImageRequest& request, ImageSink sink,
                                             error_code& ec, Diagnostics& diagnostics) const {
  detail::run_blocking(
      detail::run_operation(options_, detail::listing_operation(request, std::move(sink))), ec,
      diagnostics);
}

DKRLS_DECL void DockerClient::for_each_image(const ImageRequest& request, ImageSink sink) const {
  detail::or_throw([&](error_code& ec, Diagnostics& diagnostics) {
    for_each_image(request, std::move(sink), ec, diagnostics);
    return true;
  });
}

DKRLS_DECL std::vector<Image> DockerClient::list_images(const ImageRequest& request, error_code& ec,
                                                        Diagnostics& diagnostics) const {
  std::vector<Image> images;
  for_each_image(
      request, [&images](const Image& image) { images.push_back(image); }, ec, diagnostics);
  if (ec)
    images.clear();
  return images;
}

DKRLS_DECL std::vector<Image> DockerClient::list_images(const ImageRequest& request) const {
  return detail::or_throw([&](error_code& ec, Diagnostics& diagnostics) {
    return list_images(request, ec, diagnostics);
  });
}

DKRLS_DECL EngineInfo DockerClient::engine_info(error_code& ec, Diagnostics& diagnostics) const {
  EngineInfo info;
  detail::run_blocking(detail::run_operation(options_, detail::info_operation(info)), ec,
                       diagnostics);
  return ec ? EngineInfo() : info;
}

DKRLS_DECL EngineInfo DockerClient::engine_info() const {
  return detail::or_throw(
      [this](error_code& ec, Diagnostics& diagnostics) { return engine_info(ec, diagnostics); });
}

DKRLS_DECL DiskUsage DockerClient::disk_usage(const DiskUsageRequest& request, error_code& ec,
                                              Diagnostics& diagnostics) const {
  DiskUsage usage;
  detail::run_blocking(
      detail::run_operation(options_, detail::disk_usage_operation(request, usage)), ec,
      diagnostics);
  return ec ? DiskUsage() : usage;
}

DKRLS_DECL DiskUsage DockerClient::disk_usage(const DiskUsageRequest& request) const {
  return detail::or_throw([&](error_code& ec, Diagnostics& diagnostics) {
    return disk_usage(request, ec, diagnostics);
  });
}

DKRLS_DECL void DockerClient::ping(error_code& ec, Diagnostics& diagnostics) const {
  detail::run_blocking(detail::run_operation(options_, detail::ping_operation()), ec, diagnostics);
}

DKRLS_DECL void DockerClient::ping() const {
  detail::or_throw([this](error_code& ec, Diagnostics& diagnostics) {
    ping(ec, diagnostics);
    return true;
  });
}

}  // namespace dkrls
