#pragma once

#include <algorithm>
#include <boost/asio/use_awaitable.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "dkrls/detail/engine_requests.hpp"
#include "dkrls/detail/engine_sums.hpp"
#include "dkrls/detail/image_list_parser.hpp"
#include "dkrls/detail/layer_parser.hpp"
#include "dkrls/detail/layer_surveyor.hpp"
#include "dkrls/disk_survey.hpp"
#include "dkrls/survey_request.hpp"

namespace dkrls::detail {

inline LayerStore store_of(const EngineInfo& info) {
  if (info.name.starts_with("Podman"))
    return LayerStore::podman;
  return info.containerd_store ? LayerStore::containerd : LayerStore::graph_driver;
}

/// Asks an engine for its images, and for as much of what they are made of as is needed. To be used
/// on a strand or a single thread.
class DiskSurveyor {
 public:
  DiskSurveyor(const ClientOptions& options, const AgreedVersion& version,
               const SurveyRequest& request, HttpConnection& connection, DiskSurvey& survey,
               Diagnostics& diagnostics)
      : options_(options),
        version_(version),
        request_(request),
        connection_(connection),
        survey_(survey),
        diagnostics_(diagnostics),
        layers_(options, version, request.progress, connection,
                has_one_connection() ? 1 : most_connections - (asks_usage() ? 1 : 0)) {}

  /// Fills the survey.
  asio::awaitable<void> run() {
    if (may_use_sums() || has_one_connection())
      co_await ask_store(connection_, diagnostics_);
    if (!co_await ask_what_stays())
      co_await ask_everything();
    std::erase_if(survey_.images,
                  [this](const SurveyedImage& each) { return layers_.has_vanished(each); });
  }

 private:
  static constexpr std::size_t most_connections = 8;
  static constexpr std::size_t longest_usage = 64 * 1024 * 1024;

  /// Every connection through ssh is a login, and may ask for a password.
  bool has_one_connection() const { return std::holds_alternative<SshEndpoint>(options_.endpoint); }

  /// Has the engine's sum stand in for the layers of the images that are to be removed. False where
  /// it cannot.
  asio::awaitable<bool> ask_what_stays() {
    if (!asks_layers_size())
      co_return false;
    co_await ask_usage(connection_);
    if (!usage_ || !usage_->layers_size || !usage_->images ||
        !co_await take_images(*usage_->images)) {
      survey_.images.clear();
      co_return false;
    }
    std::vector<bool> removed = request_.removal(survey_);
    removed.resize(survey_.images.size(), false);
    if (std::find(removed.begin(), removed.end(), true) == removed.end())
      co_return true;  // that frees nothing, whatever the layers
    co_await layers_.look_into(survey_, removed);
    if (!layers_.any_vanished() && layers_size_suffices(survey_, removed)) {
      survey_.layers_size = usage_->layers_size;
      co_return true;
    }
    removed.flip();
    co_await layers_.look_into(survey_, removed);
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
        {.labels = request_.labels, .shared_size = request_.only_unique});
    error_code ec;
    parser.write(list, ec);
    if (!ec)
      parser.finish(ec);
    if (ec)
      co_return false;
    const bool complete = counted && is_complete(listed);
    if (request_.only_unique && !(complete && shared_sizes_suffice(listed)))
      co_return false;
    if (complete) {
      survey_.images = std::move(listed.images);
      log_images(options_, survey_.images.size());
      co_return true;
    }
    co_await list_images(false, diagnostics_);
    co_return lists_the_same(listed, survey_);
  }

  asio::awaitable<void> ask_store(HttpConnection& connection, Diagnostics& diagnostics) {
    survey_.store = store_of(co_await read_info(options_, connection, version_, diagnostics));
    knows_store_ = true;
  }

  asio::awaitable<void> list_images(bool shared_sizes, Diagnostics& diagnostics) {
    const ImageRequest images = {.intermediate = true,
                                 .labels = request_.labels,
                                 .containers = true,
                                 .shared_sizes = shared_sizes};
    const ImageSink keep = [this](const Image& image) { survey_.images.push_back({image}); };
    co_await read_images(options_, connection_, version_, images, keep, diagnostics);
  }

  /// Lists the images and learns who keeps their layers at a time: engines start other programs to
  /// say what they are, and take half as long for that as for a long list.
  asio::awaitable<void> list_images_and_ask_store() {
    HttpConnection& another = layers_.add_connection(co_await asio::this_coro::executor);
    Work work;
    work.push_back(with_own_diagnostics(
        [this](Diagnostics& diagnostics) { return list_images(false, diagnostics); }));
    work.push_back(with_own_diagnostics(
        [&](Diagnostics& diagnostics) { return ask_store(another, diagnostics); }));
    co_await together(std::move(work));
  }

  /// Of several things at a time the first that fails says why: the others end for that reason.
  template <class Ask>
  asio::awaitable<void> with_own_diagnostics(Ask ask) {
    Diagnostics diagnostics;
    try {
      co_await ask(diagnostics);
    } catch (...) {
      if (!std::exchange(failed_, true))
        diagnostics_ = diagnostics;
      throw;
    }
  }

  asio::awaitable<void> ask_everything() {
    if (usage_asked_ || !asks_usage()) {
      co_await ask_images();
    } else if (has_one_connection()) {
      co_await ask_images();
      co_await ask_usage(connection_);
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
    const bool shared_sizes = may_use_shared_sizes() && has_sums();
    if (knows_store_)
      co_await list_images(shared_sizes, diagnostics_);
    else
      co_await list_images_and_ask_store();
    if (shared_sizes && shared_sizes_suffice(survey_))
      co_return;
    for (SurveyedImage& each : survey_.images)
      each.image.shared_size.reset();
    co_await layers_.look_into(survey_, std::vector<bool>(survey_.images.size(), false));
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

  bool may_use_layers_size() const { return asks_usage() && request_.removal; }
  bool may_use_shared_sizes() const {
    return request_.only_unique && !request_.removal && can_choose();
  }
  bool may_use_sums() const { return may_use_layers_size() || may_use_shared_sizes(); }

  /// Whether the engine adds up its layers the way we do.
  bool has_sums() const { return knows_store_ && survey_.store == LayerStore::graph_driver; }

  bool asks_layers_size() const { return may_use_layers_size() && has_sums(); }

  asio::awaitable<void> ask_usage(HttpConnection& connection) {
    usage_asked_ = true;
    std::string path = "/system/df";
    if (can_choose())
      path += asks_layers_size() ? "?type=image&type=build-cache" : "?type=build-cache";
    std::optional<std::string> answer;
    co_await layers_.ask(connection, path, longest_usage, answer);
    if (answer)
      usage_ = parse_disk_usage(*answer);
    if (usage_)
      survey_.shared_build_cache = usage_->shared_build_cache;
  }

  const ClientOptions& options_;
  const AgreedVersion& version_;
  const SurveyRequest& request_;
  HttpConnection& connection_;
  DiskSurvey& survey_;
  Diagnostics& diagnostics_;
  LayerSurveyor layers_;
  bool knows_store_ = false;
  bool failed_ = false;
  bool usage_asked_ = false;
  std::optional<EngineDiskUsage> usage_;
};

inline Operation survey_operation(SurveyRequest request, DiskSurvey& survey) {
  return [request = std::move(request), &survey](
             const ClientOptions& options, HttpConnection& connection,
             Diagnostics& diagnostics) -> asio::awaitable<void> {
    const AgreedVersion version = co_await agree_on_version(options, connection, diagnostics);
    DiskSurveyor surveyor(options, version, request, connection, survey, diagnostics);
    co_await surveyor.run();
  };
}

}  // namespace dkrls::detail
