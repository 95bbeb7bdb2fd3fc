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

/// Asks an engine what its images are made of, over several connections at a time. To be used on a
/// strand or a single thread.
class DiskSurveyor {
 public:
  DiskSurveyor(const ClientOptions& options, const AgreedVersion& version,
               const SurveyRequest& request, DiskSurvey& survey)
      : options_(options), version_(version), request_(request), survey_(survey) {}

  /// Fills the survey, whose images are there already. `connection` is one of those that are used.
  asio::awaitable<void> run(HttpConnection& connection) {
    connections_.push_back(&connection);
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    for (std::size_t i = 1; i < wanted_connections(); ++i) {
      others_.push_back(make_connection(executor, options_));
      connections_.push_back(others_.back().get());
    }
    for (std::size_t image = 0; image < survey_.images.size(); ++image)
      todo_.push_back(image);
    co_await ask_all(&DiskSurveyor::ask_layers);
    // First of one image for each question, then of the others where that did not settle it.
    std::vector<bool> asked(survey_.images.size(), false);
    for (const HistoryChoice choice : {HistoryChoice::one_of_each, HistoryChoice::all}) {
      todo_ = choose_histories(survey_, asked, choice);
      for (const std::size_t image : todo_)
        asked[image] = true;
      co_await ask_all(&DiskSurveyor::ask_history);
    }
    std::erase_if(survey_.images, [this](const SurveyedImage& each) {
      return std::find(vanished_.begin(), vanished_.end(), each.image.id) != vanished_.end();
    });
  }

 private:
  static constexpr std::size_t most_connections = 8;
  static constexpr std::size_t longest_document = 4 * 1024 * 1024;
  static constexpr std::size_t longest_usage = 64 * 1024 * 1024;

  /// Every connection through ssh is a login, and may ask for a password.
  std::size_t wanted_connections() const {
    if (std::holds_alternative<SshEndpoint>(options_.endpoint))
      return 1;
    const std::size_t tasks = survey_.images.size() + (asks_build_cache() ? 1 : 0);
    return std::clamp<std::size_t>(tasks, 1, most_connections);
  }

  /// What there is to be asked about an image.
  using Question = asio::awaitable<void> (DiskSurveyor::*)(HttpConnection&, SurveyedImage&);

  /// Asks about all images that are to do, over all connections.
  asio::awaitable<void> ask_all(Question question) {
    next_ = 0;
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    using Work =
        decltype(asio::co_spawn(executor, ask_some(*connections_[0], question), asio::deferred));
    std::vector<Work> work;
    work.reserve(connections_.size());
    for (HttpConnection* const connection : connections_)
      work.push_back(asio::co_spawn(executor, ask_some(*connection, question), asio::deferred));
    const auto [order, failures] =
        co_await asio::experimental::make_parallel_group(std::move(work))
            .async_wait(asio::experimental::wait_for_one_error(), asio::use_awaitable);
    for (const std::size_t index : order)
      if (failures[index])
        std::rethrow_exception(failures[index]);
  }

  /// Asks about what nobody else has taken up yet until there is nothing left.
  asio::awaitable<void> ask_some(HttpConnection& connection, Question question) {
    if (std::exchange(build_cache_open_, false) && asks_build_cache())
      survey_.shared_build_cache = co_await ask_build_cache(connection);
    while (next_ < todo_.size()) {
      const std::size_t image = todo_[next_++];
      co_await (this->*question)(connection, survey_.images[image]);
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
    if (request_.progress)
      request_.progress(++asked_, survey_.images.size());
  }

  asio::awaitable<void> ask_history(HttpConnection& connection, SurveyedImage& surveyed) {
    std::optional<std::string> answer;
    if (!co_await ask(connection, "/images/" + surveyed.image.id + "/history", longest_document,
                      answer))
      vanished_.push_back(surveyed.image.id);
    else if (answer)
      surveyed.history = parse_history(*answer);
  }

  /// Whether the engine can be asked for a part of its disk usage.
  bool can_choose() const {
    constexpr ApiVersion first_choosing_version = {1, 42};
    return parse_api_version(version_.spoken) >= first_choosing_version;
  }

  bool asks_build_cache() const {
    return request_.build_cache == AskBuildCache::always ||
           (request_.build_cache == AskBuildCache::if_cheap && can_choose());
  }

  asio::awaitable<std::optional<std::uint64_t>> ask_build_cache(HttpConnection& connection) {
    std::optional<std::string> answer;
    co_await ask(connection, can_choose() ? "/system/df?type=build-cache" : "/system/df",
                 longest_usage, answer);
    co_return answer ? parse_shared_build_cache(*answer) : std::nullopt;
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

  /// Whether an ID can be part of a path as it is; IDs that engines send can.
  static bool is_plain(std::string_view id) {
    return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
      return c == ':' || is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z');
    });
  }

  const ClientOptions& options_;
  const AgreedVersion& version_;
  const SurveyRequest& request_;
  DiskSurvey& survey_;
  std::vector<std::unique_ptr<HttpConnection>> others_;
  std::vector<HttpConnection*> connections_;
  std::vector<std::size_t> todo_;  // the images that are asked about
  std::size_t next_ = 0;           // the first of them that nobody has taken up
  std::size_t asked_ = 0;          // how many are done
  bool build_cache_open_ = true;
  std::vector<std::string> vanished_;  // IDs
};

inline LayerStore store_of(const EngineInfo& info) {
  if (info.name.starts_with("Podman"))
    return LayerStore::podman;
  return info.containerd_store ? LayerStore::containerd : LayerStore::graph_driver;
}

inline Operation survey_operation(SurveyRequest request, DiskSurvey& survey) {
  return [request = std::move(request), &survey](
             const ClientOptions& options, HttpConnection& connection,
             Diagnostics& diagnostics) -> asio::awaitable<void> {
    const AgreedVersion version = co_await agree_on_version(options, connection, diagnostics);
    survey.store = store_of(co_await read_info(options, connection, version, diagnostics));
    const ImageRequest images = {
        .intermediate = true, .labels = request.labels, .containers = true};
    const ImageSink keep = [&survey](const Image& image) { survey.images.push_back({image}); };
    co_await read_images(options, connection, version, images, keep, diagnostics);
    DiskSurveyor surveyor(options, version, request, survey);
    co_await surveyor.run(connection);
  };
}

}  // namespace dkrls::detail
