#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <dkrls/endpoint.hpp>
#include <dkrls/error.hpp>
#include <functional>

namespace dkr_ls {

/// Starts an operation of a client on an executor, so that the slot cancels it and `done` is called
/// with how it went.
using StartOperation = std::function<void(const boost::asio::any_io_executor& executor,
                                          boost::asio::cancellation_slot cancellation,
                                          std::function<void(dkrls::error_code)> done)>;

/// Runs an operation to its end and returns how it went. A signal that ends the command ends the
/// operation first when that runs ssh, which would else be left behind. Other engines have nothing
/// to be left behind, and signals end the command at once.
dkrls::error_code run_operation(const dkrls::Endpoint& endpoint, const StartOperation& start);

}  // namespace dkr_ls
