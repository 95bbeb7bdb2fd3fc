// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/associator.hpp>
#include <boost/asio/async_result.hpp>
#include <exception>
#include <memory>
#include <utility>

#include "dkrls/error.hpp"

/// The short forms of asynchronous operations, on top of the full ones.
namespace dkrls::detail {

/// The places for the details of an operation's end. They are filled before it completes.
struct FailureReport {
  Diagnostics* diagnostics;
  std::exception_ptr* thrown = nullptr;  ///< what a function of the caller threw; may be nullptr

  void set(Diagnostics details, std::exception_ptr exception) const {
    *diagnostics = std::move(details);
    if (thrown != nullptr)
      *thrown = std::move(exception);
  }
};

/// The state of an operation in its short form.
struct ShortFormState {
  Diagnostics diagnostics = {};
  std::exception_ptr thrown = {};

  /// Returns what the operation completes with; nullptr for success.
  std::exception_ptr exception_for(const error_code& ec) {
    if (!ec)
      return nullptr;
    return thrown ? thrown : std::make_exception_ptr(Error(ec, std::move(diagnostics)));
  }
};

/// Completes a full form by calling the handler of the short form. It has the executor, the
/// allocator and the cancellation slot of that handler.
template <class Handler>
struct ShortFormHandler {
  std::unique_ptr<ShortFormState> state;
  Handler handler;

  template <class... Results>
  void operator()(const error_code& ec, Results&&... results) {
    std::move(handler)(state->exception_for(ec), std::forward<Results>(results)...);
  }
};

/// Starts the short form of an operation, which completes with `Signature`. Calls
/// `start(executor, report, handler)` to start the full form.
template <class Signature, class CompletionToken, class StartFullForm>
auto initiate_short_form(StartFullForm start, CompletionToken&& token) {
  return boost::asio::async_initiate<CompletionToken, Signature>(
      [](auto handler, StartFullForm start_full_form) {
        const boost::asio::any_io_executor executor = boost::asio::get_associated_executor(handler);
        auto state = std::make_unique<ShortFormState>();
        const FailureReport report{&state->diagnostics, &state->thrown};
        start_full_form(executor, report,
                        ShortFormHandler<decltype(handler)>{std::move(state), std::move(handler)});
      },
      token, std::move(start));
}

}  // namespace dkrls::detail

template <template <class, class> class Associator, class Handler, class DefaultCandidate>
struct boost::asio::associator<Associator, dkrls::detail::ShortFormHandler<Handler>,
                               DefaultCandidate> : Associator<Handler, DefaultCandidate> {
  static auto get(const dkrls::detail::ShortFormHandler<Handler>& short_form) noexcept {
    return Associator<Handler, DefaultCandidate>::get(short_form.handler);
  }

  static auto get(const dkrls::detail::ShortFormHandler<Handler>& short_form,
                  const DefaultCandidate& candidate) noexcept {
    return Associator<Handler, DefaultCandidate>::get(short_form.handler, candidate);
  }
};
