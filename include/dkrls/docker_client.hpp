#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <chrono>
#include <memory>
#include <utility>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/endpoint.hpp"
#include "dkrls/error.hpp"
#include "dkrls/image.hpp"
#include "dkrls/logger.hpp"

namespace dkrls {

struct ClientOptions {
  Endpoint endpoint = {};

  /// The longest silence of the engine that is accepted, not the time of the whole listing; 0 waits
  /// for ever.
  std::chrono::seconds timeout{120};

  Logger logger = {};
};

/// Asks a Docker engine, or whatever speaks its API, for its images.
///
/// Every operation uses a connection of its own and a copy of the options: operations may run at the
/// same time, from several threads, and outlive the client. The API version is negotiated: the newest
/// both sides know.
///
/// Each operation has three forms. One reports failures in an error code and Diagnostics, its twin
/// throws them as Error, the third is asynchronous and takes any Asio completion token. Failures are
/// errors of the operating system (no such file, connection refused, ...) or of Errc.
class DockerClient {
 public:
  explicit DockerClient(ClientOptions options = {})
      : options_(std::make_shared<const ClientOptions>(std::move(options))) {}

  const ClientOptions& options() const noexcept { return *options_; }

  /// Hands every image to `sink` while the engine's answer arrives, in the engine's order, and holds
  /// one at a time. After a failure the sink may have seen a part of the images.
  ///
  /// What `sink` throws ends the operation: a boost::system::system_error as its error code, anything
  /// else as itself.
  void for_each_image(ImageSink sink, error_code& ec, Diagnostics& diagnostics) const;
  void for_each_image(ImageSink sink) const;

  /// All images, in the engine's order; none after a failure.
  std::vector<Image> list_images(error_code& ec, Diagnostics& diagnostics) const;
  std::vector<Image> list_images() const;

  /// for_each_image() on `executor`, which also runs `sink`. Completes with void(error_code), on the
  /// executor associated with `token` or else on `executor`. `diagnostics` must outlive the operation.
  ///
  /// Cancellation of every kind ends the operation with asio::error::operation_aborted. An exception of
  /// `sink` that is no system_error leaves through the executor, and the operation does not complete.
  template <class CompletionToken>
  auto async_for_each_image(boost::asio::any_io_executor executor, ImageSink sink,
                            Diagnostics& diagnostics, CompletionToken&& token) const {
    return boost::asio::async_initiate<CompletionToken, void(error_code)>(
        [](auto handler, std::shared_ptr<const ClientOptions> options,
           boost::asio::any_io_executor on, ImageSink to, Diagnostics* why) {
          start(std::move(options), std::move(on), std::move(to), why, std::move(handler));
        },
        token, options_, std::move(executor), std::move(sink), &diagnostics);
  }

  /// list_images() on `executor`. Completes with void(error_code, std::vector<Image>), otherwise as
  /// async_for_each_image().
  template <class CompletionToken>
  auto async_list_images(boost::asio::any_io_executor executor, Diagnostics& diagnostics,
                         CompletionToken&& token) const {
    return boost::asio::async_initiate<CompletionToken, void(error_code, std::vector<Image>)>(
        [](auto handler, std::shared_ptr<const ClientOptions> options,
           boost::asio::any_io_executor on, Diagnostics* why) {
          start(std::move(options), std::move(on), why, std::move(handler));
        },
        token, options_, std::move(executor), &diagnostics);
  }

 private:
  static void start(std::shared_ptr<const ClientOptions> options,
                    boost::asio::any_io_executor executor, ImageSink sink,
                    Diagnostics* diagnostics,
                    boost::asio::any_completion_handler<void(error_code)> handler);
  static void start(
      std::shared_ptr<const ClientOptions> options, boost::asio::any_io_executor executor,
      Diagnostics* diagnostics,
      boost::asio::any_completion_handler<void(error_code, std::vector<Image>)> handler);

  std::shared_ptr<const ClientOptions> options_;
};

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/docker_client.ipp"
#endif
