#pragma once

#include <dkrls/disk_survey.hpp>
#include <dkrls/image.hpp>
#include <dkrls/locate_engine.hpp>
#include <dkrls/survey_request.hpp>

#include "world.hpp"

namespace dkr_ls {

/// Hands every image of an engine to `sink`. Throws EngineError.
void for_each_image(const dkrls::LocatedEngine& engine, const dkrls::ImageRequest& request,
                    const dkrls::ImageSink& sink);

/// What an engine says of the space its images take. Where it takes long a line on the terminal
/// says how far it is: `request` has no progress of its own. Throws EngineError.
dkrls::DiskSurvey survey_disk(const dkrls::LocatedEngine& engine, dkrls::SurveyRequest request,
                              const World& world);

}  // namespace dkr_ls
