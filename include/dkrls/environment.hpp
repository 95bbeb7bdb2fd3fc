#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace dkrls {

/// Looks up a variable in an environment. Returns nullopt if the variable is not set.
using Environment = std::function<std::optional<std::string>(std::string_view name)>;

}  // namespace dkrls
