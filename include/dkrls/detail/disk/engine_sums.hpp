#pragma once

#include <string>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/disk_survey.hpp"

/// When an engine's own sums tell a figure, so that images need not be looked into.
namespace dkrls::detail {

/// Whether a list without hidden images has all there are: none was built on an image that is not
/// listed.
DKRLS_DECL bool is_complete(const DiskSurvey& listed);

/// Whether a list has images, by their IDs. Where it has those that containers were made from,
/// hidden ones that are not listed hold nothing that the others do not.
DKRLS_DECL bool has_images(const DiskSurvey& listed, const std::vector<std::string>& ids);

/// Leaves out the hidden images where they hold nothing that the others do not: unless a container
/// was made from one, which it stays for when those go that were built on it. For graph drivers,
/// where an image has the layers of the one that it was built on.
DKRLS_DECL void leave_out_hidden(DiskSurvey& survey);

/// Whether a list has those of all images that are not hidden: none came or went in between.
DKRLS_DECL bool lists_the_same(const DiskSurvey& listed, const DiskSurvey& all);

/// Whether the shared sizes of all images tell DiskUsage::unique() of each: there are no hidden
/// ones, which would go with others.
DKRLS_DECL bool shared_sizes_suffice(const DiskSurvey& survey);

/// Whether it is known exactly what the images hold together that stay.
DKRLS_DECL bool layers_size_suffices(const DiskSurvey& survey, const std::vector<bool>& stays);

}  // namespace dkrls::detail

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/detail/disk/engine_sums.ipp"
#endif
