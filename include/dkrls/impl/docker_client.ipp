#pragma once

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>

#include "dkrls/detail/api_version.hpp"
#include "dkrls/detail/engine_message.hpp"
#include "dkrls/detail/http_connection.hpp"
#include "dkrls/docker_client.hpp"

namespace dkrls {
namespace detail {

/// How an operation ended.
struct Outcome {
  error_code ec;
  Diagnostics diagnostics;
};

/// Agrees with the engine on an API version, as docker does: HEAD /_ping, and GET for engines
/// before 19.03, which know no other.
inline asio::awaitable<ApiVersion> newest_version_of(HttpConnection& connection) {
  AnswerHead head = co_await connection.exchange(http::verb::head, "/_ping");
  co_await connection.read_text();
  if (head.status != 200) {
    head = co_await connection.exchange(http::verb::get, "/_ping");
    co_await connection.read_text();
  }
  co_return parse_api_version(head.api_version).value_or(oldest_api_version);
}

inline asio::awaitable<void> fetch_images(const ClientOptions& options, ImageSink sink,
                                          Diagnostics& diagnostics) {
  const Logger& logger = options.logger;
  logger.log(LogLevel::debug, "asking " + to_string(options.endpoint));
  HttpConnection connection(co_await asio::this_coro::executor, options.endpoint, options.timeout);

  const ApiVersion engine = co_await newest_version_of(connection);
  if (engine < oldest_api_version) {
    diagnostics.message = "it speaks API " + to_string(engine) + " at most, at least " +
                          to_string(oldest_api_version) + " is needed";
    throw boost::system::system_error(Errc::engine_too_old);
  }
  const ApiVersion version = std::min(engine, newest_api_version);
  const std::string target = "/v" + to_string(version) + "/images/json";
  logger.log(LogLevel::debug, "the engine speaks API " + to_string(engine) + ": GET " + target);

  const AnswerHead head = co_await connection.exchange(http::verb::get, target);
  diagnostics.http_status = head.status;
  if (head.status != 200) {
    diagnostics.message = engine_message(co_await connection.read_text());
    if (diagnostics.message.empty())
      diagnostics.message = head.reason;
    // A request without parameters can only be bad for its version.
    const bool too_new = head.status == 400 && engine > newest_api_version;
    throw boost::system::system_error(too_new ? Errc::engine_too_new : Errc::engine_error);
  }

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
  logger.log(LogLevel::info, "the engine at " + to_string(options.endpoint) + " lists " +
                                 std::to_string(images) + (images == 1 ? " image" : " images"));
}

inline asio::awaitable<Outcome> run_listing(std::shared_ptr<const ClientOptions> options,
                                            ImageSink sink) {
  // Asio's promise: a completion handler is never called from within the initiating function.
  co_await asio::post(asio::use_awaitable);
  Outcome outcome;
  try {
    co_await fetch_images(*options, std::move(sink), outcome.diagnostics);
  } catch (const boost::system::system_error& error) {
    outcome.ec = error.code();
  }
  co_return outcome;
}

/// Passes cancellation of every kind on to a coroutine, on the coroutine's strand; Asio alone would
/// pass on the terminal kind only.
struct Cancellation {
  explicit Cancellation(asio::any_io_executor executor) : strand(std::move(executor)) {}

  asio::strand<asio::any_io_executor> strand;
  asio::cancellation_signal signal;
};

/// Runs a listing on `executor` and calls `complete(Outcome)` as the completion handler `handler`
/// wants to be called.
template <class Handler, class Complete>
void spawn_listing(std::shared_ptr<const ClientOptions> options, asio::any_io_executor executor,
                   ImageSink sink, Handler handler, Complete complete) {
  const auto completion_executor = asio::get_associated_executor(handler, executor);
  // The strand: an operation has a coroutine and a timer, and the executor may have many threads.
  auto cancellation = std::make_shared<Cancellation>(std::move(executor));
  if (auto slot = asio::get_associated_cancellation_slot(handler); slot.is_connected())
    // Weak: a signal may outlive the operation, and even its executor.
    slot.assign([weak = std::weak_ptr(cancellation)](asio::cancellation_type) {
      if (const auto alive = weak.lock())
        asio::dispatch(alive->strand,
                       [alive] { alive->signal.emit(asio::cancellation_type::terminal); });
    });
  auto finish = [handler = std::move(handler), complete = std::move(complete), cancellation](
                    const std::exception_ptr& exception, Outcome outcome) mutable {
    cancellation.reset();
    if (exception)
      std::rethrow_exception(exception);
    complete(std::move(handler), std::move(outcome));
  };
  asio::co_spawn(
      cancellation->strand, run_listing(std::move(options), std::move(sink)),
      asio::bind_cancellation_slot(cancellation->signal.slot(),
                                   asio::bind_executor(completion_executor, std::move(finish))));
}

}  // namespace detail

DKRLS_DECL void DockerClient::start(std::shared_ptr<const ClientOptions> options,
                                    boost::asio::any_io_executor executor, ImageSink sink,
                                    Diagnostics* diagnostics,
                                    boost::asio::any_completion_handler<void(error_code)> handler) {
  detail::spawn_listing(std::move(options), std::move(executor), std::move(sink),
                        std::move(handler), [diagnostics](auto finished, detail::Outcome outcome) {
                          *diagnostics = std::move(outcome.diagnostics);
                          std::move(finished)(outcome.ec);
                        });
}

DKRLS_DECL void DockerClient::start(
    std::shared_ptr<const ClientOptions> options, boost::asio::any_io_executor executor,
    Diagnostics* diagnostics,
    boost::asio::any_completion_handler<void(error_code, std::vector<Image>)> handler) {
  auto images = std::make_shared<std::vector<Image>>();
  detail::spawn_listing(
      std::move(options), std::move(executor),
      [images](const Image& image) { images->push_back(image); }, std::move(handler),
      [diagnostics, images](auto finished, detail::Outcome outcome) {
        *diagnostics = std::move(outcome.diagnostics);
        if (outcome.ec)
          images->clear();
        std::move(finished)(outcome.ec, std::move(*images));
      });
}

DKRLS_DECL void DockerClient::for_each_image(ImageSink sink, error_code& ec,
                                             Diagnostics& diagnostics) const {
  boost::asio::io_context context(1);
  detail::Outcome outcome;
  boost::asio::co_spawn(context, detail::run_listing(options_, std::move(sink)),
                        [&outcome](const std::exception_ptr& exception, detail::Outcome result) {
                          if (exception)
                            std::rethrow_exception(exception);
                          outcome = std::move(result);
                        });
  context.run();
  ec = outcome.ec;
  diagnostics = std::move(outcome.diagnostics);
}

DKRLS_DECL void DockerClient::for_each_image(ImageSink sink) const {
  error_code ec;
  Diagnostics diagnostics;
  for_each_image(std::move(sink), ec, diagnostics);
  if (ec)
    throw Error(ec, std::move(diagnostics));
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
  error_code ec;
  Diagnostics diagnostics;
  std::vector<Image> images = list_images(ec, diagnostics);
  if (ec)
    throw Error(ec, std::move(diagnostics));
  return images;
}

}  // namespace dkrls
