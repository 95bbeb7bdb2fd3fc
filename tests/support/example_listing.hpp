// SPDX-License-Identifier: MIT
#pragma once

#include <example_images.hpp>

namespace dkrls_test {

using namespace example_engine;  // the listing of examples/example-engine

}  // namespace dkrls_test
