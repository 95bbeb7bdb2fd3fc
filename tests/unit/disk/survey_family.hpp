// SPDX-License-Identifier: MIT
#pragma once

#include <dkrls/detail/disk/disk_survey.hpp>
#include <string>
#include <utility>

#include "builders.hpp"

namespace dkrls_test {

inline void add(dkrls::detail::DiskSurvey& survey, const std::string& id, Texts names,
                const std::string& parent = {}) {
  dkrls::Image image = named(std::move(names));
  image.id = "sha256:" + id;
  image.parent_id = parent;
  image.containers = 0;
  image.size = 10;
  image.shared_size = 10;
  survey.images.push_back({std::move(image)});
}

/// app was built on p and p on base, which has a name; nothing refers to d.
inline dkrls::detail::DiskSurvey family() {
  dkrls::detail::DiskSurvey survey;
  add(survey, "app", {"app:1"}, "sha256:p");
  add(survey, "p", {}, "base");  // as podman writes it
  add(survey, "base", {"base:1"});
  add(survey, "d", {});
  return survey;
}

}  // namespace dkrls_test
