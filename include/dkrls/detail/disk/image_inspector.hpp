// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dkrls/detail/disk/disk_survey.hpp"
#include "dkrls/detail/engine_api/inspected_list.hpp"
#include "dkrls/detail/engine_api/pipelined_requests.hpp"
#include "dkrls/detail/engine_api/platform_parameter.hpp"
#include "dkrls/detail/engine_json/inspection_parser.hpp"
#include "dkrls/detail/engine_json/layer_parser.hpp"
#include "dkrls/disk_usage.hpp"

namespace dkrls::detail {

/// Inspects images: requests the layers and the history of each, and of each of its platforms. One
/// inspection serves the layers and what `listed` asks for.
/// *Lifetime:* the arguments must outlive this object.
/// *Threads:* use it on a strand or a single thread.
class ImageInspector {
 public:
  ImageInspector(const ClientOptions& options, const AgreedVersion& version,
                 const ImageRequest& listed, DiskSurvey& survey)
      : requests_(options, version),
        version_(version),
        listed_(listed),
        survey_(survey),
        vanished_(survey.images.size()) {}

  /// Inspects all images of the survey. An image that has been removed meanwhile is erased from it,
  /// unless it has several platforms; what the engine does not report stays unknown.
  asio::awaitable<void> inspect_all(Connections& connections) {
    for (std::size_t image = 0; image < survey_.images.size(); ++image)
      if (is_plain_id(survey_.images[image].image.id))
        plan(image);
    co_await send_all(connections);
  }

  /// The same without layers and histories: nothing but what the list needs.
  asio::awaitable<void> describe_all(Connections& connections) {
    for (std::size_t image = 0; image < survey_.images.size(); ++image)
      if (is_plain_id(survey_.images[image].image.id) && needs_description(image))
        request_description(image);
    co_await send_all(connections);
  }

 private:
  asio::awaitable<void> send_all(Connections& connections) {
    co_await requests_.send_all(connections);
    std::size_t index = 0;
    std::erase_if(survey_.images, [&](const SurveyedImage&) { return vanished_[index++]; });
  }

  void plan(std::size_t image) {
    const bool several = survey_.images[image].chains.size() > 1;
    // Before API 1.49 the engine does not report the layers of an image with content for several
    // platforms.
    const bool inspects = (!several || version_.speaks({1, 49})) && plan_layers(image, several);
    if (needs_description(image) && (several || !inspects))
      request_description(image);
  }

  /// Plans nothing about a platform without all its content: its layers remain unknown. Returns
  /// whether there was anything to plan.
  bool plan_layers(std::size_t image, bool several) {
    const SurveyedImage& surveyed = survey_.images[image];
    bool planned = false;
    for (std::size_t chain = 0; chain < surveyed.chains.size(); ++chain) {
      const auto& manifest = surveyed.chains[chain].manifest;
      if (manifest && (!manifest->available || shares_platform(surveyed, chain)))
        continue;
      request_layers(image, chain, several);
      // A history without a platform is that of the host's platform, which may have no content.
      request_history(image, chain, manifest && version_.speaks({1, 48}));
      planned = true;
    }
    return planned;
  }

  /// True if the list needs what an inspection without a platform reports.
  bool needs_description(std::size_t image) const {
    return needs_inspection(listed_, survey_.images[image].image);
  }

  void request_layers(std::size_t image, std::size_t chain, bool names_platform) {
    request_inspection(path_of(image, chain, "/json", names_platform),
                       [=, this](unsigned status, const std::optional<std::string>& body) {
                         LayerChain& inspected = survey_.images[image].chains[chain];
                         if (body) {
                           inspected.layers = parse_layers(*body);
                           inspected.inspected_size = parse_inspected_size(*body);
                         }
                         if (!names_platform)
                           describe(image, status, body);
                       });
  }

  void request_description(std::size_t image) {
    request_inspection("/images/" + survey_.images[image].image.id + "/json",
                       [=, this](unsigned status, const std::optional<std::string>& body) {
                         describe(image, status, body);
                       });
  }

  void request_inspection(std::string path, PipelinedRequests::Answered answered) {
    ++planned_;
    requests_.add(std::move(path), [this, answered = std::move(answered)](
                                       unsigned status, const std::optional<std::string>& body) {
      answered(status, body);
      if (listed_.progress)
        listed_.progress(++answered_, planned_);
    });
  }

  void request_history(std::size_t image, std::size_t chain, bool names_platform) {
    requests_.add(path_of(image, chain, "/history", names_platform),
                  [=, this](unsigned status, const std::optional<std::string>& body) {
                    if (body)
                      survey_.images[image].chains[chain].history = parse_history(*body);
                    if (status == 404 && !names_platform)
                      vanished_[image] = true;
                  });
  }

  void describe(std::size_t image, unsigned status, const std::optional<std::string>& body) {
    // Of several platforms the one of the host may have no content, and the image remains.
    if (status == 404 && survey_.images[image].chains.size() <= 1)
      vanished_[image] = true;
    if (body && needs_description(image))
      add_inspection(*body, survey_.images[image].image);
  }

  std::string path_of(std::size_t image, std::size_t chain, std::string_view part,
                      bool names_platform) const {
    const SurveyedImage& surveyed = survey_.images[image];
    std::string path = ("/images/" + surveyed.image.id).append(part);
    if (names_platform)
      path += "?platform=" + platform_parameter(surveyed.chains[chain].manifest->platform);
    return path;
  }

  /// True if an answer about this platform could be about another manifest.
  static bool shares_platform(const SurveyedImage& surveyed, std::size_t chain) {
    return std::count_if(
               surveyed.chains.begin(), surveyed.chains.end(), [&](const LayerChain& each) {
                 return each.manifest->platform == surveyed.chains[chain].manifest->platform;
               }) > 1;
  }

  PipelinedRequests requests_;
  const AgreedVersion& version_;
  const ImageRequest& listed_;
  DiskSurvey& survey_;
  std::vector<bool> vanished_;  // for each image
  std::size_t planned_ = 0;     // inspections
  std::size_t answered_ = 0;
};

}  // namespace dkrls::detail
