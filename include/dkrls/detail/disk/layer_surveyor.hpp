#pragma once

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "dkrls/detail/disk/history_choice.hpp"
#include "dkrls/detail/engine_api/engine_requests.hpp"
#include "dkrls/detail/engine_api/layer_parser.hpp"
#include "dkrls/detail/text/ascii.hpp"
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

/// An answer that is of use as a whole only.
struct Document {
  bool exists = true;               ///< false: the engine has no such thing any more
  std::optional<std::string> text;  ///< nullopt when the engine refuses it or it is too long
};

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

  /// Asks about images, by their index, as far as it has not done so already: about the layers of
  /// all, and as many histories as are needed to tell who shares how much.
  asio::awaitable<void> look_into(DiskSurvey& survey, std::vector<std::size_t> images) {
    plan_layers(survey, std::move(images));
    co_await ask_planned(survey);
    // First of one image for each question, then of the others where that did not settle it.
    for (const HistoryChoice choice : {HistoryChoice::one_of_each, HistoryChoice::all}) {
      plan_histories(survey, choose_histories(survey, asked_history_, choice));
      co_await ask_planned(survey);
    }
  }

  /// The same with the history of each, all at once.
  asio::awaitable<void> look_into_closely(DiskSurvey& survey,
                                          const std::vector<std::size_t>& images) {
    plan_layers(survey, images);
    plan_histories(survey, images);
    co_await ask_planned(survey);
  }

  /// Returns another of the connections that will be used, for what is asked before.
  HttpConnection& add_connection(const asio::any_io_executor& executor) {
    others_.push_back(make_connection(executor, options_));
    connections_.push_back(others_.back().get());
    return *others_.back();
  }

  /// GETs a path.
  asio::awaitable<Document> ask(HttpConnection& connection, const std::string& path,
                                std::size_t limit) {
    put(connection, path);
    co_return co_await read_answer(connection, path, limit);
  }

  /// Whether an image was removed in the meantime, and whether any was.
  bool has_vanished(const SurveyedImage& surveyed) const {
    return vanished_.contains(surveyed.image.id);
  }
  bool any_vanished() const { return !vanished_.empty(); }

  /// How many images it was to ask about.
  std::size_t images() const { return to_ask_; }

 private:
  static constexpr std::size_t longest_document = 4 * 1024 * 1024;

  /// How many questions are asked ahead on a connection: enough that neither side waits for the
  /// other, and few enough for the buffers between them.
  static constexpr std::size_t most_ahead = 8;

  /// Something to be asked about an image, and what is done with the answer.
  struct Question {
    std::size_t image;      ///< its index
    std::string_view path;  ///< behind that of the image
    void (LayerSurveyor::*learn)(SurveyedImage&, const Document&);
  };

  void put(HttpConnection& connection, const std::string& path) const {
    connection.ask("GET", "/v" + version_.spoken + path);
  }

  asio::awaitable<Document> read_answer(HttpConnection& connection, const std::string& path,
                                        std::size_t limit) {
    Document document;
    const AnswerHead head = co_await connection.answer();
    if (head.status == 200) {
      document.text = co_await connection.read_document(limit);
      co_return document;
    }
    const std::string text = co_await connection.read_text();
    options_.logger.log(LogLevel::info, "the engine does not answer " + path + ": " +
                                            std::to_string(head.status) + " " +
                                            engine_message(text));
    document.exists = head.status != 404;
    co_return document;
  }

  void plan_layers(const DiskSurvey& survey, std::vector<std::size_t> images) {
    leave_new(survey, asked_layers_, images);
    asked_history_.resize(survey.images.size(), false);
    to_ask_ += images.size();
    for (const std::size_t image : images)
      planned_.push_back({image, "/json", &LayerSurveyor::learn_layers});
  }

  void plan_histories(const DiskSurvey& survey, std::vector<std::size_t> images) {
    leave_new(survey, asked_history_, images);
    for (const std::size_t image : images)
      planned_.push_back({image, "/history", &LayerSurveyor::learn_history});
  }

  /// Leaves of the images those that can be asked about and were not, and notes them down.
  static void leave_new(const DiskSurvey& survey, std::vector<bool>& asked,
                        std::vector<std::size_t>& images) {
    asked.resize(survey.images.size(), false);
    std::erase_if(images, [&](std::size_t image) {
      return asked[image] || !is_plain(survey.images[image].image.id);
    });
    for (const std::size_t image : images)
      asked[image] = true;
  }

  /// Asks what was planned over as many connections as are of use.
  asio::awaitable<void> ask_planned(DiskSurvey& survey) {
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    while (connections_.size() < std::min(planned_.size(), most_connections_))
      add_connection(executor);
    Work work;
    for (HttpConnection* const connection : connections_)
      work.push_back(ask_some(*connection, survey));
    co_await together(std::move(work));
    planned_.clear();
    next_ = 0;
  }

  /// Asks what nobody else has taken up yet until there is nothing left.
  asio::awaitable<void> ask_some(HttpConnection& connection, DiskSurvey& survey) {
    struct Asked {
      Question question;
      std::string path;
    };
    std::deque<Asked> asked;
    for (;;) {
      // No more than an equal part of what is left, so that all connections end together.
      const std::size_t part =
          (planned_.size() - next_ + connections_.size() - 1) / connections_.size();
      const std::size_t share = std::min(most_ahead, part);
      if (asked.size() <= share / 2)
        for (; asked.size() < share && next_ < planned_.size(); ++next_) {
          const Question& question = planned_[next_];
          asked.push_back({question, "/images/" + survey.images[question.image].image.id +
                                         std::string(question.path)});
          put(connection, asked.back().path);
        }
      if (asked.empty())
        co_return;
      const Document answer =
          co_await read_answer(connection, asked.front().path, longest_document);
      const Question question = asked.front().question;
      SurveyedImage& image = survey.images[question.image];
      if (!answer.exists)
        vanished_.insert(image.image.id);
      (this->*question.learn)(image, answer);
      asked.pop_front();
    }
  }

  void learn_layers(SurveyedImage& surveyed, const Document& answer) {
    if (answer.text)
      surveyed.layers = parse_layers(*answer.text);
    if (progress_)
      progress_(++asked_, to_ask_);
  }

  void learn_history(SurveyedImage& surveyed, const Document& answer) {
    if (answer.text)
      surveyed.history = parse_history(*answer.text);
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
  std::vector<bool> asked_layers_;            // images that were asked about
  std::vector<bool> asked_history_;           // images whose history was asked for
  std::vector<Question> planned_;             // what is to be asked next
  std::size_t next_ = 0;                      // the first of it that nobody has taken up
  std::size_t asked_ = 0;                     // how many have been looked into
  std::size_t to_ask_ = 0;                    // of how many
  std::unordered_set<std::string> vanished_;  // IDs
};

}  // namespace dkrls::detail
