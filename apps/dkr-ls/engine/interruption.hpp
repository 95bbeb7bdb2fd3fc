// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <dkrls/endpoint.hpp>
#include <dkrls/error.hpp>
#include <functional>
#include <vector>

#include "terminal/progress_line.hpp"

namespace dkr_ls {

/// Starts an operation of a client on an executor. The slot cancels it; `done` receives its result.
using StartOperation = std::function<void(const boost::asio::any_io_executor& executor,
                                          boost::asio::cancellation_slot cancellation,
                                          std::function<void(dkrls::error_code)> done)>;

/// Runs operations at the same time to their ends, and returns their results. If they take long,
/// `line` says how many engines are waited for; nullptr for no line.
///
/// If an operation runs ssh, a signal that ends the command first ends ssh, which would otherwise
/// keep running. With other engines a signal ends the command at once, and the line with it.
std::vector<dkrls::error_code> run_operations(bool runs_ssh, ProgressLine* line,
                                              const std::vector<StartOperation>& operations);

/// Runs one operation.
dkrls::error_code run_operation(const dkrls::Endpoint& endpoint, ProgressLine* line,
                                const StartOperation& start);

}  // namespace dkr_ls
