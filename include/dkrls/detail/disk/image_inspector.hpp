#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dkrls/detail/disk/disk_survey.hpp"
#include "dkrls/detail/engine_api/engine_requests.hpp"
#include "dkrls/detail/engine_api/layer_parser.hpp"
#include "dkrls/detail/net/connections.hpp"
#include "dkrls/detail/net/run_all.hpp"
#include "dkrls/detail/text/ascii.hpp"
#include "dkrls/disk_usage.hpp"

namespace dkrls::detail {

/// Inspects images: requests the layers and the history of each, over several connections at the
/// same time and with several requests ahead of the answers.
/// *Threads:* use it on a strand or a single thread.
class ImageInspector {
 public:
  /// The most connections that are used.
  static constexpr std::size_t most_connections = 8;

  ImageInspector(const ClientOptions& options, const AgreedVersion& version,
                 const InspectionProgress& progress, DiskSurvey& survey)
      : options_(options), version_(version), progress_(progress), survey_(survey) {}

  /// Inspects all images of the survey. An image that has been removed meanwhile is erased from it;
  /// what the engine refuses to report stays unknown.
  asio::awaitable<void> inspect_all(Connections& connections) {
    plan();
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    const std::size_t count =
        connections.single() ? 1 : std::min(planned_.size(), most_connections);
    Work work;
    for (std::size_t i = 0; i < count; ++i)
      work.push_back(ask_some(connections.get(i, executor), count));
    co_await run_all(std::move(work));
    erase_vanished();
  }

 private:
  static constexpr std::size_t longest_document = 4 * 1024 * 1024;

  /// How many requests are sent ahead on a connection: enough that neither side waits for the
  /// other, and few enough for the buffers between them.
  static constexpr std::size_t most_ahead = 8;

  /// A request about an image, and what is done with the answer to it.
  struct Question {
    std::size_t image;      ///< its index
    std::string_view path;  ///< after that of the image
    void (ImageInspector::*learn)(SurveyedImage&, const std::string&);
  };

  void plan() {
    vanished_.assign(survey_.images.size(), false);
    for (std::size_t image = 0; image < survey_.images.size(); ++image)
      if (is_plain(survey_.images[image].image.id)) {
        planned_.push_back({image, "/json", &ImageInspector::learn_layers});
        planned_.push_back({image, "/history", &ImageInspector::learn_history});
      }
  }

  /// Asks the planned questions that no other connection has taken, until none is left.
  asio::awaitable<void> ask_some(HttpConnection& connection, std::size_t connections) {
    std::deque<Question> asked;
    for (;;) {
      // No more than an equal part of what is left, so that all connections end together.
      const std::size_t part = (planned_.size() - next_ + connections - 1) / connections;
      const std::size_t share = std::min(most_ahead, part);
      if (asked.size() <= share / 2)
        for (; asked.size() < share && next_ < planned_.size(); ++next_) {
          asked.push_back(planned_[next_]);
          connection.ask("GET", "/v" + version_.spoken + path_of(asked.back()));
        }
      if (asked.empty())
        co_return;
      co_await learn_answer(connection, asked.front());
      asked.pop_front();
    }
  }

  std::string path_of(const Question& question) const {
    return "/images/" + survey_.images[question.image].image.id + std::string(question.path);
  }

  asio::awaitable<void> learn_answer(HttpConnection& connection, const Question& question) {
    const AnswerHead head = co_await connection.answer();
    if (head.status == 200) {
      const auto text = co_await connection.read_document(longest_document);
      if (text)
        (this->*question.learn)(survey_.images[question.image], *text);
    } else {
      const std::string text = co_await connection.read_text();
      // One warning is enough: whoever refuses one inspection is likely to refuse all.
      const bool is_first = head.status != 404 && !std::exchange(refused_, true);
      log_refusal(options_, is_first ? LogLevel::warning : LogLevel::info, path_of(question), head,
                  text);
      if (head.status == 404)
        vanished_[question.image] = true;
    }
    if (progress_ && ++answered_ % 2 == 0)
      progress_(answered_ / 2, planned_.size() / 2);
  }

  void learn_layers(SurveyedImage& surveyed, const std::string& answer) {
    surveyed.layers = parse_layers(answer);
  }

  void learn_history(SurveyedImage& surveyed, const std::string& answer) {
    surveyed.history = parse_history(answer);
  }

  void erase_vanished() {
    std::size_t index = 0;
    std::erase_if(survey_.images, [&](const SurveyedImage&) { return vanished_[index++]; });
  }

  /// Whether an ID can be part of a path as it is; IDs that engines send can.
  static bool is_plain(std::string_view id) {
    return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
      return c == ':' || is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z');
    });
  }

  const ClientOptions& options_;
  const AgreedVersion& version_;
  const InspectionProgress& progress_;
  DiskSurvey& survey_;
  std::vector<Question> planned_;
  std::size_t next_ = 0;  // the first planned question that no connection has taken
  std::size_t answered_ = 0;
  bool refused_ = false;        // whether the engine has refused an inspection
  std::vector<bool> vanished_;  // of the image with the same index
};

}  // namespace dkrls::detail
