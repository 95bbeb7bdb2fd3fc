// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <thread>

namespace dkrls_test {

/// Runs an io_context in a thread of its own until this object is destroyed.
class RunningContext {
 public:
  RunningContext()
      : work_(boost::asio::make_work_guard(context_)), thread_([this] { context_.run(); }) {}
  ~RunningContext() {
    work_.reset();
    thread_.join();
  }
  RunningContext(const RunningContext&) = delete;
  RunningContext& operator=(const RunningContext&) = delete;

  boost::asio::io_context& get() { return context_; }

 private:
  boost::asio::io_context context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  std::thread thread_;
};

}  // namespace dkrls_test
