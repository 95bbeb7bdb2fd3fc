// SPDX-License-Identifier: MIT

// Not compiled: scripts/api-reference shows with it that doxygen reports a name without a comment.

#pragma once

/// The function in it has no comment.
namespace dkrls {

void undocumented();

}  // namespace dkrls
