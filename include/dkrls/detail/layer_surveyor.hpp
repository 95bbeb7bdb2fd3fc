#pragma once

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dkrls/detail/ascii.hpp"
#include "dkrls/detail/engine_requests.hpp"
#include "dkrls/detail/history_choice.hpp"
#include "dkrls/detail/layer_parser.hpp"
#include "dkrls/disk_survey.hpp"
#include "dkrls/survey_request.hpp"

namespace dkrls::detail {

using Work = std::vector<asio::awaitable<void>>;

/// Does several things at a time, until all are done or one has failed.
inline asio::awaitable<void> together(Work work) {
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  using Started = decltype(asio::co_spawn(executor, std::move(work[0]), asio::deferred));
  std::vector<Started> started;
  for (asio::awaitable<void>& each : work)
    started.push_back(asio::co_spawn(executor, std::move(each), asio::deferred));
  const auto [order, failures] =
      co_await asio::experimental::make_parallel_group(std::move(started))
          .async_wait(asio::experimental::wait_for_one_error(), asio::use_awaitable);
  for (const std::size_t index : order)
    if (failures[index])
      std::rethrow_exception(failures[index]);
}

/// Asks an engine what images are made of, over several connections at a time. To be used on a
/// strand or a single thread.
class LayerSurveyor {
 public:
  /// `connection` is one of those that are used; at most `most_connections` are.
  LayerSurveyor(const ClientOptions& options, const AgreedVersion& version,
                const SurveyProgress& progress, HttpConnection& connection,
                std::size_t most_connections)
      : options_(options),
        version_(version),
        progress_(progress),
        connections_{&connection},
        most_connections_(most_connections) {}

  /// Asks about all images but those that are spared.
  asio::awaitable<void> look_into(DiskSurvey& survey, const std::vector<bool>& spared) {
    std::vector<std::size_t> all;
    for (std::size_t image = 0; image < survey.images.size(); ++image)
      if (!spared[image])
        all.push_back(image);
    to_ask_ += all.size();
    co_await ask_all(survey, std::move(all), &LayerSurveyor::ask_layers);
    // First of one image for each question, then of the others where that did not settle it.
    asked_history_.resize(survey.images.size(), false);
    for (const HistoryChoice choice : {HistoryChoice::one_of_each, HistoryChoice::all}) {
      std::vector<std::size_t> chosen = choose_histories(survey, asked_history_, choice);
      for (const std::size_t image : chosen)
        asked_history_[image] = true;
      co_await ask_all(survey, std::move(chosen), &LayerSurveyor::ask_history);
    }
  }

  /// Returns another of the connections that will be used, for what is asked before.
  HttpConnection& add_connection(const asio::any_io_executor& executor) {
    others_.push_back(make_connection(executor, options_));
    connections_.push_back(others_.back().get());
    return *others_.back();
  }

  /// GETs a path. False when there is no such thing any more; else `answer` is the answer, or
  /// nullopt when the engine refuses one or it is too long.
  asio::awaitable<bool> ask(HttpConnection& connection, std::string path, std::size_t limit,
                            std::optional<std::string>& answer) {
    answer.reset();
    const AnswerHead head = co_await connection.exchange("GET", "/v" + version_.spoken + path);
    if (head.status == 200) {
      answer = co_await connection.read_document(limit);
      co_return true;
    }
    const std::string text = co_await connection.read_text();
    options_.logger.log(LogLevel::info, "the engine does not answer " + path + ": " +
                                            std::to_string(head.status) + " " +
                                            engine_message(text));
    co_return head.status != 404;
  }

  /// Whether an image was removed in the meantime, and whether any was.
  bool has_vanished(const SurveyedImage& surveyed) const {
    return std::find(vanished_.begin(), vanished_.end(), surveyed.image.id) != vanished_.end();
  }
  bool any_vanished() const { return !vanished_.empty(); }

 private:
  static constexpr std::size_t longest_document = 4 * 1024 * 1024;

  /// What there is to be asked about an image.
  using Question = asio::awaitable<void> (LayerSurveyor::*)(HttpConnection&, SurveyedImage&);

  /// Asks about images over as many connections as are of use.
  asio::awaitable<void> ask_all(DiskSurvey& survey, std::vector<std::size_t> images,
                                Question question) {
    todo_ = std::move(images);
    next_ = 0;
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    while (connections_.size() < std::min(todo_.size(), most_connections_))
      add_connection(executor);
    Work work;
    for (HttpConnection* const connection : connections_)
      work.push_back(ask_some(*connection, survey, question));
    co_await together(std::move(work));
  }

  /// Asks about what nobody else has taken up yet until there is nothing left.
  asio::awaitable<void> ask_some(HttpConnection& connection, DiskSurvey& survey,
                                 Question question) {
    while (next_ < todo_.size()) {
      const std::size_t image = todo_[next_++];
      co_await (this->*question)(connection, survey.images[image]);
    }
  }

  asio::awaitable<void> ask_layers(HttpConnection& connection, SurveyedImage& surveyed) {
    std::optional<std::string> answer;
    const std::string& id = surveyed.image.id;
    if (is_plain(id) &&
        !co_await ask(connection, "/images/" + id + "/json", longest_document, answer))
      vanished_.push_back(id);
    if (answer)
      surveyed.layers = parse_layers(*answer);
    if (progress_)
      progress_(++asked_, to_ask_);
  }

  asio::awaitable<void> ask_history(HttpConnection& connection, SurveyedImage& surveyed) {
    std::optional<std::string> answer;
    if (!co_await ask(connection, "/images/" + surveyed.image.id + "/history", longest_document,
                      answer))
      vanished_.push_back(surveyed.image.id);
    else if (answer)
      surveyed.history = parse_history(*answer);
  }

  /// Whether an ID can be part of a path as it is; IDs that engines send can.
  static bool is_plain(std::string_view id) {
    return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
      return c == ':' || is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z');
    });
  }

  const ClientOptions& options_;
  const AgreedVersion& version_;
  const SurveyProgress& progress_;
  std::vector<std::unique_ptr<HttpConnection>> others_;
  std::vector<HttpConnection*> connections_;
  std::size_t most_connections_;
  std::vector<bool> asked_history_;    // images whose history was asked for
  std::vector<std::size_t> todo_;      // the images that are asked about
  std::size_t next_ = 0;               // the first of them that nobody has taken up
  std::size_t asked_ = 0;              // how many have been looked into
  std::size_t to_ask_ = 0;             // of how many
  std::vector<std::string> vanished_;  // IDs
};

}  // namespace dkrls::detail
