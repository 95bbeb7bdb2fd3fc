// SPDX-License-Identifier: MIT
#pragma once

#include <sys/socket.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/write.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dkrls_test {

/// A socket whose queue is full: others have connected, and nobody accepts them.
class BusySocket {
  using Protocol = boost::asio::local::stream_protocol;

 public:
  explicit BusySocket(const std::string& path) : acceptor_(context_) {
    acceptor_.open();
    acceptor_.bind(path);
    acceptor_.listen(0);
    for (bool refused = false; !refused;) {
      Protocol::socket caller(context_);
      caller.open();
      caller.native_non_blocking(true);
      const Protocol::endpoint endpoint(path);
      refused = ::connect(caller.native_handle(), endpoint.data(),
                          static_cast<socklen_t>(endpoint.size())) != 0;
      if (!refused)
        callers_.push_back(std::move(caller));
    }
  }

  /// Hangs up on the callers in the queue, and answers the next one.
  void serve(std::string_view answer) {
    for (std::size_t i = 0; i < callers_.size(); ++i)
      acceptor_.accept().close();
    Protocol::socket client = acceptor_.accept();
    boost::asio::write(client, boost::asio::buffer(answer));
    char request = 0;
    boost::system::error_code ignored;
    client.read_some(boost::asio::buffer(&request, 1), ignored);
  }

 private:
  boost::asio::io_context context_;
  Protocol::acceptor acceptor_;
  std::vector<Protocol::socket> callers_;
};

}  // namespace dkrls_test
