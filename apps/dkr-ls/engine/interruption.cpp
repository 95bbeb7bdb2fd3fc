// SPDX-License-Identifier: MIT
#include "engine/interruption.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <csignal>
#include <optional>

namespace dkr_ls {
namespace {

/// True if a signal would end this process. A shell's "&" and nohup ignore some signals.
bool is_deadly(int signal) {
  struct sigaction action {};
  return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_DFL;
}

/// Cancels operations, or ends the process, when a signal arrives. The signals that are waited for
/// cost nine system calls.
class SignalWatch {
 public:
  SignalWatch(boost::asio::io_context& context, bool runs_ssh, ProgressLine* line,
              std::vector<boost::asio::cancellation_signal>& cancellations)
      : signals_(context), runs_ssh_(runs_ssh), line_(line), cancellations_(cancellations) {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
      if (is_deadly(signal))
        signals_.add(signal);
    signals_.async_wait([this](const dkrls::error_code& ec, int signal) {
      if (!ec)
        arrive(signal);
    });
  }

  /// The signal that arrived; 0 for none.
  int signal() const noexcept { return signal_; }

 private:
  void arrive(int signal) {
    if (!runs_ssh_) {
      line_->erase();
      signals_.clear();
      static_cast<void>(std::raise(signal));  // ends the process: the handler is removed
    }
    signal_ = signal;
    for (boost::asio::cancellation_signal& cancellation : cancellations_)
      cancellation.emit(boost::asio::cancellation_type::terminal);
  }

  boost::asio::signal_set signals_;
  bool runs_ssh_;
  ProgressLine* line_;
  std::vector<boost::asio::cancellation_signal>& cancellations_;
  int signal_ = 0;
};

}  // namespace

std::vector<dkrls::error_code> run_operations(bool runs_ssh, ProgressLine* line,
                                              const std::vector<StartOperation>& operations) {
  std::vector<dkrls::error_code> results(operations.size());
  std::size_t running = operations.size();
  int interrupted_by = 0;
  {
    // Outlives the context, whose operations refer to it.
    std::vector<boost::asio::cancellation_signal> cancellations(operations.size());
    boost::asio::io_context context(1);
    boost::asio::steady_timer patience(context);
    bool waits_long = false;
    if (line != nullptr) {
      patience.expires_after(ProgressLine::patience);
      patience.async_wait([&](const dkrls::error_code& ec) {
        waits_long = !ec && running > 0;
        if (waits_long)
          line->show_waiting(running);
      });
    }
    std::optional<SignalWatch> signals;
    if (runs_ssh || line != nullptr)
      signals.emplace(context, runs_ssh, line, cancellations);
    for (std::size_t i = 0; i < operations.size(); ++i)
      operations[i](context.get_executor(), cancellations[i].slot(),
                    [&, i](const dkrls::error_code& ec) {
                      results[i] = ec;
                      --running;
                      const bool interrupted = signals && signals->signal() != 0;
                      if (waits_long && running > 0 && !interrupted)
                        line->show_waiting(running);
                    });
    while (running > 0)
      context.run_one();
    // A signal to the whole group also ends ssh, and we may notice the end of ssh before the
    // signal.
    const bool failed = std::ranges::any_of(results, [](const auto& ec) { return ec.failed(); });
    const auto soon = std::chrono::steady_clock::now() + std::chrono::milliseconds(50);
    while (failed && runs_ssh && signals->signal() == 0 && context.run_one_until(soon) > 0) {
    }
    interrupted_by = signals ? signals->signal() : 0;
  }
  if (interrupted_by != 0) {
    if (line != nullptr)
      line->erase();
    static_cast<void>(std::raise(interrupted_by));  // ends the process: the handler is removed
  }
  return results;
}

dkrls::error_code run_operation(const dkrls::Endpoint& endpoint, ProgressLine* line,
                                const StartOperation& start) {
  return run_operations(std::holds_alternative<dkrls::SshEndpoint>(endpoint), line, {start})
      .front();
}

}  // namespace dkr_ls
