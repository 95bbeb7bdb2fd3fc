#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dkrls/detail/disk/disk_survey.hpp"
#include "dkrls/detail/engine_api/layer_parser.hpp"
#include "dkrls/detail/engine_api/pipelined_requests.hpp"
#include "dkrls/detail/engine_api/platform_parameter.hpp"
#include "dkrls/disk_usage.hpp"

namespace dkrls::detail {

/// Inspects images: requests the layers and the history of each, and of each of its platforms.
/// *Threads:* use it on a strand or a single thread.
class ImageInspector {
 public:
  ImageInspector(const ClientOptions& options, const AgreedVersion& version,
                 const InspectionProgress& progress, DiskSurvey& survey)
      : requests_(options, version), version_(version), progress_(progress), survey_(survey) {}

  /// Inspects all images of the survey. An image that has been removed meanwhile is erased from it,
  /// unless it has several platforms; what the engine does not report stays unknown.
  asio::awaitable<void> inspect_all(Connections& connections) {
    vanished_.assign(survey_.images.size(), false);
    for (std::size_t image = 0; image < survey_.images.size(); ++image)
      if (is_plain_id(survey_.images[image].image.id))
        plan(image);
    co_await requests_.send_all(connections);
    std::size_t index = 0;
    std::erase_if(survey_.images, [&](const SurveyedImage&) { return vanished_[index++]; });
  }

 private:
  /// Plans nothing about an image with content for several platforms before API 1.49: their layers
  /// remain unknown, as those of a platform without all its content do.
  void plan(std::size_t image) {
    const SurveyedImage& surveyed = survey_.images[image];
    const bool several = surveyed.chains.size() > 1;
    if (several && !version_.speaks({1, 49}))
      return;
    for (std::size_t chain = 0; chain < surveyed.chains.size(); ++chain) {
      const auto& manifest = surveyed.chains[chain].manifest;
      if (manifest && (!manifest->available || shares_platform(surveyed, chain)))
        continue;
      request_layers(image, chain, several);
      // A history without a platform is that of the host's platform, which may have no content.
      request_history(image, chain, manifest && version_.speaks({1, 48}));
    }
  }

  void request_layers(std::size_t image, std::size_t chain, bool names_platform) {
    requests_.add(path_of(image, chain, "/json", names_platform),
                  [=, this](unsigned status, const std::optional<std::string>& body) {
                    LayerChain& inspected = survey_.images[image].chains[chain];
                    if (body) {
                      inspected.layers = parse_layers(*body);
                      inspected.inspected_size = parse_inspected_size(*body);
                    }
                    // Else its content for this platform may be gone, and the image remains.
                    if (status == 404 && !names_platform)
                      vanished_[image] = true;
                    report_progress();
                  });
  }

  void request_history(std::size_t image, std::size_t chain, bool names_platform) {
    requests_.add(path_of(image, chain, "/history", names_platform),
                  [=, this](unsigned status, const std::optional<std::string>& body) {
                    if (body)
                      survey_.images[image].chains[chain].history = parse_history(*body);
                    if (status == 404 && !names_platform)
                      vanished_[image] = true;
                    report_progress();
                  });
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

  void report_progress() {
    if (progress_ && ++answered_ % 2 == 0)
      progress_(answered_ / 2, requests_.size() / 2);
  }

  PipelinedRequests requests_;
  const AgreedVersion& version_;
  const InspectionProgress& progress_;
  DiskSurvey& survey_;
  std::size_t answered_ = 0;
  std::vector<bool> vanished_;  // for each image
};

}  // namespace dkrls::detail
