// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <exception>
#include <memory>
#include <utility>
#include <vector>

#include "dkrls/client_options.hpp"
#include "dkrls/detail/config.hpp"
#include "dkrls/detail/net/short_form.hpp"
#include "dkrls/disk_usage.hpp"
#include "dkrls/engine_info.hpp"
#include "dkrls/error.hpp"
#include "dkrls/image.hpp"

namespace dkrls {

/// Asks a Docker engine, or anything else that speaks its API, for its images.
///
/// Each operation has four forms. The first reports failures in an error code and Diagnostics, and
/// its twin throws them as Error. The asynchronous ones take any Asio completion token. The full
/// form has an executor and Diagnostics; the short form needs neither:
///
///     const std::vector<Image> images = co_await client.async_list_images(asio::use_awaitable);
///
/// In a coroutine give a request with a function in it a name first: g++ 12 destroys a braced
/// temporary of a co_await expression twice.
///
/// All speak the newest API version that both sides know, unless the options fix it.
///
/// *Errors:* those of the operating system (no such file, connection refused, ...), of Asio's name
/// resolution, and Errc. A short form completes with nullptr, or with the Error that the blocking
/// form would throw. If a function of the caller throws (a sink, InspectionProgress, a logger), the
/// operation ends: the blocking forms throw this very exception, the short forms complete with it,
/// and the full forms complete with the code of a boost::system::system_error, or else with
/// Errc::callback_failed and the text of what() in Diagnostics::message.
/// *Lifetime:* an operation keeps a copy of the options and may outlive the client. `diagnostics`
/// must outlive the operation.
/// *Threads:* every operation has connections of its own, so operations may run at the same time,
/// from several threads. The full forms run on `executor`, and complete on the executor associated
/// with `token`, or else on `executor`. The short forms run and complete on the executor associated
/// with `token`; a coroutine with asio::use_awaitable has its own, asio::bind_executor() associates
/// one with a function. A plain function, asio::detached and asio::use_future have none: then it is
/// asio::system_executor, which runs the operation and calls the function on a thread of Asio's.
/// *Cancellation:* every kind ends an asynchronous operation with asio::error::operation_aborted.
/// It completes when everything that it started has ended, ssh for example.
class DockerClient {
 public:
  /// Does not connect: every operation does.
  explicit DockerClient(ClientOptions options = {})
      : options_(std::make_shared<const ClientOptions>(std::move(options))) {}

  /// Returns a client of the engine that the variables and files of docker name, see
  /// choose_engine() and process_environment(); without any the default, /var/run/docker.sock. Does
  /// not search for other engines as locate_engine() does. Keeps host_name, tls_connector,
  /// timeout, ssh_batch_mode and logger of `options`, and replaces everything else. Opens no
  /// connection.
  ///
  /// *Errors:* throws those of choose_engine().
  static DockerClient from_environment(ClientOptions options = {});

  /// *Lifetime:* valid as long as this object.
  const ClientOptions& options() const noexcept { return *options_; }

  /// Passes every image to `sink` while the engine's answer arrives, in the engine's order, and
  /// holds one at a time. If `request` needs inspections, holds all images and passes them after
  /// the last inspection. `request` chooses the fields that are filled in. After a failure `sink`
  /// may have seen some of the images.
  void for_each_image(const ImageRequest& request, ImageSink sink, error_code& ec,
                      Diagnostics& diagnostics) const;
  /// Likewise; throws Error.
  void for_each_image(const ImageRequest& request, ImageSink sink) const;

  /// Completes with void(error_code). `executor` also runs `sink`.
  template <class CompletionToken>
  auto async_for_each_image(boost::asio::any_io_executor executor, const ImageRequest& request,
                            ImageSink sink, Diagnostics& diagnostics,
                            CompletionToken&& token) const {
    return boost::asio::async_initiate<CompletionToken, void(error_code)>(
        [](auto handler, const Start& start, const ImageRequest& what, ImageSink to) {
          start_listing(start, what, std::move(to), std::move(handler));
        },
        token, Start{options_, std::move(executor), {&diagnostics}}, request, std::move(sink));
  }

  /// Completes with void(std::exception_ptr). The executor of `token` also runs `sink`.
  template <class CompletionToken>
  auto async_for_each_image(const ImageRequest& request, ImageSink sink,
                            CompletionToken&& token) const {
    return detail::initiate_short_form<void(std::exception_ptr)>(
        [options = options_, request, sink = std::move(sink)](const auto& executor,
                                                              const auto& report, auto handler) {
          start_listing({options, executor, report}, request, sink, std::move(handler));
        },
        std::forward<CompletionToken>(token));
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
        token, Start{options_, std::move(executor), {&diagnostics}}, request);
  }

  /// Completes with void(std::exception_ptr, std::vector<Image>).
  template <class CompletionToken>
  auto async_list_images(const ImageRequest& request, CompletionToken&& token) const {
    return detail::initiate_short_form<void(std::exception_ptr, std::vector<Image>)>(
        [options = options_, request](const auto& executor, const auto& report, auto handler) {
          start_listing({options, executor, report}, request, std::move(handler));
        },
        std::forward<CompletionToken>(token));
  }
  /// Likewise, with the default request.
  template <class CompletionToken>
  auto async_list_images(CompletionToken&& token) const {
    return async_list_images(ImageRequest(), std::forward<CompletionToken>(token));
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
        Start{options_, std::move(executor), {&diagnostics}});
  }

  /// Completes with void(std::exception_ptr, EngineInfo).
  template <class CompletionToken>
  auto async_engine_info(CompletionToken&& token) const {
    return detail::initiate_short_form<void(std::exception_ptr, EngineInfo)>(
        [options = options_](const auto& executor, const auto& report, auto handler) {
          start_info({options, executor, report}, std::move(handler));
        },
        std::forward<CompletionToken>(token));
  }

  /// Returns the space that images take. Lists all images and inspects each of them: two requests
  /// an image, on containerd's store two for each platform with content. Leaves out an image that
  /// is removed meanwhile, unless it has several platforms: then its layers are unknown. What the
  /// engine refuses to report of an image is unknown, too.
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
        token, Start{options_, std::move(executor), {&diagnostics}}, std::move(request));
  }

  /// Completes with void(std::exception_ptr, DiskUsage). The executor of `token` also runs the
  /// request's progress.
  template <class CompletionToken>
  auto async_disk_usage(const DiskUsageRequest& request, CompletionToken&& token) const {
    return detail::initiate_short_form<void(std::exception_ptr, DiskUsage)>(
        [options = options_, request](const auto& executor, const auto& report, auto handler) {
          start_disk_usage({options, executor, report}, request, std::move(handler));
        },
        std::forward<CompletionToken>(token));
  }
  /// Likewise, with the default request.
  template <class CompletionToken>
  auto async_disk_usage(CompletionToken&& token) const {
    return async_disk_usage(DiskUsageRequest(), std::forward<CompletionToken>(token));
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
        Start{options_, std::move(executor), {&diagnostics}});
  }

  /// Completes with void(std::exception_ptr).
  template <class CompletionToken>
  auto async_ping(CompletionToken&& token) const {
    return detail::initiate_short_form<void(std::exception_ptr)>(
        [options = options_](const auto& executor, const auto& report, auto handler) {
          start_ping({options, executor, report}, std::move(handler));
        },
        std::forward<CompletionToken>(token));
  }

 private:
  template <class... Results>
  using Handler = boost::asio::any_completion_handler<void(error_code, Results...)>;

  /// What every asynchronous operation needs.
  struct Start {
    std::shared_ptr<const ClientOptions> options;
    boost::asio::any_io_executor executor;
    detail::FailureReport report;
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
