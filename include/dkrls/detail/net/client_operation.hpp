// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_state.hpp>
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
#include <string>
#include <utility>
#include <variant>

#include "dkrls/client_options.hpp"
#include "dkrls/detail/net/connections.hpp"
#include "dkrls/detail/net/short_form.hpp"
#include "dkrls/detail/text/ascii.hpp"
#include "dkrls/detail/text/header_text.hpp"

/// Runs the operations of DockerClient, whatever they ask the engine.
namespace dkrls::detail {

/// How an operation ended.
struct Outcome {
  error_code ec = {};
  Diagnostics diagnostics = {};
  std::exception_ptr thrown = {};  ///< what a function of the caller threw; `ec` is set then, too
};

/// Carries what a function of the caller threw through an operation, past the places that catch a
/// system_error of the engine's connection.
struct CallbackException {
  std::exception_ptr thrown;
};

/// Makes a function of the caller throw CallbackException.
template <class Result, class... Arguments>
std::function<Result(Arguments...)> throwing_callback_exception(
    std::function<Result(Arguments...)> function) {
  if (!function)
    return function;
  return [function = std::move(function)](Arguments... arguments) {
    try {
      return function(std::forward<Arguments>(arguments)...);
    } catch (...) {
      throw CallbackException{std::current_exception()};
    }
  };
}

inline Logger throwing_callback_exception(const Logger& logger) {
  using enum LogLevel;
  for (const LogLevel level : {trace, debug, info, warning, error, fatal})
    if (logger.enabled(level))
      return {level, throwing_callback_exception(
                         Logger::Sink([logger](LogLevel of_message, std::string_view message) {
                           logger.log(of_message, message);
                         }))};
  return {};
}

/// Puts what a function of the caller threw into an outcome.
inline void set_thrown(const std::exception_ptr& thrown, Outcome& outcome) {
  outcome.thrown = thrown;
  outcome.ec = Errc::callback_failed;
  try {
    std::rethrow_exception(thrown);
  } catch (const boost::system::system_error& error) {
    if (error.code().failed())
      outcome.ec = error.code();
  } catch (const std::exception& error) {
    outcome.diagnostics.message = error.what();
  } catch (...) {  // no std::exception: there is nothing to say about it
  }
}

/// The body of an operation. It throws failures as boost::system::system_error, after it has put
/// their details into the Diagnostics.
using Operation =
    std::function<asio::awaitable<void>(const ClientOptions&, Connections&, Diagnostics&)>;

/// Refuses options that would not stay where they belong in a request: a line break in a header
/// field, for example, would begin another field or another request.
///
/// *Errors:* throws Errc::invalid_option or Errc::invalid_endpoint.
inline void expect_sendable(const ClientOptions& options, Diagnostics& diagnostics) {
  const auto refuse = [&](Errc code, std::string message) {
    diagnostics.message = std::move(message);
    throw boost::system::system_error(code);
  };
  for (const auto& [name, value] : options.headers)
    if (!is_header_name(name) || !is_header_value(value))
      refuse(Errc::invalid_option, "\"" + name + "\" cannot be sent as an HTTP header field");
  const std::string version = options.api_version.value_or("1");
  if (version.find_first_not_of("0123456789.") != std::string::npos)
    refuse(Errc::invalid_option, "\"" + version + "\" is not an API version");
  const auto* const tcp = std::get_if<TcpEndpoint>(&options.endpoint);
  const auto is_sendable = [](char c) { return is_printable_ascii(c) && c != ' '; };
  for (const std::string& text : {tcp ? tcp->host : "", tcp ? tcp->path_prefix : ""})
    if (!std::all_of(text.begin(), text.end(), is_sendable))
      refuse(Errc::invalid_endpoint, "\"" + text + "\" cannot be part of a request");
}

/// Adds the beginning of an answer that is no HTTP. Adds what a transport knows about a failure, if
/// nothing else is known about it or if the connection ended too early.
inline asio::awaitable<void> explain(Connections& connections, Outcome& outcome) {
  std::string& message = outcome.diagnostics.message;
  if (outcome.ec == Errc::malformed_answer)
    message = connections.unreadable_line();
  if (!message.empty() && outcome.ec != Errc::truncated_answer)
    co_return;
  const std::string explanation = co_await connections.explain_failure();
  if (!message.empty() && !explanation.empty())
    message += "; ";
  message += explanation;
}

inline asio::awaitable<Outcome> run_operation(std::shared_ptr<const ClientOptions> given,
                                              Operation operation) {
  // Asio promises that a completion handler is never called from the initiating function.
  co_await asio::post(asio::use_awaitable);
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  ClientOptions options = *given;
  options.logger = throwing_callback_exception(given->logger);
  Connections connections(executor, options);
  Outcome outcome;
  try {
    expect_sendable(options, outcome.diagnostics);
    options.logger.log(LogLevel::debug, "asking " + to_string(options.endpoint));
    co_await operation(options, connections, outcome.diagnostics);
  } catch (const CallbackException& error) {
    set_thrown(error.thrown, outcome);
  } catch (const boost::system::system_error& error) {
    outcome.ec = error.code();
  } catch (...) {
    set_thrown(std::current_exception(), outcome);
  }
  // A coroutine that was cancelled may wait again from here on, and is not cancelled again.
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  const bool failed = outcome.ec && outcome.ec != asio::error::operation_aborted && !outcome.thrown;
  if (failed)
    co_await explain(connections, outcome);
  co_await connections.close();
  outcome.diagnostics.endpoint = to_string(options.endpoint);
  co_return outcome;
}

/// Cancels a coroutine on its strand. Every kind of cancellation becomes the terminal one, the only
/// kind that a coroutine heeds by default.
struct Cancellation {
  explicit Cancellation(const asio::any_io_executor& executor) : strand(executor) {}

  asio::strand<asio::any_io_executor> strand;
  asio::cancellation_signal signal;
};

/// Runs `work` on `executor`, then calls `complete(handler, outcome)` on the executor associated
/// with `handler`.
template <class Handler, class Complete>
void spawn_work(const asio::any_io_executor& executor, asio::awaitable<Outcome> work,
                Handler handler, Complete complete) {
  const auto completion_executor = asio::get_associated_executor(handler, executor);
  // A strand, because an operation has a coroutine and timers, and the executor may have many
  // threads.
  auto cancellation = std::make_shared<Cancellation>(executor);
  if (auto slot = asio::get_associated_cancellation_slot(handler); slot.is_connected())
    // Weak, because a signal may outlive the operation and even its executor.
    slot.assign([weak = std::weak_ptr(cancellation)](asio::cancellation_type) {
      if (const auto alive = weak.lock())
        asio::dispatch(alive->strand,
                       [alive] { alive->signal.emit(asio::cancellation_type::terminal); });
    });
  auto finish = [handler = std::move(handler), complete = std::move(complete), cancellation](
                    const std::exception_ptr& exception, Outcome outcome) mutable {
    cancellation.reset();
    if (exception)  // no memory, for example
      set_thrown(exception, outcome);
    complete(std::move(handler), std::move(outcome));
  };
  asio::co_spawn(
      cancellation->strand, std::move(work),
      asio::bind_cancellation_slot(cancellation->signal.slot(),
                                   asio::bind_executor(completion_executor, std::move(finish))));
}

/// Runs `work` on this thread until it ends.
/// *Errors:* throws what a function of the caller threw.
inline void run_blocking(asio::awaitable<Outcome> work, error_code& ec, Diagnostics& diagnostics) {
  asio::io_context context(1);
  Outcome outcome;
  asio::co_spawn(context, std::move(work),
                 [&outcome](const std::exception_ptr& exception, Outcome result) {
                   if (exception)
                     std::rethrow_exception(exception);
                   outcome = std::move(result);
                 });
  context.run();
  if (outcome.thrown)
    std::rethrow_exception(outcome.thrown);
  ec = outcome.ec;
  diagnostics = std::move(outcome.diagnostics);
}

/// Completes a handler with the result that an operation has stored in `*result`.
template <class Result>
auto complete_with(std::shared_ptr<Result> result, const FailureReport& report) {
  return [result = std::move(result), report](auto handler, Outcome outcome) {
    report.set(std::move(outcome.diagnostics), std::move(outcome.thrown));
    if (outcome.ec)
      *result = Result();
    std::move(handler)(outcome.ec, std::move(*result));
  };
}

inline auto complete_without_result(const FailureReport& report) {
  return [report](auto handler, Outcome outcome) {
    report.set(std::move(outcome.diagnostics), std::move(outcome.thrown));
    std::move(handler)(outcome.ec);
  };
}

/// Calls a function's error-code form and throws what it reports.
template <class Function>
auto or_throw(Function function) {
  error_code ec;
  Diagnostics diagnostics;
  auto result = function(ec, diagnostics);
  if (ec)
    throw Error(ec, std::move(diagnostics));
  return result;
}

}  // namespace dkrls::detail
