#pragma once

#include <cstddef>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/disk_survey.hpp"

namespace dkrls::detail {

/// Of how many images the history is asked for where several have it in common to tell something.
enum class HistoryChoice { one_of_each, all };

/// The images, by their index, whose history is still to be asked for. Few are: the size of an
/// image says what all its layers hold together, and one history what is below the layer where
/// images part. Of those that were `asked` already none is chosen again.
DKRLS_DECL std::vector<std::size_t> choose_histories(const DiskSurvey& survey,
                                                     const std::vector<bool>& asked,
                                                     HistoryChoice choice);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/disk/history_choice.ipp"
#endif
