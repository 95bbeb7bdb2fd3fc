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
#include "dkrls/detail/image_placement.hpp"
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
    if (has_one_connection())
      co_await ask_in_turn();
    else
      co_await ask_at_once();
    options_.logger.log(LogLevel::debug, "looked into " + std::to_string(layers_.images()) +
                                             " of " + std::to_string(survey_.images.size()) +
                                             " images");
    std::erase_if(survey_.images,
                  [this](const SurveyedImage& each) { return layers_.has_vanished(each); });
  }

 private:
  static constexpr std::size_t most_connections = 8;
  static constexpr std::size_t longest_usage = 64 * 1024 * 1024;

  /// Every connection through ssh is a login, and may ask for a password.
  bool has_one_connection() const { return std::holds_alternative<SshEndpoint>(options_.endpoint); }

  static std::vector<std::size_t> indexes_of(const std::vector<bool>& images) {
    std::vector<std::size_t> indexes;
    for (std::size_t image = 0; image < images.size(); ++image)
      if (images[image])
        indexes.push_back(image);
    return indexes;
  }

  asio::awaitable<void> ask_in_turn() {
    co_await ask_store(connection_, diagnostics_);
    if (asks_usage())
      co_await ask_usage(connection_);
    const bool told = co_await use_sums();
    if (!told)
      co_await ask_images();
  }

  asio::awaitable<void> ask_at_once() {
    // Who keeps the layers decides what is asked for, where there is a choice.
    if (may_use_sums() && can_choose())
      co_await ask_store_at_once();
    if (!asks_usage()) {
      co_await ask_images();
      co_return;
    }
    const auto apart = make_connection(co_await asio::this_coro::executor, options_);
    Work work;
    work.push_back(ask_usage(*apart));
    work.push_back(ask_besides_usage());
    co_await together(std::move(work));
    if (!has_sums())
      co_return;
    const bool told = co_await use_sums();
    if (!told)
      co_await ask_images();
  }

  /// What takes longer than the disk usage is not to wait for that, nor the other way round.
  asio::awaitable<void> ask_besides_usage() {
    if (!knows_store_)
      co_await ask_store(connection_, diagnostics_);
    if (!has_sums())
      co_await ask_images();
  }

  /// Has the engine's sums stand in for looking into every image. False where they are of no use
  /// and nothing was listed.
  asio::awaitable<bool> use_sums() {
    bool taken = false;
    if (has_sums() && usage_ && usage_->layers_size && usage_->images)
      taken = co_await take_images(*usage_->images);
    if (!taken) {
      survey_.images.clear();
      co_return false;
    }
    const std::vector<bool> all(survey_.images.size(), true);
    bool settled = request_.only_unique;  // what that wants is there
    if (request_.removal)
      settled = co_await find_what_stays();
    else if (!settled)
      settled = co_await place_images(all, ImagePlacement::Purpose::each);
    if (!settled) {
      forget_sums();
      co_await layers_.look_into(survey_, indexes_of(all));
    }
    co_return true;
  }

  /// Finds out what the images hold that are not about to be removed: the rest of the engine's sum
  /// is freed. False where it does not become known exactly.
  asio::awaitable<bool> find_what_stays() {
    std::vector<bool> removed = request_.removal(survey_);
    removed.resize(survey_.images.size(), false);
    if (indexes_of(removed).empty())
      co_return true;  // that frees nothing, whatever the layers
    std::vector<bool> stays = removed;
    stays.flip();
    const bool placed = co_await place_images(stays, ImagePlacement::Purpose::together);
    // What those that go have told must not make up for what is not known of those that stay: in
    // the figure they have no layers.
    std::vector<std::optional<std::vector<std::string>>> aside(removed.size());
    for (const std::size_t image : indexes_of(removed))
      aside[image].swap(survey_.images[image].layers);
    if (!placed)
      co_await layers_.look_into(survey_, indexes_of(stays));
    if (!layers_.any_vanished() && layers_size_suffices(survey_, removed)) {
      survey_.layers_size = usage_->layers_size;
      co_return true;
    }
    for (const std::size_t image : indexes_of(removed))
      aside[image].swap(survey_.images[image].layers);
    co_return false;
  }

  /// Finds out by their shared sizes what the images that are wanted are made of. False where these
  /// do not tell enough, or only with so many images looked into that it is no use.
  asio::awaitable<bool> place_images(const std::vector<bool>& wanted,
                                     ImagePlacement::Purpose purpose) {
    if (!shared_sizes_suffice(survey_))
      co_return false;
    std::size_t asked = 0;
    for (std::size_t more = most_connections;; more *= 2) {
      const ImagePlacement placement(survey_, *usage_->layers_size, wanted, purpose);
      if (placement.suffices()) {
        placement.place(survey_);
        co_return true;
      }
      const std::vector<std::size_t> next = placement.next_images(more);
      asked += next.size();
      if (next.empty() || asked > survey_.images.size() / 4)
        co_return false;
      co_await layers_.look_into_closely(survey_, next);
      if (layers_.any_vanished())
        co_return false;
    }
  }

  /// Leaves nothing that only the engine's sums told.
  void forget_sums() {
    for (SurveyedImage& each : survey_.images) {
      each.image.shared_size.reset();
      if (std::exchange(each.lacks_own_layers, false))
        each.layers.reset();
    }
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
        {.labels = request_.labels, .shared_size = true});
    error_code ec;
    parser.write(list, ec);
    if (!ec)
      parser.finish(ec);
    if (ec)
      co_return false;
    const bool complete = counted && is_complete(listed);
    const bool have_shared_sizes = complete && shared_sizes_suffice(listed);
    if (request_.only_unique && !have_shared_sizes)
      co_return false;
    if (complete) {
      survey_.images = std::move(listed.images);
      if (!have_shared_sizes)
        forget_sums();
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

  /// The same in half the time: engines start other programs to say what they are.
  asio::awaitable<void> ask_store_at_once() {
    HttpConnection& another = layers_.add_connection(co_await asio::this_coro::executor);
    EngineInfo info;
    Work work;
    work.push_back(with_own_diagnostics([&](Diagnostics& diagnostics) {
      return read_version(options_, connection_, version_, info, diagnostics);
    }));
    work.push_back(with_own_diagnostics([&](Diagnostics& diagnostics) {
      return read_system_info(options_, another, version_, info, diagnostics);
    }));
    co_await together(std::move(work));
    survey_.store = store_of(info);
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

  /// Lists the images and learns who keeps their layers at a time.
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

  /// Lists the images and looks into them, unless their shared sizes tell enough.
  asio::awaitable<void> ask_images() {
    const bool shared_sizes = may_use_shared_sizes() && has_sums();
    if (knows_store_)
      co_await list_images(shared_sizes, diagnostics_);
    else
      co_await list_images_and_ask_store();
    if (shared_sizes && shared_sizes_suffice(survey_))
      co_return;
    forget_sums();
    co_await layers_.look_into(survey_, indexes_of(std::vector<bool>(survey_.images.size(), true)));
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

  bool may_use_shared_sizes() const {
    return request_.only_unique && !request_.removal && can_choose();
  }
  bool may_use_sums() const { return asks_usage() || may_use_shared_sizes(); }

  /// Whether the engine adds up its layers the way we do.
  bool has_sums() const { return knows_store_ && survey_.store == LayerStore::graph_driver; }

  bool asks_sums() const { return asks_usage() && has_sums(); }

  asio::awaitable<void> ask_usage(HttpConnection& connection) {
    std::string path = "/system/df";
    if (can_choose())
      path += asks_sums() ? "?type=image&type=build-cache" : "?type=build-cache";
    const Document answer = co_await layers_.ask(connection, path, longest_usage);
    if (answer.text)
      usage_ = parse_disk_usage(*answer.text);
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
