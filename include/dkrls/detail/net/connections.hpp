// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <variant>
#include <vector>

#include "dkrls/detail/net/client_operation.hpp"

namespace dkrls::detail {

/// The connections of one operation. Through ssh there is only one, because each needs a login that
/// may ask for a password.
class Connections {
 public:
  /// `first` is one of them; the others are made with `options` when they are asked for.
  Connections(const ClientOptions& options, HttpConnection& first)
      : options_(options), all_{&first} {}

  bool single() const { return std::holds_alternative<SshEndpoint>(options_.endpoint); }

  HttpConnection& get(std::size_t index, const asio::any_io_executor& executor) {
    while (!single() && all_.size() <= index) {
      others_.push_back(make_connection(executor, options_));
      all_.push_back(others_.back().get());
    }
    return *all_[single() ? 0 : index];
  }

 private:
  const ClientOptions& options_;
  std::vector<std::unique_ptr<HttpConnection>> others_;
  std::vector<HttpConnection*> all_;
};

}  // namespace dkrls::detail
