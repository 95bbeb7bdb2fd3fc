#include "engine/interruption.hpp"

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

}  // namespace

dkrls::error_code run_operation(const dkrls::Endpoint& endpoint, ProgressLine* line,
                                const StartOperation& start) {
  std::optional<dkrls::error_code> result;
  int interrupted_by = 0;
  const bool runs_ssh = std::holds_alternative<dkrls::SshEndpoint>(endpoint);
  {
    boost::asio::io_context context(1);
    boost::asio::cancellation_signal cancellation;
    boost::asio::steady_timer patience(context);
    if (line != nullptr) {
      patience.expires_after(ProgressLine::patience);
      patience.async_wait([&](const dkrls::error_code& ec) {
        if (!ec && !result)
          line->show_waiting();
      });
    }
    std::optional<boost::asio::signal_set> signals;  // costs nine system calls
    if (runs_ssh || line != nullptr) {
      signals.emplace(context);
      for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        if (is_deadly(signal))
          signals->add(signal);
      signals->async_wait([&](const dkrls::error_code& ec, int signal) {
        if (ec)
          return;
        if (!runs_ssh) {
          line->erase();
          signals->clear();
          static_cast<void>(std::raise(signal));  // ends the process: the handler is removed
        }
        interrupted_by = signal;
        cancellation.emit(boost::asio::cancellation_type::terminal);
      });
    }
    start(context.get_executor(), cancellation.slot(),
          [&result](const dkrls::error_code& ec) { result = ec; });
    while (!result)
      context.run_one();
    // A signal to the whole group also ends ssh, and we may notice the end of ssh before the
    // signal.
    const auto soon = std::chrono::steady_clock::now() + std::chrono::milliseconds(50);
    while (*result && runs_ssh && interrupted_by == 0 && context.run_one_until(soon) > 0) {
    }
  }
  if (interrupted_by != 0)
    static_cast<void>(std::raise(interrupted_by));  // ends the process: the handler is removed
  return *result;
}

}  // namespace dkr_ls
