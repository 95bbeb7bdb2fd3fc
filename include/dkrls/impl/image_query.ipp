#pragma once

#include <algorithm>
#include <utility>

#include "dkrls/image_query.hpp"

namespace dkrls {

DKRLS_DECL ImageQuery& ImageQuery::where(Filter filter) {
  filters_.push_back(std::move(filter));
  return *this;
}

DKRLS_DECL ImageQuery& ImageQuery::max_tags(std::size_t count) {
  max_tags_ = count;
  return *this;
}

DKRLS_DECL bool ImageQuery::matches(const Image& image, const Reference& reference) const {
  return std::all_of(filters_.begin(), filters_.end(),
                     [&](const Filter& filter) { return filter(image, reference); });
}

DKRLS_DECL Listing ImageQuery::select(const std::vector<Image>& images) const {
  Selection selection(*this);
  for (const Image& image : images)
    selection.add(image);
  return selection.finish();
}

DKRLS_DECL Selection::Selection(ImageQuery query) : query_(std::move(query)) {}

DKRLS_DECL void Selection::add(const Image& image) {
  references_.clear();
  append_references(image, references_);
  for (const Reference& reference : references_)
    if (query_.matches(image, reference))
      add({reference.repository, reference.tag, image.id, image.created, image.size});
}

DKRLS_DECL void Selection::add(const Row& row) {
  const std::optional<std::size_t> cap = query_.max_tags();
  if (!cap) {
    listing_.add(row);
    return;
  }
  const auto older = [this](std::size_t a, std::size_t b) {
    return comes_before(listing_.rows()[a], listing_.rows()[b]);
  };
  if (*cap == 0)
    return;
  auto known = repositories_.find(row.repository);
  if (known != repositories_.end() && known->second.size() == *cap) {
    std::vector<std::size_t>& kept = known->second;
    if (!comes_before(row, listing_.rows()[kept.front()]))
      return;
    std::pop_heap(kept.begin(), kept.end(), older);
    listing_.replace(kept.back(), row);
    std::push_heap(kept.begin(), kept.end(), older);
    return;
  }
  listing_.add(row);
  const std::size_t index = listing_.rows().size() - 1;
  if (known == repositories_.end())
    known = repositories_.try_emplace(listing_.rows()[index].repository).first;
  known->second.push_back(index);
  std::push_heap(known->second.begin(), known->second.end(), older);
}

DKRLS_DECL Listing Selection::finish() {
  repositories_.clear();
  listing_.arrange();
  return std::exchange(listing_, Listing());
}

}  // namespace dkrls
