#pragma once

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <functional>
#include <memory>
#include <utility>

#include "dkrls/client_options.hpp"
#include "dkrls/detail/net/http_connection.hpp"
#include "dkrls/detail/net/socket_transport.hpp"
#include "dkrls/detail/net/ssh_transport.hpp"

/// How the operations of DockerClient are run, whatever they ask the engine.
namespace dkrls::detail {

/// How an operation ended.
struct Outcome {
  error_code ec;
  Diagnostics diagnostics;
};

/// What an operation does once there is a connection. Failures are thrown as system_error; what
/// else there is to say about them goes to the Diagnostics first.
using Operation =
    std::function<asio::awaitable<void>(const ClientOptions&, HttpConnection&, Diagnostics&)>;

inline std::unique_ptr<Transport> make_transport(const asio::any_io_executor& executor,
                                                 const ClientOptions& options) {
  if (const auto* const unix_socket = std::get_if<UnixEndpoint>(&options.endpoint))
    return std::make_unique<UnixTransport>(executor, *unix_socket);
  if (const auto* const ssh = std::get_if<SshEndpoint>(&options.endpoint))
    return std::make_unique<SshTransport>(executor, *ssh);
  const auto& tcp = std::get<TcpEndpoint>(options.endpoint);
  if (!options.tls)
    return std::make_unique<TcpTransport>(executor, tcp);
  if (!options.tls_connector)
    throw boost::system::system_error(Errc::tls_unavailable);
  return options.tls_connector(executor, tcp, *options.tls);
}

/// The name of the other side as HTTP wants it; where there is none, the one docker makes up.
inline std::string host_field(const Endpoint& endpoint) {
  const auto* const tcp = std::get_if<TcpEndpoint>(&endpoint);
  if (tcp == nullptr)
    return "docker";
  const std::string name = tcp->host.substr(0, tcp->host.find('%'));  // a zone is ours alone
  const bool ipv6 = name.find(':') != std::string::npos;
  return (ipv6 ? "[" + name + "]" : name) + ":" + std::to_string(tcp->port);
}

/// Adds what the transport knows about a failure where it matters: where nobody else knows
/// anything, or where the connection ended too early.
inline asio::awaitable<void> explain(HttpConnection& connection, Outcome& outcome) {
  std::string& message = outcome.diagnostics.message;
  if (!message.empty() && outcome.ec != Errc::truncated_answer)
    co_return;
  const std::string explanation = co_await connection.explain_failure();
  if (!message.empty() && !explanation.empty())
    message += "; ";
  message += explanation;
}

inline std::unique_ptr<HttpConnection> make_connection(const asio::any_io_executor& executor,
                                                       const ClientOptions& options) {
  HeaderFields headers = {{"Host", host_field(options.endpoint)}};
  headers.insert(headers.end(), options.headers.begin(), options.headers.end());
  const auto* const tcp = std::get_if<TcpEndpoint>(&options.endpoint);
  return std::make_unique<HttpConnection>(executor, make_transport(executor, options),
                                          tcp == nullptr ? std::string() : tcp->path_prefix,
                                          std::move(headers), options.timeout);
}

inline asio::awaitable<Outcome> run_operation(std::shared_ptr<const ClientOptions> options,
                                              Operation operation) {
  // Asio's promise: a completion handler is never called from within the initiating function.
  co_await asio::post(asio::use_awaitable);
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  std::unique_ptr<HttpConnection> connection;
  Outcome outcome;
  try {
    connection = make_connection(executor, *options);
    options->logger.log(LogLevel::debug, "asking " + to_string(options->endpoint));
    co_await operation(*options, *connection, outcome.diagnostics);
  } catch (const boost::system::system_error& error) {
    outcome.ec = error.code();
  }
  // A coroutine that is cancelled may wait for nothing any more.
  if (outcome.ec && outcome.ec != asio::error::operation_aborted && connection)
    co_await explain(*connection, outcome);
  co_return outcome;
}

/// Passes cancellation of every kind on to a coroutine, on the coroutine's strand; Asio alone would
/// pass on the terminal kind only.
struct Cancellation {
  explicit Cancellation(const asio::any_io_executor& executor) : strand(executor) {}

  asio::strand<asio::any_io_executor> strand;
  asio::cancellation_signal signal;
};

/// Runs an operation on `executor` and calls `complete(handler, outcome)` as `handler` wants to be
/// called.
template <class Handler, class Complete>
void spawn_operation(std::shared_ptr<const ClientOptions> options,
                     const asio::any_io_executor& executor, Operation operation, Handler handler,
                     Complete complete) {
  const auto completion_executor = asio::get_associated_executor(handler, executor);
  // The strand: an operation has a coroutine and a timer, and the executor may have many threads.
  auto cancellation = std::make_shared<Cancellation>(executor);
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
      cancellation->strand, run_operation(std::move(options), std::move(operation)),
      asio::bind_cancellation_slot(cancellation->signal.slot(),
                                   asio::bind_executor(completion_executor, std::move(finish))));
}

/// Runs an operation to its end on this thread.
inline void run_blocking(std::shared_ptr<const ClientOptions> options, Operation operation,
                         error_code& ec, Diagnostics& diagnostics) {
  asio::io_context context(1);
  Outcome outcome;
  asio::co_spawn(context, run_operation(std::move(options), std::move(operation)),
                 [&outcome](const std::exception_ptr& exception, Outcome result) {
                   if (exception)
                     std::rethrow_exception(exception);
                   outcome = std::move(result);
                 });
  context.run();
  ec = outcome.ec;
  diagnostics = std::move(outcome.diagnostics);
}

}  // namespace dkrls::detail
