#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <memory>
#include <utility>
#include <vector>

#include "dkrls/client_options.hpp"
#include "dkrls/detail/config.hpp"
#include "dkrls/disk_usage.hpp"
#include "dkrls/engine_info.hpp"
#include "dkrls/error.hpp"
#include "dkrls/image.hpp"

namespace dkrls {

/// Asks a Docker engine, or whatever speaks its API, for its images.
///
/// Every operation uses a connection of its own and a copy of the options: operations may run at
/// the same time, from several threads, and outlive the client. The API version is the newest both
/// sides know, unless the options fix it.
///
/// Each operation has three forms. One reports failures in an error code and Diagnostics, its twin
/// throws them as Error, the third is asynchronous and takes any Asio completion token. Failures
/// are errors of the operating system (no such file, connection refused, ...), of Asio's name
/// resolution, or of Errc.
///
/// The asynchronous forms run on `executor` and complete on the executor associated with `token`,
/// or else on `executor`. `diagnostics` must outlive the operation. Cancellation of every kind ends
/// it with asio::error::operation_aborted.
class DockerClient {
 public:
  explicit DockerClient(ClientOptions options = {})
      : options_(std::make_shared<const ClientOptions>(std::move(options))) {}

  const ClientOptions& options() const noexcept { return *options_; }

  /// Hands every image to `sink` while the engine's answer arrives, in the engine's order, and
  /// holds one at a time. After a failure the sink may have seen a part of the images.
  /// `request` says what they are to hold.
  ///
  /// What `sink` throws ends the operation: a boost::system::system_error as its error code,
  /// anything else as itself.
  void for_each_image(const ImageRequest& request, ImageSink sink, error_code& ec,
                      Diagnostics& diagnostics) const;
  void for_each_image(const ImageRequest& request, ImageSink sink) const;

  /// Completes with void(error_code). `executor` also runs `sink`; what that throws and is no
  /// system_error leaves through the executor, and the operation does not complete.
  template <class CompletionToken>
  auto async_for_each_image(boost::asio::any_io_executor executor, const ImageRequest& request,
                            ImageSink sink, Diagnostics& diagnostics,
                            CompletionToken&& token) const {
    return boost::asio::async_initiate<CompletionToken, void(error_code)>(
        [](auto handler, const Start& start, const ImageRequest& what, ImageSink to) {
          start_listing(start, what, std::move(to), std::move(handler));
        },
        token, Start{options_, std::move(executor), &diagnostics}, request, std::move(sink));
  }

  /// All images, in the engine's order; none after a failure.
  std::vector<Image> list_images(const ImageRequest& request, error_code& ec,
                                 Diagnostics& diagnostics) const;
  std::vector<Image> list_images(const ImageRequest& request = {}) const;

  /// Completes with void(error_code, std::vector<Image>).
  template <class CompletionToken>
  auto async_list_images(boost::asio::any_io_executor executor, const ImageRequest& request,
                         Diagnostics& diagnostics, CompletionToken&& token) const {
    return boost::asio::async_initiate<CompletionToken, void(error_code, std::vector<Image>)>(
        [](auto handler, const Start& start, const ImageRequest& what) {
          start_listing(start, what, std::move(handler));
        },
        token, Start{options_, std::move(executor), &diagnostics}, request);
  }

  /// What the engine says of itself.
  EngineInfo engine_info(error_code& ec, Diagnostics& diagnostics) const;
  EngineInfo engine_info() const;

  /// Completes with void(error_code, EngineInfo).
  template <class CompletionToken>
  auto async_engine_info(boost::asio::any_io_executor executor, Diagnostics& diagnostics,
                         CompletionToken&& token) const {
    return boost::asio::async_initiate<CompletionToken, void(error_code, EngineInfo)>(
        [](auto handler, const Start& start) { start_info(start, std::move(handler)); }, token,
        Start{options_, std::move(executor), &diagnostics});
  }

  /// The space that images take: lists all images and inspects each of them, with two requests an
  /// image. An image that is removed meanwhile is left out; what the engine refuses to report of an
  /// image is unknown.
  DiskUsage disk_usage(const DiskUsageRequest& request, error_code& ec,
                       Diagnostics& diagnostics) const;
  DiskUsage disk_usage(const DiskUsageRequest& request = {}) const;

  /// Completes with void(error_code, DiskUsage). `executor` also runs the request's progress.
  template <class CompletionToken>
  auto async_disk_usage(boost::asio::any_io_executor executor, DiskUsageRequest request,
                        Diagnostics& diagnostics, CompletionToken&& token) const {
    return boost::asio::async_initiate<CompletionToken, void(error_code, DiskUsage)>(
        [](auto handler, const Start& start, const DiskUsageRequest& what) {
          start_disk_usage(start, what, std::move(handler));
        },
        token, Start{options_, std::move(executor), &diagnostics}, std::move(request));
  }

  /// Fails when no engine answers.
  void ping(error_code& ec, Diagnostics& diagnostics) const;
  void ping() const;

  /// Completes with void(error_code).
  template <class CompletionToken>
  auto async_ping(boost::asio::any_io_executor executor, Diagnostics& diagnostics,
                  CompletionToken&& token) const {
    return boost::asio::async_initiate<CompletionToken, void(error_code)>(
        [](auto handler, const Start& start) { start_ping(start, std::move(handler)); }, token,
        Start{options_, std::move(executor), &diagnostics});
  }

 private:
  template <class... Results>
  using Handler = boost::asio::any_completion_handler<void(error_code, Results...)>;

  /// What every asynchronous operation starts with.
  struct Start {
    std::shared_ptr<const ClientOptions> options;
    boost::asio::any_io_executor executor;
    Diagnostics* diagnostics;
  };

  static void start_listing(const Start& start, const ImageRequest& request, ImageSink sink,
                            Handler<> handler);
  static void start_listing(const Start& start, const ImageRequest& request,
                            Handler<std::vector<Image>> handler);
  static void start_info(const Start& start, Handler<EngineInfo> handler);
  static void start_disk_usage(const Start& start, DiskUsageRequest request,
                               Handler<DiskUsage> handler);
  static void start_ping(const Start& start, Handler<> handler);

  std::shared_ptr<const ClientOptions> options_;
};

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/docker_client.ipp"
#endif
