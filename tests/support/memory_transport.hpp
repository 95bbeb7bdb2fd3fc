// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <boost/asio/error.hpp>
#include <cstring>
#include <dkrls/transport.hpp>
#include <memory>
#include <string_view>
#include <vector>

namespace dkrls_test {

/// An engine without a socket: it sends its answer in the given chunks, ignores every request, and
/// then closes the connection. A second connection gets only the rest of the answer.
class MemoryTransport final : public dkrls::Transport {
 public:
  explicit MemoryTransport(std::vector<std::string_view> pieces) : pieces_(std::move(pieces)) {}

  boost::asio::awaitable<void> connect() override { co_return; }

  boost::asio::awaitable<std::size_t> read_some(boost::asio::mutable_buffer into,
                                                dkrls::error_code& ec) override {
    if (next_ == pieces_.size()) {
      ec = boost::asio::error::eof;
      co_return 0;
    }
    ec = {};
    std::string_view& piece = pieces_[next_];
    const std::size_t size = std::min(piece.size(), into.size());
    std::memcpy(into.data(), piece.data(), size);
    piece.remove_prefix(size);
    if (piece.empty())
      ++next_;
    co_return size;
  }

  boost::asio::awaitable<void> write(boost::asio::const_buffer, dkrls::error_code& ec) override {
    ec = {};
    co_return;
  }

  void cancel() override {}

 private:
  std::vector<std::string_view> pieces_;
  std::size_t next_ = 0;
};

}  // namespace dkrls_test
