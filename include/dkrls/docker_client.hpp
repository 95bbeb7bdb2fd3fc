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

/// Asks a Docker engine, or anything else that speaks its API, for its images.
///
/// Each operation has three forms. The first reports failures in an error code and Diagnostics, its
/// twin throws them as Error, and the third is asynchronous and takes any Asio completion token.
/// All speak the newest API version that both sides know, unless the options fix it.
///
/// *Errors:* those of the operating system (no such file, connection refused, ...), of Asio's name
/// resolution, and Errc.
/// *Lifetime:* an operation keeps a copy of the options and may outlive the client. `diagnostics`
/// must outlive the operation.
/// *Threads:* every operation has connections of its own, so operations may run at the same time,
/// from several threads. The asynchronous forms run on `executor`, and complete on the executor
/// associated with `token`, or else on `executor`.
/// *Cancellation:* every kind ends an asynchronous operation with asio::error::operation_aborted.
/// It completes when everything that it started has ended, ssh for example.
class DockerClient {
 public:
  /// Does not connect: every operation does.
  explicit DockerClient(ClientOptions options = {})
      : options_(std::make_shared<const ClientOptions>(std::move(options))) {}

  /// *Lifetime:* valid as long as this object.
  const ClientOptions& options() const noexcept { return *options_; }

  /// Passes every image to `sink` while the engine's answer arrives, in the engine's order, and
  /// holds one at a time. `request` chooses the fields that are filled in. After a failure `sink`
  /// may have seen some of the images.
  ///
  /// *Errors:* an exception of `sink` ends the operation. A boost::system::system_error becomes the
  /// operation's error code, any other exception leaves the function.
  void for_each_image(const ImageRequest& request, ImageSink sink, error_code& ec,
                      Diagnostics& diagnostics) const;
  /// Likewise; throws Error.
  void for_each_image(const ImageRequest& request, ImageSink sink) const;

  /// Completes with void(error_code). `executor` also runs `sink`. An exception of `sink` that is
  /// no system_error leaves through the executor, and the operation does not complete.
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

  /// Returns all images, in the engine's order; none after a failure.
  std::vector<Image> list_images(const ImageRequest& request, error_code& ec,
                                 Diagnostics& diagnostics) const;
  /// Likewise; throws Error.
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

  /// Returns the engine's description of itself: GET /version and GET /info.
  EngineInfo engine_info(error_code& ec, Diagnostics& diagnostics) const;
  /// Likewise; throws Error.
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
  /// Likewise; throws Error.
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

  /// Succeeds if an engine answers GET /_ping.
  void ping(error_code& ec, Diagnostics& diagnostics) const;
  /// Likewise; throws Error.
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

  /// What every asynchronous operation needs.
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
