#pragma once

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "dkrls/detail/disk/engine_sums.hpp"
#include "dkrls/detail/disk/image_placement.hpp"
#include "dkrls/detail/disk/layer_surveyor.hpp"
#include "dkrls/detail/engine_api/engine_requests.hpp"
#include "dkrls/detail/engine_api/image_list_parser.hpp"
#include "dkrls/detail/engine_api/layer_parser.hpp"
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
                has_one_connection() ? 1 : most_connections - (may_ask_usage() ? 1 : 0)) {}

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

  /// How long a disk usage is waited for that only spares looking into the images: several times as
  /// long as an engine takes that has nothing but these to add up, in milliseconds.
  static constexpr std::uint64_t least_patience = 500;
  static constexpr std::uint64_t patience_for_an_image = 1;
  static constexpr std::uint64_t most_patience = 60'000;

  /// Every connection through ssh is a login, and may ask for a password.
  bool has_one_connection() const { return std::holds_alternative<SshEndpoint>(options_.endpoint); }

  static ImageIndexes indexes_of(const std::vector<bool>& images) {
    ImageIndexes indexes;
    for (std::size_t image = 0; image < images.size(); ++image)
      if (images[image])
        indexes.push_back(image);
    return indexes;
  }

  asio::awaitable<void> ask_in_turn() {
    co_await ask_store(connection_, diagnostics_);
    if (must_ask_usage())
      co_await ask_usage(connection_);
    const bool told = co_await use_sums();
    if (!told)
      co_await ask_images();
  }

  asio::awaitable<void> ask_at_once() {
    // Who keeps the layers decides what is asked for, where there is a choice.
    if (may_use_sums() && can_choose())
      co_await ask_store_at_once();
    if (!may_ask_usage() || (knows_store_ && !has_sums() && !must_ask_usage())) {
      co_await ask_images();
      co_return;
    }
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    const auto apart = make_connection(executor, options_);
    asio::steady_timer patience(executor, asio::steady_timer::time_point::max());
    Work work;
    work.push_back(ask_usage_apart(*apart, patience));
    work.push_back(ask_besides_usage(*apart, patience));
    co_await together(std::move(work));
    if (has_listed_)
      co_return;
    const bool told = co_await use_sums();
    if (!told)
      co_await ask_images();
  }

  /// Asks for the disk usage, and ends the wait for that.
  asio::awaitable<void> ask_usage_apart(HttpConnection& apart, asio::steady_timer& patience) {
    try {
      co_await ask_usage(apart);
    } catch (const boost::system::system_error&) {
      if (must_ask_usage())
        throw;
    }
    has_asked_usage_ = true;
    patience.cancel();
  }

  /// What takes longer than the disk usage is not to wait for that, nor the other way round.
  asio::awaitable<void> ask_besides_usage(HttpConnection& apart, asio::steady_timer& patience) {
    if (!knows_store_)
      co_await ask_store(connection_, diagnostics_);
    if (has_sums() && !must_ask_usage() && !has_asked_usage_) {
      patience.expires_after(std::chrono::milliseconds(std::clamp(
          patience_for_an_image * held_images_.value_or(0), least_patience, most_patience)));
      error_code ec;
      co_await patience.async_wait(asio::redirect_error(asio::use_awaitable, ec));
    }
    if (has_sums() && (must_ask_usage() || has_asked_usage_))
      co_return;
    has_listed_ = true;
    co_await ask_images();
    if (!must_ask_usage())
      apart.cancel();
  }

  /// Has the engine's sums stand in for looking into every image. False where they are of no use
  /// and nothing was listed.
  asio::awaitable<bool> use_sums() {
    bool taken = false;
    if (has_sums() && usage_ && usage_->layers_size && usage_->images)
      taken = co_await take_images(*usage_);
    if (!taken) {
      survey_.images.clear();
      co_return false;
    }
    const std::vector<bool> everything(survey_.images.size(), true);
    if (request_.only_unique && !shared_sizes_suffice(survey_)) {
      co_await layers_.look_into(survey_, indexes_of(everything));
      co_return true;
    }
    if (!request_.removals)
      co_return true;
    std::vector<ImageIndexes> removals = request_.removals(survey_);
    for (ImageIndexes& removal : removals)
      put_in_order(removal);
    bool settled = false;  // never without any: a survey that names no removal tells of all
    if (removals.size() == 1)
      settled = co_await find_what_stays(removals.front());
    else if (!removals.empty())
      settled = co_await place_images(everything, removals);
    if (settled) {
      survey_.removals = std::move(removals);
    } else {
      forget_sums();
      co_await layers_.look_into(survey_, indexes_of(everything));
    }
    co_return true;
  }

  /// Leaves each image once, and none that there is not.
  void put_in_order(ImageIndexes& images) const {
    std::erase_if(images, [&](std::size_t image) { return image >= survey_.images.size(); });
    std::sort(images.begin(), images.end());
    images.erase(std::unique(images.begin(), images.end()), images.end());
  }

  /// Finds out what the images hold that stay: the rest of the engine's sum is freed. False where
  /// it does not become known exactly.
  asio::awaitable<bool> find_what_stays(const ImageIndexes& removal) {
    if (removal.empty())
      co_return true;  // that frees nothing, whatever the layers
    std::vector<bool> stays(survey_.images.size(), true);
    for (const std::size_t image : removal)
      stays[image] = false;
    const std::vector<ImageIndexes> alone(1, removal);
    const bool placed = co_await place_images(stays, alone);
    // What those that go have told must not make up for what is not known of those that stay: in
    // the figure they have no layers.
    std::vector<std::optional<std::vector<std::string>>> aside(stays.size());
    for (const std::size_t image : removal)
      aside[image].swap(survey_.images[image].layers);
    if (!placed)
      co_await layers_.look_into(survey_, indexes_of(stays));
    if (!layers_.any_vanished() && layers_size_suffices(survey_, stays)) {
      survey_.layers_size = usage_->layers_size;
      co_return true;
    }
    for (const std::size_t image : removal)
      aside[image].swap(survey_.images[image].layers);
    co_return false;
  }

  /// Finds out by their shared sizes what the images that are wanted are made of. False where these
  /// do not tell enough, or only with so many images looked into that it is no use.
  asio::awaitable<bool> place_images(const std::vector<bool>& wanted,
                                     const std::vector<ImageIndexes>& removals) {
    if (!shared_sizes_suffice(survey_))
      co_return false;
    const std::size_t images = survey_.images.size();
    std::size_t asked = 0;
    for (std::size_t more = most_connections;; more += more / 2) {
      const ImagePlacement placement(survey_, *usage_->layers_size, wanted, removals);
      if (placement.suffices()) {
        placement.place(survey_);
        co_return true;
      }
      const ImageIndexes next = placement.next_images(more, std::max(more, images / 8));
      asked += next.size();
      if (next.empty() || asked > images / 4)
        co_return false;
      const std::size_t before = layers_.images();
      co_await layers_.look_into_closely(survey_, next);
      const bool asked_any = layers_.images() != before;  // and not in vain before
      if (!asked_any || layers_.any_vanished())
        co_return false;
    }
  }

  /// Leaves nothing that only the engine's sums told.
  void forget_sums() {
    for (SurveyedImage& each : survey_.images) {
      each.image.shared_size.reset();
      if (std::exchange(each.lacks_own_layers, false)) {
        each.layers.reset();
        each.history.reset();
      }
    }
  }

  /// Takes the images from the list beside the engine's disk usage, which has no hidden ones: where
  /// these matter, all are listed. False where the two do not fit.
  asio::awaitable<bool> take_images(EngineDiskUsage& usage) {
    DiskSurvey listed;
    bool counted = true;
    ImageListParser parser(
        [&](const Image& image) {
          counted = counted && image.containers;
          listed.images.push_back({image});
        },
        {.labels = request_.labels, .shared_size = true});
    error_code ec;
    parser.write(*usage.images, ec);
    if (!ec)
      parser.finish(ec);
    if (ec)
      co_return false;
    const bool whole = is_complete(listed);
    bool suffices = whole;
    if (!whole && !request_.intermediate) {
      if (!usage.images_of_containers)
        usage.images_of_containers = co_await ask_images_of_containers();
      suffices = has_images(listed, *usage.images_of_containers);
    }
    if (counted && suffices) {
      survey_.images = std::move(listed.images);
      if (!shared_sizes_suffice(survey_) || !(whole || shared_sizes_pass_over_hidden()))
        forget_sums();
      log_images(options_, survey_.images.size());
      co_return true;
    }
    co_await list_images(false, diagnostics_);
    const bool same = lists_the_same(listed, survey_);
    if (same && !request_.intermediate)
      leave_out_hidden(survey_);
    co_return same;
  }

  asio::awaitable<std::vector<std::string>> ask_images_of_containers() {
    const ContainerCounts counts =
        co_await count_containers(options_, connection_, version_, diagnostics_);
    std::vector<std::string> images;
    for (const auto& [image, containers] : counts)
      images.push_back(image);
    co_return images;
  }

  /// Whether the shared sizes of a list without hidden images are without these as well: since API
  /// 1.42 they are of all images that the engine holds.
  bool shared_sizes_pass_over_hidden() const { return version_.engine < first_choosing_version; }

  asio::awaitable<void> ask_store(HttpConnection& connection, Diagnostics& diagnostics) {
    const EngineInfo info = co_await read_info(options_, connection, version_, diagnostics);
    learn_store(info);
  }

  void learn_store(const EngineInfo& info) {
    survey_.store = store_of(info);
    held_images_ = info.images;
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
    learn_store(info);
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
    if (survey_.store == LayerStore::graph_driver && !request_.intermediate)
      leave_out_hidden(survey_);
    co_await layers_.look_into(survey_, indexes_of(std::vector<bool>(survey_.images.size(), true)));
  }

  /// The first version in which an engine can be asked for a part of its disk usage.
  static constexpr ApiVersion first_choosing_version = {1, 42};

  bool can_choose() const { return parse_api_version(version_.spoken) >= first_choosing_version; }

  /// Whether the disk usage is waited for however long that takes.
  bool must_ask_usage() const {
    return request_.build_cache == AskBuildCache::always ||
           (request_.build_cache == AskBuildCache::if_cheap && can_choose());
  }

  /// Whether it is of use.
  bool may_ask_usage() const {
    return must_ask_usage() || request_.removals || (request_.only_unique && !can_choose());
  }

  bool may_use_shared_sizes() const {
    return request_.only_unique && !request_.removals && can_choose();
  }
  bool may_use_sums() const { return request_.only_unique || request_.removals; }

  /// Whether the engine adds up its layers the way we do, and that is of use.
  bool has_sums() const {
    return may_use_sums() && knows_store_ && survey_.store == LayerStore::graph_driver;
  }

  asio::awaitable<void> ask_usage(HttpConnection& connection) {
    const bool asks_build_cache = request_.build_cache != AskBuildCache::never;
    std::string path = "/system/df";
    if (can_choose() && has_sums())
      path += asks_build_cache ? "?type=image&type=build-cache" : "?type=image";
    else if (can_choose())
      path += "?type=build-cache";
    const Document answer = co_await layers_.ask(connection, path, longest_usage);
    if (answer.text)
      usage_ = parse_disk_usage(*answer.text);
    if (usage_ && asks_build_cache)
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
  std::optional<std::uint64_t> held_images_;
  bool failed_ = false;
  bool has_listed_ = false;
  bool has_asked_usage_ = false;
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
