// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dkrls/detail/engine_api/engine_requests.hpp"
#include "dkrls/detail/net/connections.hpp"
#include "dkrls/detail/net/run_all.hpp"
#include "dkrls/detail/text/ascii.hpp"

namespace dkrls::detail {

/// True if an ID can be part of a path as it is. The IDs of engines can.
inline bool is_plain_id(std::string_view id) {
  return !id.empty() && std::all_of(id.begin(), id.end(),
                                    [](char c) { return c == ':' || is_letter_or_digit(c); });
}

/// GETs many small documents, over several connections at the same time and with several requests
/// ahead of the answers.
/// *Threads:* use it on a strand or a single thread.
class PipelinedRequests {
 public:
  /// The most connections that are used.
  static constexpr std::size_t most_connections = 8;

  /// Receives the status of an answer and its body; nullopt if the engine refused, or the body has
  /// 4 MiB or more.
  using Answered = std::function<void(unsigned status, const std::optional<std::string>& body)>;

  PipelinedRequests(const ClientOptions& options, const AgreedVersion& version)
      : options_(options), version_(version) {}

  /// Plans to GET a path of the API.
  void add(std::string path, Answered answered) {
    planned_.push_back({std::move(path), std::move(answered)});
  }

  std::size_t size() const noexcept { return planned_.size(); }

  /// Sends the planned requests and reports each answer.
  asio::awaitable<void> send_all(Connections& connections) {
    const std::size_t count =
        connections.single() ? 1 : std::min(planned_.size(), most_connections);
    Work work;
    for (std::size_t i = 0; i < count; ++i)
      work.push_back(send_some(connections.get(i), count));
    co_await run_all(std::move(work));
  }

 private:
  static constexpr std::size_t longest_document = 4 * 1024 * 1024;

  /// How many requests are sent ahead on a connection: enough that neither side waits for the
  /// other, and few enough for the buffers between them.
  static constexpr std::size_t most_ahead = 8;

  struct PlannedRequest {
    std::string path;
    Answered answered;
  };

  /// Sends the planned requests that no other connection has taken, until none is left.
  asio::awaitable<void> send_some(HttpConnection& connection, std::size_t connections) {
    std::deque<std::size_t> sent;  // indexes of requests
    for (;;) {
      // No more than an equal part of what is left, so that all connections end together.
      const std::size_t part = (planned_.size() - next_ + connections - 1) / connections;
      const std::size_t share = std::min(most_ahead, part);
      if (sent.size() <= share / 2)
        for (; sent.size() < share && next_ < planned_.size(); ++next_) {
          sent.push_back(next_);
          connection.ask("GET", "/v" + version_.spoken + planned_[next_].path);
        }
      if (sent.empty())
        co_return;
      co_await read_answer(connection, planned_[sent.front()]);
      sent.pop_front();
    }
  }

  asio::awaitable<void> read_answer(HttpConnection& connection, const PlannedRequest& request) {
    const AnswerHead head = co_await connection.answer();
    std::optional<std::string> body;
    if (head.status == 200) {
      body = co_await connection.read_document(longest_document);
      if (!body)
        options_.logger.log(LogLevel::warning, "the answer to GET " +
                                                   request.path.substr(0, request.path.find('?')) +
                                                   " has 4 MiB or more");
    } else {
      const std::string text = co_await connection.read_text();
      // One warning is enough: whoever refuses one request is likely to refuse all.
      const bool is_first = head.status != 404 && !std::exchange(refused_, true);
      log_refusal(options_, is_first ? LogLevel::warning : LogLevel::info, request.path, head,
                  text);
    }
    request.answered(head.status, body);
  }

  const ClientOptions& options_;
  const AgreedVersion& version_;
  std::vector<PlannedRequest> planned_;
  std::size_t next_ = 0;  // the first planned request that no connection has taken
  bool refused_ = false;  // whether the engine has refused a request
};

}  // namespace dkrls::detail
