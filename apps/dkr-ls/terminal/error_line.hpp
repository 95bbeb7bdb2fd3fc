// SPDX-License-Identifier: MIT
#pragma once

#include <iosfwd>
#include <string_view>

namespace dkr_ls {

/// Prints "Error: " and a message on a line of its own. Nothing else prints errors.
void print_error(std::ostream& err, std::string_view message);

}  // namespace dkr_ls
