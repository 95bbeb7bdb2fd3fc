#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace dkrls::detail {

/// Calls back once a peer has been waited for too long.
///
/// Waits are many and short, so a wait costs a look at the clock and no system call: the timer is
/// not set anew for each of them, it looks when it fires whether somebody has really waited that
/// long.
///
/// Must be used on one thread or strand, the same the executor stands for.
class SilenceWatch {
 public:
  using Clock = std::chrono::steady_clock;

  /// `on_silence` is called when one wait lasts `longest`; never when that is 0. It is not called
  /// once the watch is destroyed.
  SilenceWatch(const boost::asio::any_io_executor& executor, std::chrono::seconds longest,
               std::function<void()> on_silence)
      : state_(std::make_shared<State>(executor, longest, std::move(on_silence))) {}

  ~SilenceWatch() { state_->timer.cancel(); }
  SilenceWatch(const SilenceWatch&) = delete;
  SilenceWatch& operator=(const SilenceWatch&) = delete;

  void begin_wait() {
    if (state_->longest == std::chrono::seconds::zero())
      return;
    state_->waiting_since = Clock::now();
    if (!state_->running)
      State::run(state_, *state_->waiting_since + state_->longest);
  }

  void end_wait() { state_->waiting_since.reset(); }

 private:
  struct State {
    State(const boost::asio::any_io_executor& executor, std::chrono::seconds limit,
          std::function<void()> callback)
        : timer(executor), longest(limit), on_silence(std::move(callback)) {}

    /// The handler holds the state weakly: a timer that fires while the watch goes finds nothing.
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
      const auto due = state->waiting_since.value_or(now) + state->longest;
      if (now < due) {
        run(state, due);
        return;
      }
      state->running = false;
      state->on_silence();
    }

    boost::asio::steady_timer timer;
    std::chrono::seconds longest;
    std::function<void()> on_silence;
    std::optional<Clock::time_point> waiting_since;
    bool running = false;
  };

  std::shared_ptr<State> state_;
};

}  // namespace dkrls::detail
