// SPDX-License-Identifier: MIT
#pragma once

#include <dkrls/image.hpp>
#include <string>

#include "world.hpp"

namespace dkr_ls {

/// Calls `sink` with the image of every row in a file, "-" for standard input; see
/// dkrls::read_rows(). Throws EngineError.
void for_each_row(const std::string& file, const dkrls::ImageSink& sink, const World& world);

}  // namespace dkr_ls
