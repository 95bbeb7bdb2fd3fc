#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace dkrls {

/// Looks a variable up in an environment; nullopt when it is not set.
using Environment = std::function<std::optional<std::string>(std::string_view name)>;

}  // namespace dkrls
