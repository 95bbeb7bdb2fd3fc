// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace dkrls::detail {

/// Calls back when one wait exceeds the limit.
///
/// Waits are many and short. One wait costs a look at the clock and no system call: the timer is
/// not set again for each of them; when it fires, it looks whether a wait has really lasted that
/// long.
///
/// *Threads:* one strand or thread, that of the executor.
class SilenceWatch {
 public:
  using Clock = std::chrono::steady_clock;

  /// Calls `on_silence` once a wait lasts `longest`, but not after the watch was destroyed. There
  /// is no limit if `longest` is 0 or less, or a hundred years or more (the clock counts 292).
  SilenceWatch(const boost::asio::any_io_executor& executor, std::chrono::seconds longest,
               std::function<void()> on_silence)
      : state_(std::make_shared<State>(executor, limit_of(longest), std::move(on_silence))) {}

  ~SilenceWatch() { state_->timer.cancel(); }
  SilenceWatch(const SilenceWatch&) = delete;
  SilenceWatch& operator=(const SilenceWatch&) = delete;

  void begin_wait() {
    if (!state_->limit)
      return;
    state_->waiting_since = Clock::now();
    if (!state_->running)
      State::run(state_, *state_->waiting_since + *state_->limit);
  }

  void end_wait() { state_->waiting_since.reset(); }

 private:
  using Limit = std::optional<Clock::duration>;

  static Limit limit_of(std::chrono::seconds longest) {
    constexpr std::chrono::hours a_hundred_years{100 * 365 * 24};
    if (longest <= std::chrono::seconds::zero() || longest >= a_hundred_years)
      return std::nullopt;
    return longest;
  }

  struct State {
    State(const boost::asio::any_io_executor& executor, Limit longest,
          std::function<void()> callback)
        : timer(executor), limit(longest), on_silence(std::move(callback)) {}

    /// The handler holds the state weakly: if the timer fires after the watch was destroyed, it
    /// does nothing.
    static void run(const std::shared_ptr<State>& state, Clock::time_point when) {
      state->running = true;
      state->timer.expires_at(when);
      state->timer.async_wait([weak = std::weak_ptr(state)](boost::system::error_code ec) {
        const auto alive = weak.lock();
        if (!ec && alive)
          look(alive);
      });
    }

    static void look(const std::shared_ptr<State>& state) {
      const auto now = Clock::now();
      const auto due = state->waiting_since.value_or(now) + *state->limit;
      if (now < due) {
        run(state, due);
        return;
      }
      state->running = false;
      state->on_silence();
    }

    boost::asio::steady_timer timer;
    Limit limit;
    std::function<void()> on_silence;
    std::optional<Clock::time_point> waiting_since;
    bool running = false;
  };

  std::shared_ptr<State> state_;
};

}  // namespace dkrls::detail
