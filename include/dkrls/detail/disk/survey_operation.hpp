// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "dkrls/detail/disk/disk_survey.hpp"
#include "dkrls/detail/disk/image_inspector.hpp"
#include "dkrls/detail/disk/shared_sizes.hpp"
#include "dkrls/detail/engine_api/engine_requests.hpp"
#include "dkrls/detail/engine_json/layer_parser.hpp"
#include "dkrls/detail/net/run_all.hpp"
#include "dkrls/disk_usage.hpp"

namespace dkrls::detail {

/// Returns the store of an engine. If GET /info did not report it, returns containerd: its byte
/// counts are lower bounds, which also hold for a graph driver.
inline LayerStore store_of(const EngineInfo& info) {
  if (info.name.starts_with("Podman"))
    return LayerStore::podman;
  return info.containerd_store || info.storage_driver.empty() ? LayerStore::containerd
                                                              : LayerStore::graph_driver;
}

/// Surveys the disk of an engine: lists its images and inspects each of them.
/// *Threads:* use it on a strand or a single thread.
class DiskSurveyor {
 public:
  DiskSurveyor(const ClientOptions& options, const AgreedVersion& version,
               const DiskUsageRequest& request, Connections& connections, DiskSurvey& survey,
               Diagnostics& diagnostics)
      : options_(options),
        version_(version),
        request_(request),
        connections_(connections),
        survey_(survey),
        diagnostics_(diagnostics),
        listed_{.intermediate = true,
                .labels = request.labels,
                .containers = true,
                .containers_optional = !request.containers_required,
                .shared_sizes = wants_shared_sizes(),
                .manifests = true,
                .platforms = request.platforms,
                .tagged = request.tagged,
                .progress = request.progress} {}

  /// Fills the survey.
  asio::awaitable<void> run() {
    survey_.lists_intermediate = request_.intermediate;
    Work work;
    work.push_back(list_and_inspect());
    if (request_.build_cache)
      work.push_back(ask_build_cache());
    co_await run(std::move(work));
  }

 private:
  static constexpr std::size_t longest_usage = 64 * 1024 * 1024;

  /// Runs several operations at the same time, or one after the other if they share a connection.
  asio::awaitable<void> run(Work work) {
    if (!connections_.single()) {
      co_await run_all(std::move(work));
      co_return;
    }
    for (asio::awaitable<void>& each : work)
      co_await std::move(each);
  }

  asio::awaitable<void> list_and_inspect() {
    Work listing;
    listing.push_back(list_images());
    listing.push_back(ask_store());
    co_await run(std::move(listing));
    survey_.shares_blobs = on_containerd() && shares_blobs();
    survey_.has_shared_sizes =
        request_.only_unique && can_choose() && shared_sizes_are_exact(survey_);
    if (survey_.store == LayerStore::graph_driver && !request_.intermediate)
      drop_intermediate(survey_);
    ImageInspector inspector(options_, version_, listed_, survey_);
    if (survey_.has_shared_sizes) {
      co_await inspector.describe_all(connections_);
      co_return;
    }
    Work rest;
    rest.push_back(inspector.inspect_all(connections_));
    if (request_.layers_size && on_containerd() && can_choose())
      rest.push_back(ask_layers_size());
    co_await run(std::move(rest));
  }

  asio::awaitable<void> list_images() {
    const ImageSink keep = [this](const Image& image) {
      survey_.images.push_back({image, chains_of(image)});
    };
    Diagnostics diagnostics;
    co_await keep_first_failure(diagnostics, read_images(options_, connections_.get(0), version_,
                                                         listed_, keep, diagnostics));
  }

  asio::awaitable<void> ask_store() {
    Diagnostics diagnostics;
    EngineInfo info;
    co_await keep_first_failure(diagnostics, read_engine_info(info, diagnostics));
    survey_.store = store_of(info);
  }

  asio::awaitable<void> read_engine_info(EngineInfo& info, Diagnostics& diagnostics) {
    info = co_await read_info(options_, connections_.get(1), version_, diagnostics);
  }

  /// Keeps the diagnostics of the first failure; the other operations are cancelled because of it.
  asio::awaitable<void> keep_first_failure(Diagnostics& diagnostics, asio::awaitable<void> work) {
    try {
      co_await std::move(work);
    } catch (...) {
      if (!std::exchange(failed_, true))
        diagnostics_ = diagnostics;
      throw;
    }
  }

  asio::awaitable<void> ask_build_cache() {
    const auto text = co_await ask_usage(can_choose() ? "?type=build-cache" : "", 0);
    if (text)
      survey_.shared_build_cache = parse_shared_build_cache(*text);
  }

  asio::awaitable<void> ask_layers_size() {
    const auto text = co_await ask_usage("?type=image", 1);
    if (text)
      survey_.layers_size = parse_layers_size(*text);
  }

  /// Asks for the disk usage or a part of it; nullopt if the engine refuses or the answer has
  /// 64 MiB or more. The answer may take long, so it has a connection of its own, the one with this
  /// number behind those for inspection.
  asio::awaitable<std::optional<std::string>> ask_usage(std::string_view parameters,
                                                        std::size_t number) {
    HttpConnection& connection = connections_.get(PipelinedRequests::most_connections + number);
    const std::string path = std::string("/system/df").append(parameters);
    const AnswerHead head = co_await connection.exchange("GET", "/v" + version_.spoken + path);
    if (head.status == 200) {
      auto usage = co_await connection.read_document(longest_usage);
      if (!usage)
        options_.logger.log(LogLevel::warning, "the answer to GET /system/df has 64 MiB or more");
      co_return usage;
    }
    const std::string text = co_await connection.read_text();
    log_refusal(options_, LogLevel::info, path, head, text);
    co_return std::nullopt;
  }

  bool on_containerd() const { return survey_.store == LayerStore::containerd; }

  /// From API 1.42 on an engine can be asked for a part of its disk usage, and for shared sizes.
  bool can_choose() const { return version_.speaks({1, 42}); }

  /// From API 1.55 on the shared sizes of containerd's store count compressed layers, too.
  bool shares_blobs() const { return version_.speaks({1, 55}); }

  /// The images are listed before it is known what the store is.
  bool wants_shared_sizes() const {
    return shares_blobs() || (request_.only_unique && can_choose());
  }

  const ClientOptions& options_;
  const AgreedVersion& version_;
  const DiskUsageRequest& request_;
  Connections& connections_;
  DiskSurvey& survey_;
  Diagnostics& diagnostics_;
  const ImageRequest listed_;
  bool failed_ = false;
};

inline Operation disk_usage_operation(DiskUsageRequest request, DiskUsage& usage) {
  request.progress = throwing_callback_exception(std::move(request.progress));
  return
      [request = std::move(request), &usage](const ClientOptions& options, Connections& connections,
                                             Diagnostics& diagnostics) -> asio::awaitable<void> {
        const AgreedVersion version =
            co_await agree_on_version(options, connections.get(0), diagnostics);
        DiskSurvey survey;
        DiskSurveyor surveyor(options, version, request, connections, survey, diagnostics);
        co_await surveyor.run();
        usage = DiskUsage(std::move(survey));
      };
}

}  // namespace dkrls::detail
