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
#include "dkrls/detail/engine_sums.hpp"
#include "dkrls/detail/history_choice.hpp"
#include "dkrls/detail/layer_parser.hpp"
#include "dkrls/disk_survey.hpp"
#include "dkrls/survey_request.hpp"

namespace dkrls::detail {

/// Asks an engine for its images and what they are made of, over several connections at a time. To
/// be used on a strand or a single thread.
class DiskSurveyor {
 public:
  DiskSurveyor(const ClientOptions& options, const AgreedVersion& version,
               const SurveyRequest& request, DiskSurvey& survey, Diagnostics& diagnostics)
      : options_(options),
        version_(version),
        request_(request),
        survey_(survey),
        diagnostics_(diagnostics) {}

  /// Fills the survey, whose store is known already. `connection` is one of those that are used.
  asio::awaitable<void> run(HttpConnection& connection) {
    connections_.push_back(&connection);
    if (!co_await ask_what_stays())
      co_await ask_everything();
    std::erase_if(survey_.images, [this](const SurveyedImage& each) {
      return std::find(vanished_.begin(), vanished_.end(), each.image.id) != vanished_.end();
    });
  }

 private:
  static constexpr std::size_t most_connections = 8;
  static constexpr std::size_t longest_document = 4 * 1024 * 1024;
  static constexpr std::size_t longest_usage = 64 * 1024 * 1024;

  using Work = std::vector<asio::awaitable<void>>;

  /// Does several things at a time, until all are done or one has failed.
  static asio::awaitable<void> together(Work work) {
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

  /// Every connection through ssh is a login, and may ask for a password.
  bool has_one_connection() const { return std::holds_alternative<SshEndpoint>(options_.endpoint); }

  /// Has the engine's sum stand in for the layers of the images that are to be removed. False where
  /// it cannot.
  asio::awaitable<bool> ask_what_stays() {
    if (!asks_layers_size())
      co_return false;
    co_await ask_usage(*connections_[0]);
    if (!usage_ || !usage_->layers_size || !usage_->images ||
        !co_await take_images(*usage_->images)) {
      survey_.images.clear();
      co_return false;
    }
    std::vector<bool> removed = request_.removal(survey_);
    removed.resize(survey_.images.size(), false);
    if (std::find(removed.begin(), removed.end(), true) == removed.end())
      co_return true;  // that frees nothing, whatever the layers
    co_await look_into(removed);
    if (vanished_.empty() && layers_size_suffices(survey_, removed)) {
      survey_.layers_size = usage_->layers_size;
      co_return true;
    }
    removed.flip();
    co_await look_into(removed);
    co_return true;
  }

  /// Takes the images from the list beside the engine's disk usage, which has no hidden ones: where
  /// there are some, all are listed. False where the two do not fit.
  asio::awaitable<bool> take_images(std::string_view list) {
    DiskSurvey listed;
    bool counted = true;
    ImageListParser parser(
        [&](const Image& image) {
          counted = counted && image.containers;
          listed.images.push_back({image});
        },
        {.labels = request_.labels});
    error_code ec;
    parser.write(list, ec);
    if (!ec)
      parser.finish(ec);
    if (ec)
      co_return false;
    if (counted && is_complete(listed)) {
      survey_.images = std::move(listed.images);
      log_images(options_, survey_.images.size());
      co_return true;
    }
    co_await list_images(false);
    co_return lists_the_same(listed, survey_);
  }

  asio::awaitable<void> list_images(bool shared_sizes) {
    const ImageRequest images = {.intermediate = true,
                                 .labels = request_.labels,
                                 .containers = true,
                                 .shared_sizes = shared_sizes};
    const ImageSink keep = [this](const Image& image) { survey_.images.push_back({image}); };
    co_await read_images(options_, *connections_[0], version_, images, keep, diagnostics_);
  }

  asio::awaitable<void> ask_everything() {
    if (usage_asked_ || !asks_usage()) {
      co_await ask_images();
    } else if (has_one_connection()) {
      co_await ask_images();
      co_await ask_usage(*connections_[0]);
    } else {
      // Where it takes longer than all the rest, it is not to take longer still.
      const auto apart = make_connection(co_await asio::this_coro::executor, options_);
      Work work;
      work.push_back(ask_images());
      work.push_back(ask_usage(*apart));
      co_await together(std::move(work));
    }
  }

  /// Lists the images and looks into them, unless their shared sizes tell enough.
  asio::awaitable<void> ask_images() {
    const bool shared_sizes = request_.only_unique && has_sums() && can_choose();
    co_await list_images(shared_sizes);
    if (!shared_sizes || !shared_sizes_suffice(survey_))
      co_await look_into(std::vector<bool>(survey_.images.size(), false));
  }

  /// Asks about all images but those that are spared.
  asio::awaitable<void> look_into(const std::vector<bool>& spared) {
    std::vector<std::size_t> all;
    for (std::size_t image = 0; image < survey_.images.size(); ++image)
      if (!spared[image])
        all.push_back(image);
    to_ask_ += all.size();
    co_await ask_all(std::move(all), &DiskSurveyor::ask_layers);
    // First of one image for each question, then of the others where that did not settle it.
    asked_history_.resize(survey_.images.size(), false);
    for (const HistoryChoice choice : {HistoryChoice::one_of_each, HistoryChoice::all}) {
      std::vector<std::size_t> chosen = choose_histories(survey_, asked_history_, choice);
      for (const std::size_t image : chosen)
        asked_history_[image] = true;
      co_await ask_all(std::move(chosen), &DiskSurveyor::ask_history);
    }
  }

  /// What there is to be asked about an image.
  using Question = asio::awaitable<void> (DiskSurveyor::*)(HttpConnection&, SurveyedImage&);

  /// Asks about images over as many connections as are of use.
  asio::awaitable<void> ask_all(std::vector<std::size_t> images, Question question) {
    todo_ = std::move(images);
    next_ = 0;
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    const std::size_t most = has_one_connection() ? 1 : most_connections - (asks_usage() ? 1 : 0);
    while (connections_.size() < std::min(todo_.size(), most)) {
      others_.push_back(make_connection(executor, options_));
      connections_.push_back(others_.back().get());
    }
    Work work;
    for (HttpConnection* const connection : connections_)
      work.push_back(ask_some(*connection, question));
    co_await together(std::move(work));
  }

  /// Asks about what nobody else has taken up yet until there is nothing left.
  asio::awaitable<void> ask_some(HttpConnection& connection, Question question) {
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
      request_.progress(++asked_, to_ask_);
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

  bool asks_usage() const {
    return request_.build_cache == AskBuildCache::always ||
           (request_.build_cache == AskBuildCache::if_cheap && can_choose());
  }

  /// Whether the engine adds up its layers the way we do.
  bool has_sums() const { return survey_.store == LayerStore::graph_driver; }

  bool asks_layers_size() const { return asks_usage() && request_.removal && has_sums(); }

  asio::awaitable<void> ask_usage(HttpConnection& connection) {
    usage_asked_ = true;
    std::string path = "/system/df";
    if (can_choose())
      path += asks_layers_size() ? "?type=image&type=build-cache" : "?type=build-cache";
    std::optional<std::string> answer;
    co_await ask(connection, path, longest_usage, answer);
    if (answer)
      usage_ = parse_disk_usage(*answer);
    if (usage_)
      survey_.shared_build_cache = usage_->shared_build_cache;
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
  Diagnostics& diagnostics_;
  std::vector<std::unique_ptr<HttpConnection>> others_;
  std::vector<HttpConnection*> connections_;
  std::vector<bool> asked_history_;  // images whose history was asked for
  std::vector<std::size_t> todo_;    // the images that are asked about
  std::size_t next_ = 0;             // the first of them that nobody has taken up
  std::size_t asked_ = 0;            // how many have been looked into
  std::size_t to_ask_ = 0;           // of how many
  bool usage_asked_ = false;
  std::optional<EngineDiskUsage> usage_;
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
    DiskSurveyor surveyor(options, version, request, survey, diagnostics);
    co_await surveyor.run(connection);
  };
}

}  // namespace dkrls::detail
